"""The catalogue in memory: documents, schemes and sheets, looked up by date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from checklists.catalogue_files import Document, ItemFile, ItemVersion, Policies, SheetFile
from checklists.errors import N_, NotInForce
from checklists.heating_files import HeatingRules
from checklists.model import Item, Resting, Scheme, Sheet
from checklists.order_rules import OrderRules
from checklists.standing_rules import StandingRules

V = TypeVar("V", Scheme, StandingRules)


class Catalogue:
    """Documents, schemes and sheets with all their versions, looked up by date."""

    def __init__(
        self,
        documents: tuple[Document, ...],
        schemes: dict[str, tuple[Scheme, ...]],
        sheets: dict[str, SheetFile],
        policies: dict[str, Policies],
        standings: dict[str, tuple[StandingRules, ...]],
        *,
        heating: HeatingRules,
    ) -> None:
        self.documents = documents
        self._schemes = schemes
        self._sheets = sheets
        self._policies = policies
        self._standings = standings
        self._heating = heating
        self._resolved: dict[tuple[str, date], Sheet] = {}

    @property
    def sheet_codes(self) -> tuple[str, ...]:
        """The codes of all sheets in the order in which they are shown."""
        return tuple(self._sheets)

    def scheme(self, code: str, on: date) -> Scheme:
        """The newest version of a scheme that began on or before a day. Raises NotInForce."""
        return _begun(self._schemes.get(code, ()), code, on)

    def standings_begin(self, code: str) -> date:
        """The first day on which a scheme has standing rules."""
        return min(version.valid_from for version in self._standings[code])

    def standing_rules(self, code: str, on: date) -> StandingRules:
        """By what standings under a scheme are made, as of a day. Raises NotInForce."""
        return _begun(self._standings.get(code, ()), code, on)

    def order_rules(self, on: date) -> OrderRules:
        """What work orders and the account are judged by on a day. Raises NotInForce."""
        return self._heating.on(on)

    def sheet(self, code: str, on: date) -> Sheet:
        """The sheet as it holds on a day. Raises NotInForce where it does not, or is unknown."""
        if code not in self._sheets:
            raise _not_in_force(code, on)
        file = self._sheets[code]
        starts = [version.start for item in file.items for version in item.versions]
        starts += [scheme.valid_from for scheme in self._schemes[file.scheme]]
        begun = max((start for start in starts if start <= on), default=None)
        if begun is None:
            raise _not_in_force(code, on)
        if (code, begun) not in self._resolved:
            scheme, policies = self.scheme(file.scheme, on), self._policies[file.scheme]
            self._resolved[code, begun] = _resolve(file, scheme, policies, begun)
        return self._resolved[code, begun]

    def sheets(self, on: date) -> dict[str, Sheet]:
        """Every sheet that holds on a day, by code."""
        found = {}
        for code in self.sheet_codes:
            try:
                found[code] = self.sheet(code, on)
            except NotInForce:
                continue
        return found


def _begun(versions: Sequence[V], code: str, on: date) -> V:
    begun = [version for version in versions if version.valid_from <= on]
    if not begun:
        raise _not_in_force(code, on)
    return max(begun, key=lambda version: version.valid_from)


def _resolve(file: SheetFile, scheme: Scheme, policies: Policies, on: date) -> Sheet:
    return Sheet(
        code=file.sheet,
        name=file.name,
        subject=file.subject,
        valid_from=on,
        reference=file.reference,
        scheme=scheme,
        sections=file.sections,
        items=tuple(
            _item(item, version, policies)
            for item in file.items
            if (version := _newest(item, on)) is not None and not version.withdrawn
        ),
    )


def _newest(item: ItemFile, on: date) -> ItemVersion | None:
    begun = [version for version in item.versions if version.start <= on]
    return max(begun, key=lambda version: version.start, default=None)


def _item(item: ItemFile, version: ItemVersion, policies: Policies) -> Item:
    shared = {name: getattr(version, name) for name in Resting.model_fields}
    return Item(
        code=item.code,
        section=item.section,
        group=item.group,
        wording=version.wording,
        note=version.note,
        skip=None if version.skip is None else policies.skip[version.skip],
        proof=None if version.proof is None else policies.proof[version.proof],
        rule=version.rule,
        **shared,
    )


def _not_in_force(code: str, on: date) -> NotInForce:
    return NotInForce(
        N_("“{code}” is not in force on {day}. Choose a later day or another sheet."),
        code=code,
        day=on.isoformat(),
    )
