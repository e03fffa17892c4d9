"""The drafts somebody goes on with: how far each is, when it was saved, open at one touch."""

from __future__ import annotations

from datetime import UTC, datetime

from dashboard.looks import moment_text
from dashboard.widgets.places import go
from dashboard.widgets.sheets import sheet_name
from dashboard.widgets.table import Column, table
from dashboard.words import _, language
from db.audits import AuditPage
from db.own_work import Progress
from db.rows import AuditRow

NEVER = datetime.min.replace(tzinfo=UTC)


def draft_list(page: AuditPage, far: dict[str, Progress]) -> None:
    """Show drafts, the one saved last first; a touched one opens where it was left."""
    by_id = {row.id: row for row in page.rows}
    rows = sorted(page.rows, key=lambda row: far[row.id].saved_at or NEVER, reverse=True)
    opened = table(
        [_row(row, far[row.id]) for row in rows],
        [
            Column("sheet", _("Sheet")),
            Column("unit", _("Unit")),
            Column("subject", _("Subject")),
            Column("period", _("Period"), kind="code"),
            Column("answered", _("Answered"), align="right", kind="number", wrap=False),
            Column("saved", _("Last saved"), kind="code"),
            Column("inspector", _("Inspector")),
        ],
        key="drafts",
        caption=_("Drafts to go on with"),
        row_id="id",
        empty=_("No draft is open."),
    )
    if opened in by_id:
        go(by_id[opened].sheet, audit=opened)


def _row(row: AuditRow, far: Progress) -> dict[str, object]:
    part = far.answered / far.total if far.total else 0
    return {
        "id": row.id,
        "sheet": sheet_name(row.sheet),
        "unit": row.unit.name(language()),
        "subject": row.subject or None,
        "period": row.period,
        "answered": {"text": f"{far.answered} / {far.total}", "sort": part, "bar": part},
        "saved": moment_text(far.saved_at) if far.saved_at else None,
        "inspector": row.inspector.name,
    }
