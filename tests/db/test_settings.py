"""A setting is any JSON value under a key."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from db.settings import all_settings, get_setting, set_setting


@pytest.mark.parametrize(
    "value", [None, True, 0, "衡", [], {"weights": {"A1": "1.25"}, "on": None}]
)
def test_a_setting_comes_back_as_it_was_set(session: Session, value: Any) -> None:
    set_setting(session, "key", "before")
    set_setting(session, "key", value)
    assert get_setting(session, "key", default="never set") == value
    assert all_settings(session) == {"key": value}


def test_what_was_never_set_is_the_default(session: Session) -> None:
    assert get_setting(session, "key") is None
    assert get_setting(session, "key", default=3) == 3
    assert all_settings(session) == {}
