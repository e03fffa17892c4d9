"""The regulations a division works under, by their tags: which there are, and who has them."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, literal
from sqlalchemy.orm import Session

from checklists.errors import N_
from db.actors import Role, require
from db.errors import DataError, DivisionNotFound
from db.models import Division
from db.trail import note

REGULATIONS = ("GAS", "HEAT", "SPEC", "STD", "ACC")
"""The tags of all regulations, in the order in which they are kept."""

ORDERS = ("HEAT", "SPEC", "STD")
"""Those under which a division has work orders."""


class RegulationsRefused(DataError):
    """A division works under at least one of the regulations there are."""

    def __init__(self, tags: Iterable[str]) -> None:
        super().__init__(
            N_("“{tags}” are no regulations of a division. Choose at least one of {known}."),
            tags=", ".join(tags)[:40],
            known=", ".join(REGULATIONS),
        )


def regulations_text(tags: Iterable[str]) -> str:
    """Tags as they are stored: each once, in order, with commas. Raises RegulationsRefused."""
    given = [tag.strip() for tag in tags if tag.strip()]
    if not given or not set(given) <= set(REGULATIONS):
        raise RegulationsRefused(given)
    return ",".join(tag for tag in REGULATIONS if tag in given)


def set_regulations(session: Session, division_id: int, tags: Iterable[str]) -> None:
    """Let a division work under these regulations from now on.

    Raises Forbidden, DivisionNotFound or RegulationsRefused.
    """
    require(session, Role.ADMINISTRATOR)
    found = session.get(Division, division_id)
    if found is None:
        raise DivisionNotFound(division_id)
    before, found.regulations = found.regulations, regulations_text(tags)
    session.flush()
    note(
        session,
        "regulations_set",
        "division",
        division_id,
        before={"regulations": before},
        after={"regulations": found.regulations},
    )


def works_under(tag: str) -> ColumnElement[bool]:
    """Whether a division works under these regulations, as a condition on `Division`."""
    listed = literal(",") + Division.regulations + literal(",")
    return listed.contains(f",{tag},", autoescape=True)
