"""A sheet is stored once for each content and comes back as it was."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from checklists.catalogue_loader import load_catalogue
from checklists.model import Sheet
from db import sheets
from db.errors import SheetVersionNotFound
from db.models import SheetVersion
from db.sheets import sheet_of, store_sheet_version
from tests.factories import DAY, NOW, make_sheet


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test reads from the database."""
    monkeypatch.setattr(sheets, "_rebuilt", {})


@pytest.mark.parametrize("code", load_catalogue().sheet_codes)
def test_every_sheet_comes_back_with_its_hash(session: Session, code: str) -> None:
    sheet = make_sheet(code)
    found = sheet_of(session, store_sheet_version(session, sheet, NOW))
    assert found == sheet
    assert found.content_hash == sheet.content_hash


def test_the_same_content_is_stored_once(session: Session) -> None:
    sheet = make_sheet()
    version = store_sheet_version(session, sheet, NOW)
    assert store_sheet_version(session, Sheet.from_content(sheet.content)) == version
    assert session.scalar(select(func.count()).select_from(SheetVersion)) == 1


def test_other_content_is_another_version(session: Session) -> None:
    sheet = make_sheet()
    changed = Sheet.from_content({**sheet.content, "name": {"zh": "热线", "en": "Hotline"}})
    assert store_sheet_version(session, changed) != store_sheet_version(session, sheet)
    found = session.get(SheetVersion, store_sheet_version(session, sheet))
    assert found is not None
    assert (found.sheet, found.valid_from) == ("hotline", sheet.valid_from)
    assert found.valid_from <= DAY and found.stored_at.date() >= date(2025, 1, 1)


def test_an_unknown_version_is_named(session: Session) -> None:
    with pytest.raises(SheetVersionNotFound, match="999999"):
        sheet_of(session, 999_999)
