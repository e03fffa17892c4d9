"""What a corrected version changed: items whose answer, note or points differ, before and after."""

from __future__ import annotations

import streamlit as st

from checklists.scoring import LedgerLine
from dashboard import ending
from dashboard.answer_words import answer_words
from dashboard.desk import OpenAudit
from dashboard.ending import Version
from dashboard.looks import points_text, score_text
from dashboard.widgets.table import Column, table
from dashboard.words import _, language
from db.actors import Actor
from db.rows import AuditRow


def show_changes(open_audit: OpenAudit, corrected: AuditRow | None, actor: Actor) -> None:
    """A table of what this version changed, and the score before and after."""
    if corrected is None:
        return
    before = ending.version_of(actor, corrected.id)
    after = ending.version_of(actor, open_audit.audit.id)
    st.subheader(_("What the correction changed"), anchor=False)
    st.markdown(
        _(
            "Score: {before} before, {after} now",
            before=score_text(before.score.k),
            after=score_text(after.score.k),
        )
    )
    table(
        changes(before, after),
        [
            Column("item", _("Item"), kind="code"),
            Column("wording", _("Requirement"), width="13rem"),
            Column("before", _("Before"), width="10rem"),
            Column("after", _("Now"), width="10rem"),
            Column("points", _("Points left"), align="right"),
        ],
        key=f"changes-{open_audit.audit.id}",
        caption=_("What the correction changed"),
        empty=_("No answer was changed."),
    )


def changes(before: Version, after: Version) -> list[dict[str, object]]:
    """The items that differ between two versions of an audit, as rows of a table."""
    old = {line.item: line for line in before.score.lines}
    rows: list[dict[str, object]] = []
    for line in after.score.lines:
        told = _told(before, line.item), _told(after, line.item)
        points = _points(old[line.item]), _points(line)
        if told[0] != told[1] or points[0] != points[1]:
            wording = after.sheet.by_code[line.item].wording.get(language())
            shown = points[0] if points[0] == points[1] else f"{points[0]} → {points[1]}"
            row = {"item": line.item, "wording": wording, "before": told[0], "after": told[1]}
            rows.append({**row, "points": shown})
    return rows


def _told(version: Version, code: str) -> str:
    given = version.answers.get(code)
    words = answer_words(version.sheet.by_code[code], None if given is None else given.answer)
    return f"{words} · {given.note}" if given is not None and given.note else words


def _points(line: LedgerLine) -> str:
    return points_text(line.left) if line.applicable else _("not scored")
