"""The statement: every deduction of a unit, one opened with its order, proof and decisions."""

from __future__ import annotations

import streamlit as st

from checklists.errors import WordedError
from checklists.periods import Period
from dashboard.looks import clause_text, moment_text, period_text, points_text
from dashboard.points import ground
from dashboard.points.statement import Line, Statement, proof_file
from dashboard.widgets.orders.address import named
from dashboard.widgets.places import go
from dashboard.widgets.points.deciding import ask_again
from dashboard.widgets.points.looks import STATES, reason_words, state_words
from dashboard.widgets.points.printing import offer_files
from dashboard.widgets.table import Column, table
from dashboard.widgets.way_back import from_here
from dashboard.words import _, language, say
from db.account.reading import DecisionRow
from db.actors import Actor

OPENED = "points-opened"


def show_statement(actor: Actor, season: Period, shown: Statement) -> None:
    """The table, the line that was opened, and the file to take along."""
    st.subheader(_("Account statement"), anchor=False)
    st.caption(_("Touch a line to see its proof and every decision on it."))
    rows = [_row(line) for line in shown.lines]
    opened = table(
        rows,
        _columns(),
        key=f"statement-{shown.unit.id}-{season}",
        caption=_("Account statement"),
        row_id="id",
        empty=_("Nothing has been taken off, and nothing is proposed."),
        max_height=560,
        panel="line",
    )
    chosen = opened or st.session_state.get(OPENED)
    st.session_state[OPENED] = chosen
    line = next((one for one in shown.lines if one.row.id == chosen), None)
    if line is not None:
        _show_line(actor, line)
    name = " · ".join(
        (_("100-point account"), shown.unit.name(language()), period_text(str(season)))
    )
    offer_files(shown, rows, _columns(), name)


def _columns() -> list[Column]:
    return [
        Column("at", _("When"), kind="code"),
        Column("code", _("Clause"), kind="code"),
        Column("what", _("What happened"), width="16rem"),
        Column("points", _("Points"), align="right", kind="number"),
        Column("state", _("Decision"), width="9rem"),
        Column("proof", _("Order or file")),
        Column("by", _("Decided by"), wrap=False),
        Column("decided", _("Decided on"), kind="code"),
        Column("reason", _("Reason")),
    ]


def _row(line: Line) -> dict[str, object]:
    row, held = line.row, line.row.decision
    counts = row.state == "confirmed"
    return {
        "id": row.id,
        "at": moment_text(row.occurred_at),
        "code": row.code,
        "what": line.rule.name.get(language()) + (f"{_(': ')}{row.words}" if row.words else ""),
        "proof": " · ".join(part for part in (row.number, row.file) if part) or None,
        "points": {
            "text": points_text(-row.points),
            "sort": -row.points,
            "muted": not counts,
        },
        "state": {"text": state_words(line), "muted": row.state in ("rejected", "withdrawn")},
        "by": None if held is None else held.person or _("the program"),
        "decided": None if held is None else moment_text(held.decided_at)[:10],
        "reason": None if held is None else reason_words(held) or None,
    }


def _show_line(actor: Actor, line: Line) -> None:
    row = line.row
    with st.container(border=True, key=f"line-{row.id}"):
        st.markdown(
            f"**{row.code} {line.rule.name.get(language())}** · {moment_text(row.occurred_at)}"
        )
        st.markdown(_told(line))
        if line.rule.consequence is not None:
            st.caption(line.rule.consequence.get(language()))
        if line.gone:
            st.warning(
                _(
                    "As the order stands now this deduction no longer follows from it. It stays "
                    "until people decide otherwise, with a reason."
                ),
                icon=":material/change_history:",
            )
        with st.container(horizontal=True):
            if row.number is not None:
                words = _("Order {number}", number=row.number)
                if st.button(words, icon=":material/assignment:", key=f"order-{row.id}"):
                    go("order", **named(row.number, row.source), **from_here("points"))
            _offer_proof(actor, line)
        held = [] if row.decision is None else [row.decision]
        for one in reversed([*line.earlier, *held]):
            st.caption(_decided(one))
        decided = row.decision is not None and not row.decision.by_program
        if decided and ground.may_decide(actor, row.division_id):
            ask_again(actor, line)


def _told(line: Line) -> str:
    row = line.row
    who = (
        _("found by the program")
        if row.proposed_by is None
        else _("entered by {person}", person=row.proposer or "")
    )
    parts = [
        clause_text(str(line.rule.reference)),
        _("{points} points", points=points_text(row.points)),
        _("{who} on {moment}", who=who, moment=moment_text(row.proposed_at)),
        state_words(line),
    ]
    if row.alone:
        parts.append(_("entered and confirmed by the same person"))
    return " · ".join(parts) + (f"\n\n{row.words}" if row.words else "")


def _decided(one: DecisionRow) -> str:
    shape, word = STATES[one.decision]
    person = one.person or _("the program")
    told = f"{shape} {_(word)} · {person} · {moment_text(one.decided_at)}"
    return f"{told}{_(': ')}{reason_words(one)}" if one.reason else told


def _offer_proof(actor: Actor, line: Line) -> None:
    row = line.row
    if row.sha256 is None:
        return
    try:
        found, data = proof_file(actor, row.id)
    except WordedError as error:
        st.warning(say(error))
        return
    if str(found.media_type).startswith("image/"):
        st.image(data, caption=found.file, width=280)
    st.download_button(
        _("Download {file}", file=found.file or ""),
        data,
        found.file,
        found.media_type,
        on_click="ignore",
        icon=":material/download:",
        key=f"proof-{row.id}",
    )
