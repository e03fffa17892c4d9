"""The organisation's settings: a JSON value for each key."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.actors import Role, require
from db.models import Setting
from db.trail import note
from db.upserts import insert_or_replace


def get_setting(session: Session, key: str, default: Any = None) -> Any:
    """The value of a setting, or the default where it was never set."""
    found = session.execute(select(Setting.value).where(Setting.key == key)).one_or_none()
    return default if found is None else found[0]


def set_setting(session: Session, key: str, value: Any) -> None:
    """Set a setting to a JSON value; None is a value too. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    before = {"value": get_setting(session, key)}
    insert_or_replace(session, Setting, {"key": key, "value": value}, "key")
    note(session, "setting_changed", "setting", key, before=before, after={"value": value})


def all_settings(session: Session) -> dict[str, Any]:
    """Every setting that was ever set, by key. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    query = select(Setting.key, Setting.value).order_by(Setting.key)
    return {row.key: row.value for row in session.execute(query)}
