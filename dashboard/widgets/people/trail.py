"""The trail: what was done, by whom, from where and why; filtered, and checked as a whole."""

from __future__ import annotations

from typing import TypeVar

import streamlit as st

from dashboard import oversight
from dashboard.looks import moment_text
from dashboard.oversight import Names
from dashboard.widgets.people.trail_names import ACTIONS, KINDS
from dashboard.widgets.people.trail_words import change_words, thing_words
from dashboard.widgets.sheets import sheet_name
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _, language
from db.rows import AuditRow
from db.trail import Entry, TrailFilter

T = TypeVar("T")

PAGE_SIZE = 50
CHECKED_AT_ONCE = 5000
"""So many entries are checked with every look at the page; more only when asked."""


def show_trail() -> None:
    """Whether the chain is whole, the filters, and a page of entries."""
    actor = me().actor
    _chain(oversight.trail_page(actor, TrailFilter(), 1).total)
    names = oversight.trail_names(actor)
    wanted = _filter(names)
    total = oversight.trail_page(actor, wanted, 1).total
    st.caption(_("{total} entries, the newest first", total=total))
    pages = max(1, -(-total // PAGE_SIZE))
    number = 1 if pages == 1 else st.pagination(pages, key=f"trail-page-{pages}")
    found = oversight.trail_page(actor, wanted, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    table(
        [_row(entry, names, found.audits.get(entry.object_id)) for entry in found.entries],
        [
            Column("number", _("No."), kind="number"),
            Column("at", _("When"), kind="code"),
            Column("who", _("Who"), wrap=False),
            Column("action", _("What was done")),
            Column("thing", _("To what")),
            Column("reason", _("Why")),
            Column("before", _("Before")),
            Column("after", _("After")),
            Column("address", _("From where"), kind="code"),
        ],
        key="trail",
        caption=_("Trail"),
        empty=_("Nothing fits these filters. Take a filter out."),
    )


def _chain(total: int) -> None:
    if total > CHECKED_AT_ONCE and not st.button(
        _("Check the {total} entries of the chain", total=total)
    ):
        return
    broken = oversight.first_broken(me().actor)
    if broken is None:
        st.success(
            _("The chain is whole: {total} entries, none changed, moved or missing.", total=total),
            icon=":material/verified:",
        )
    else:
        st.error(
            _(
                "The chain is broken at entry {number}: it was changed, moved or taken out. "
                "Entries before it hold. Compare with the newest backup.",
                number=broken,
            ),
            icon=":material/error:",
        )


def _filter(names: Names) -> TrailFilter:
    person, action, kind, thing, first, last = st.columns([3, 3, 2, 2, 3, 3])
    known = {key: _(ACTIONS.get(key, key)) for key in oversight.trail_actions(me().actor)}
    with person:
        who = _any(_("Person"), names.people, "trail-person")
    with action:
        done = _any(_("Action"), known, "trail-action")
    with kind:
        what = _any(_("Kind"), {key: _(word) for key, word in KINDS.items()}, "trail-kind")
    with thing:
        number = _thing(what, names)
    with first:
        begin = st.date_input(_("From"), value=None, format="YYYY-MM-DD", key="trail-first")
    with last:
        end = st.date_input(_("Until"), value=None, format="YYYY-MM-DD", key="trail-last")
    first_day, last_day = oversight.days(begin, end)
    return TrailFilter(who, done, what, number, first_day, last_day)


def _thing(kind: str | None, names: Names) -> str | None:
    known: dict[str, str] = {}
    if kind == "person":
        known = {str(key): name for key, name in names.people.items()}
    elif kind in ("unit", "division"):
        rows = names.units if kind == "unit" else names.divisions
        known = {str(key): " · ".join(dict.fromkeys(both)) for key, both in rows.items()}
    elif kind in ("audit", "period"):
        return st.text_input(_("Number"), key=f"trail-{kind}").strip() or None
    return _any(_("Which"), known, f"trail-thing-{kind}") if known else None


def _row(entry: Entry, names: Names, audit: AuditRow | None) -> dict[str, object]:
    before, after = change_words(entry, names)
    return {
        "number": entry.id,
        "at": moment_text(entry.at),
        "who": entry.person or {"text": _("The program"), "muted": True},
        "action": _(ACTIONS.get(entry.action, entry.action)),
        "thing": " · ".join([thing_words(entry, names), *_audit_words(audit)]),
        "before": before or None,
        "after": after or None,
        "reason": entry.reason or None,
        "address": entry.address or None,
    }


def _audit_words(audit: AuditRow | None) -> list[str]:
    """An audit by unit, sheet and day, which tell more than its number."""
    if audit is None:
        return []
    return [audit.unit.name(language()), sheet_name(audit.sheet), audit.audited_on.isoformat()]


def _any(label: str, options: dict[T, str], key: str) -> T | None:
    return st.selectbox(
        label,
        list(options),
        index=None,
        format_func=options.__getitem__,
        key=key,
        placeholder=_("All"),
        persist_state="session",
    )
