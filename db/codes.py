"""Codes of divisions, units and people: each is there once."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from db.errors import CodeTaken
from db.models import Division, Person, Unit
from db.texts import CODE_LENGTH, entry


def free_code(session: Session, table: type[Division | Unit | Person], code: str) -> str:
    """A code as it is stored. Raises CodeTaken or EntryRefused."""
    code = entry(code, CODE_LENGTH)
    if session.scalar(select(exists().where(table.code == code))):
        raise CodeTaken(code)
    return code
