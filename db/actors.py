"""Who acts: a person with the roles held on this day, or the program itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from checklists.errors import N_
from db.errors import DataError


class Role(StrEnum):
    """What a person may be, for a division, a unit or everything."""

    INSPECTOR = "inspector"
    AGENT = "agent"
    DIVISION_HEAD = "division_head"
    ADMINISTRATOR = "administrator"
    UNIT_REPRESENTATIVE = "unit_representative"
    MEETING_VIEWER = "meeting_viewer"


class Forbidden(DataError):
    """Whoever acts holds no role that allows this."""

    def __init__(self) -> None:
        super().__init__(N_("You are not allowed to do this. Ask an administrator for the role."))


class NobodyActs(RuntimeError):
    """A session was opened without saying in whose name: a fault of the program."""


@dataclass(frozen=True)
class Held:
    """A role as it is held: for a division, for a unit, or for everything."""

    role: Role
    division_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """A person who is signed in, with the roles held on the day, and the address of the browser.

    `person_id` is None for the program itself, which may do everything.
    """

    person_id: int | None
    name: str
    roles: tuple[Held, ...]
    on: date
    address: str = ""

    def __post_init__(self) -> None:
        """Only the program itself is nobody. Raises NobodyActs for a person left out by mistake."""
        if self.person_id is None and (self.roles or self.on != date.min):
            raise NobodyActs("an actor is a person, or SYSTEM")

    @property
    def is_system(self) -> bool:
        """Whether the program itself acts: a command, the demo, a migration."""
        return self.person_id is None

    @property
    def may_all(self) -> bool:
        """Whether nothing is out of scope: an administrator, or the program itself."""
        return self.is_system or self.holds(Role.ADMINISTRATOR)

    def holds(self, *roles: Role) -> bool:
        """Whether one of these roles is held, for whatever scope."""
        return any(held.role in roles for held in self.roles)

    def divisions(self, role: Role) -> frozenset[int]:
        """The divisions for which a role is held."""
        return frozenset(_known(h.division_id for h in self.roles if h.role == role))

    def units(self, role: Role) -> frozenset[int]:
        """The units for which a role is held by name; those of a division are not among them."""
        return frozenset(_known(h.unit_id for h in self.roles if h.role == role))

    @property
    def me(self) -> int:
        """The person who acts. Raises Forbidden where the program itself does."""
        if self.person_id is None:
            raise Forbidden
        return self.person_id


SYSTEM = Actor(person_id=None, name="", roles=(), on=date.min)
"""The program itself: commands, the demo, migrations."""


def acting(session: Session) -> Actor:
    """Who acts in a session. Raises NobodyActs."""
    actor = session.info.get("actor")
    if not isinstance(actor, Actor):
        raise NobodyActs("say who acts: database().read(actor) or database().write(actor)")
    return actor


def require(session: Session, *roles: Role) -> Actor:
    """Who acts, who must hold one of these roles or may do everything. Raises Forbidden."""
    actor = acting(session)
    if not actor.may_all and not actor.holds(*roles):
        raise Forbidden
    return actor


def require_program(session: Session) -> None:
    """Raises Forbidden unless the program itself acts, as where it finds out who somebody is."""
    if not acting(session).is_system:
        raise Forbidden


def _known(ids: Iterable[int | None]) -> list[int]:
    return [key for key in ids if key is not None]
