"""Loading the catalogue: every file is validated, all faults are named at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from checklists.catalogue_faults import dates_twice, reference_faults, twice, validation_faults
from checklists.catalogue_files import DocumentsFile, Policies, SchemeFile, SheetFile
from checklists.catalogue_index import Catalogue
from checklists.errors import CatalogueFaults, Fault
from checklists.heating_files import read_heating
from checklists.model import Scheme
from checklists.standing_rules import StandingRules
from checklists.yaml_text import read_yaml

FOLDER = Path(__file__).parent / "catalogue"

M = TypeVar("M", bound=BaseModel)
D = TypeVar("D", Scheme, StandingRules)


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """The catalogue that ships with the program. Raises CatalogueFaults."""
    return read_catalogue(FOLDER)


def read_catalogue(folder: Path) -> Catalogue:
    """Read a folder with `documents.yaml`, `schemes/`, `sheets/` and `heating/`.

    Raises CatalogueFaults with file, path and reason of everything that is wrong.
    """
    faults: list[Fault] = []
    documents = _read(folder, folder / "documents.yaml", DocumentsFile, faults)
    schemes = _read_all(folder, "schemes", SchemeFile, faults)
    sheets = _read_all(folder, "sheets", SheetFile, faults)
    tags = {document.tag for document in documents.documents} if documents else set()
    made = {file.scheme: _schemes(name, file, tags, faults) for name, file in schemes}
    standings = {file.scheme: _standings(name, file, tags, faults) for name, file in schemes}
    faults += twice("schemes", [(name, file.scheme) for name, file in schemes])
    faults += twice("sheets", [(name, file.sheet) for name, file in sheets])
    faults += twice("items", [(name, item.code) for name, file in sheets for item in file.items])
    policies = {file.scheme: file.policies for _, file in schemes}
    for name, scheme_file in schemes:
        faults += _policy_faults(name, scheme_file.policies, tags)
    for name, file in sheets:
        faults += _sheet_faults(name, file, set(made), tags)
        faults += _naming_faults(name, file, policies.get(file.scheme, Policies()))
    faults += _membership_faults(schemes, sheets)
    heating = read_heating(folder, tags, faults)
    if faults:
        raise CatalogueFaults(faults)
    assert documents is not None
    files = {file.sheet: file for _, file in sheets}
    ordered = [code for _, file in schemes for code in file.sheets]
    in_order = {code: files[code] for code in ordered}
    return Catalogue(documents.documents, made, in_order, policies, standings, heating=heating)


def _read_all(folder: Path, kind: str, model: type[M], faults: list[Fault]) -> list[tuple[str, M]]:
    paths = sorted((folder / kind).glob("*.yaml"))
    if not paths:
        faults.append(Fault(kind, "", "the folder holds no .yaml file"))
    read = [(f"{kind}/{path.name}", _read(folder, path, model, faults)) for path in paths]
    return [(name, value) for name, value in read if value is not None]


def _read(folder: Path, path: Path, model: type[M], faults: list[Fault]) -> M | None:
    name = path.relative_to(folder).as_posix()
    try:
        return model.model_validate(read_yaml(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        faults.append(Fault(name, "", " ".join(str(error).split())))
    except ValidationError as error:
        faults += validation_faults(name, error)
    return None


def _schemes(
    name: str, file: SchemeFile, tags: set[str], faults: list[Fault]
) -> tuple[Scheme, ...]:
    shared = {"code": file.scheme, "name": file.name}
    rows = [{**version, **shared} for version in file.versions]
    made, found = _dated(name, "versions", rows, Scheme, tags)
    faults += found
    return made


def _standings(
    name: str, file: SchemeFile, tags: set[str], faults: list[Fault]
) -> tuple[StandingRules, ...]:
    made, found = _dated(name, "standings", file.standings, StandingRules, tags)
    faults += found + [
        Fault(name, f"standings.{rules.valid_from}.{asked.code}", f"there is no sheet {sheet}")
        for rules in made
        for asked in rules.coverage
        for sheet in asked.sheets
        if sheet not in file.sheets
    ]
    return made


def _dated(
    name: str,
    path: str,
    versions: Sequence[Mapping[str, Any]],
    model: type[D],
    tags: set[str],
) -> tuple[tuple[D, ...], list[Fault]]:
    made: list[D] = []
    faults: list[Fault] = []
    for position, version in enumerate(versions):
        values = {**version, "valid_from": version.get("from")}
        values.pop("from", None)
        try:
            one = model.model_validate(values)
        except ValidationError as error:
            faults += validation_faults(name, error, f"{path}.{position}.")
            continue
        made.append(one)
        for parameter, resting in one.resting().items():
            where = f"{path}.{position}.{parameter}"
            faults += reference_faults(name, where, resting.reference, tags)
    faults += dates_twice(name, path, [one.valid_from for one in made])
    return tuple(made), faults


def _sheet_faults(name: str, file: SheetFile, schemes: set[str], tags: set[str]) -> list[Fault]:
    faults = []
    if file.scheme not in schemes:
        faults.append(Fault(name, "scheme", f"there is no scheme {file.scheme}"))
    faults += reference_faults(name, "reference", file.reference, tags)
    sections = [section.code for section in file.sections]
    if len(set(sections)) < len(sections):
        faults.append(Fault(name, "sections", "two sections have one code"))
    for item in file.items:
        if item.section not in sections:
            faults.append(Fault(name, f"items.{item.code}", f"there is no section {item.section}"))
        starts = [version.start for version in item.versions]
        faults += dates_twice(name, f"items.{item.code}.versions", starts)
        for version in item.versions:
            path = f"items.{item.code}.{version.start}"
            faults += reference_faults(name, path, version.reference, tags)
    return faults


def _policy_faults(name: str, policies: Policies, tags: set[str]) -> list[Fault]:
    return [
        fault
        for kind in ("skip", "proof")
        for code, policy in getattr(policies, kind).items()
        for fault in reference_faults(name, f"policies.{kind}.{code}", policy.reference, tags)
    ]


def _naming_faults(name: str, file: SheetFile, policies: Policies) -> list[Fault]:
    return [
        Fault(name, f"items.{item.code}.{version.start}.{kind}", f"there is no policy {named}")
        for item in file.items
        for version in item.versions
        for kind in ("skip", "proof")
        if (named := getattr(version, kind)) is not None and named not in getattr(policies, kind)
    ]


def _membership_faults(
    schemes: list[tuple[str, SchemeFile]], sheets: list[tuple[str, SheetFile]]
) -> list[Fault]:
    owners = {file.sheet: file.scheme for _, file in sheets}
    listed = {(code, file.scheme) for _, file in schemes for code in file.sheets}
    missing = [
        Fault(name, "sheets", f"there is no sheet {code} of this scheme")
        for name, file in schemes
        for code in file.sheets
        if owners.get(code) != file.scheme
    ]
    return missing + [
        Fault(name, "scheme", f"the scheme {file.scheme} does not list the sheet {file.sheet}")
        for name, file in sheets
        if (file.sheet, file.scheme) not in listed
    ]
