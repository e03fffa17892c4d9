"""Reading the catalogue's files of work orders and the account: dated parts, combined by day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, Field, ValidationError

from checklists.account_rules import AccountRules, CallbackRules, LadderRules, TemperatureRules
from checklists.catalogue_faults import dates_twice, reference_faults, validation_faults
from checklists.errors import N_, Fault, NotInForce
from checklists.order_rules import CommitmentsPart, OrderRules, OrdersPart
from checklists.resting import Code, Frozen, Resting
from checklists.yaml_text import read_yaml

PARTS: dict[str, type[BaseModel]] = {
    "orders": OrdersPart,
    "account": AccountRules,
    "callbacks": CallbackRules,
    "commitments": CommitmentsPart,
    "ladder": LadderRules,
    "temperature": TemperatureRules,
}
"""The files of `heating/` and what each holds."""

M = TypeVar("M", bound=BaseModel)


class PartFile(Frozen):
    """A file of `heating/`: a part of the rules with all its versions."""

    part: Code
    versions: tuple[dict[str, Any], ...] = Field(min_length=1)


class Begun(Frozen):
    """A version of a part: what it holds, and from which day on for which reason."""

    start: date = Field(alias="from")
    dated: Resting


class HeatingRules:
    """Every version of every part, combined for a day."""

    def __init__(self, parts: dict[str, tuple[tuple[date, Any], ...]]) -> None:
        self._parts = parts
        self._made: dict[date, OrderRules] = {}

    def on(self, day: date) -> OrderRules:
        """The rules as they hold on a day. Raises NotInForce before the first ones."""
        found = {name: _newest(versions, day) for name, versions in self._parts.items()}
        starts = [version[0] for version in found.values() if version is not None]
        if len(starts) < len(found):
            raise NotInForce(
                N_("There are no rules of work orders for {day} yet. Choose a later day."),
                day=day.isoformat(),
            )
        begun = max(starts)
        if begun not in self._made:
            parts = {name: version[1] for name, version in found.items() if version is not None}
            commitments = parts.pop("commitments").commitments
            self._made[begun] = OrderRules(valid_from=begun, commitments=commitments, **parts)
        return self._made[begun]


def read_heating(folder: Path, tags: set[str], faults: list[Fault]) -> HeatingRules:
    """Read `heating/` of a catalogue; what is wrong is added to `faults`."""
    parts = {name: _read(folder, name, model, tags, faults) for name, model in PARTS.items()}
    _agree(parts, faults)
    return HeatingRules(parts)


def _read(
    folder: Path, name: str, model: type[BaseModel], tags: set[str], faults: list[Fault]
) -> tuple[tuple[date, Any], ...]:
    where = f"heating/{name}.yaml"
    try:
        text = (folder / where).read_text(encoding="utf-8")
        file = PartFile.model_validate(read_yaml(text))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        faults.append(Fault(where, "", " ".join(str(error).split())))
        return ()
    except ValidationError as error:
        faults += validation_faults(where, error)
        return ()
    if file.part != name:
        faults.append(Fault(where, "part", f"the file holds the part {name}"))
    made = []
    for place, version in enumerate(file.versions):
        path = f"versions.{place}."
        head = {key: value for key, value in version.items() if key in ("from", "dated")}
        rest = {key: value for key, value in version.items() if key not in ("from", "dated")}
        begun = _validated(Begun, head, where, path, faults)
        value = _validated(model, rest, where, path, faults)
        if begun is not None and value is not None:
            made.append((begun.start, value))
            for at, resting in (*_resting(begun, path), *_resting(value, path)):
                faults += reference_faults(where, at, resting.reference, tags)
    faults += dates_twice(where, "versions", [start for start, _ in made])
    return tuple(made)


def _validated(
    model: type[M], content: dict[str, Any], where: str, path: str, faults: list[Fault]
) -> M | None:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults += validation_faults(where, error, path)
        return None


def _resting(value: Any, path: str) -> Iterator[tuple[str, Resting]]:
    """Everything in a model that rests on a clause, with its path."""
    if isinstance(value, Resting):
        yield path.rstrip("."), value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _resting(getattr(value, name), f"{path}{name}.")
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from _resting(one, f"{path}{place}.")


def _agree(parts: dict[str, tuple[tuple[date, Any], ...]], faults: list[Fault]) -> None:
    """Clocks and commitments name only what there is."""
    events = {event.code for _, account in parts["account"] for event in account.events}
    clocks = {clock.code for _, orders in parts["orders"] for clock in orders.clocks}
    if events:
        faults += [
            Fault("heating/orders.yaml", f"clocks.{clock.code}.event", f"no event {clock.event}")
            for _, orders in parts["orders"]
            for clock in orders.clocks
            if clock.event is not None and clock.event not in events
        ]
    if clocks:
        faults += [
            Fault("heating/commitments.yaml", f"{one.code}.clocks", f"there is no clock {code}")
            for _, part in parts["commitments"]
            for one in part.commitments
            for code in one.clocks
            if code not in clocks
        ]


def _newest(versions: Sequence[tuple[date, Any]], day: date) -> tuple[date, Any] | None:
    begun = [version for version in versions if version[0] <= day]
    return max(begun, key=lambda version: version[0], default=None)
