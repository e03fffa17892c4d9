"""What a workbook of the organisation says: divisions, units, people and roles, by their codes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from dashboard.words import language
from db.actors import Role
from db.regulations import REGULATIONS

ROLE_NAMES = {
    Role.INSPECTOR: ("检查员", "Inspector"),
    Role.AGENT: ("客服人员", "Service agent"),
    Role.DIVISION_HEAD: ("事业部负责人", "Division head"),
    Role.ADMINISTRATOR: ("管理员", "Administrator"),
    Role.UNIT_REPRESENTATIVE: ("单位代表", "Unit representative"),
    Role.MEETING_VIEWER: ("评价会议", "Evaluation meeting"),
}
"""What a role is called in Chinese and in English, on the screen and in files."""


def role_name(role: Role) -> str:
    """What a role is called in the reader's language."""
    chinese, english = ROLE_NAMES[role]
    return english if language() == "en" else chinese


FIRST = REGULATIONS[0]
"""What a new division works under where a file says nothing."""


@dataclass(frozen=True)
class DivisionEntry:
    """A division; without an English name it keeps the one it has, or goes by the Chinese one.

    `regulations` are the tags of those it works under, as they are stored.
    """

    code: str
    name_zh: str
    name_en: str | None = None
    regulations: str = FIRST

    @property
    def key(self) -> str:
        """What tells it from others."""
        return self.code


@dataclass(frozen=True)
class UnitEntry:
    """A unit, its division, and since when it belongs there; None is where it is already."""

    code: str
    name_zh: str
    name_en: str | None
    division: str
    since: date | None = None

    @property
    def key(self) -> str:
        """What tells it from others."""
        return self.code


@dataclass(frozen=True)
class PersonEntry:
    """A person; without sign-in name or e-mail those there are stay."""

    code: str
    name: str
    login: str | None = None
    email: str | None = None

    @property
    def key(self) -> str:
        """What tells it from others."""
        return self.code


@dataclass(frozen=True)
class RoleEntry:
    """A role of a person from a day on, for a division, a unit or everything."""

    person: str
    role: Role
    division: str | None
    unit: str | None
    since: date
    until: date | None = None

    @property
    def key(self) -> tuple[str, Role, str | None, str | None, date]:
        """What tells it from others: all but its last day."""
        return (self.person, self.role, self.division, self.unit, self.since)

    def overlaps(self, other: RoleEntry) -> bool:
        """Whether the same role for the same is held twice on some day."""
        return (
            self.key[:4] == other.key[:4]
            and self.since <= (other.until or date.max)
            and other.since <= (self.until or date.max)
        )


Entry = DivisionEntry | UnitEntry | PersonEntry | RoleEntry


@dataclass(frozen=True)
class Known:
    """The organisation as it stands: what a file is compared with, by code."""

    divisions: dict[str, DivisionEntry] = field(default_factory=dict)
    units: dict[str, UnitEntry] = field(default_factory=dict)
    people: dict[str, PersonEntry] = field(default_factory=dict)
    roles: dict[object, RoleEntry] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    """A good row: what it says, all filled in, and what it changes.

    `change` is "new", "changed" or "same"; `before` what was there, None where it is new.
    """

    sheet: str
    row: int
    entry: Entry
    change: str
    before: Entry | None = None
