"""The board as a piece of HTML for a wall screen and for a phone; every text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import urlencode

from checklists.order_classes import ManyReports
from checklists.order_rules import OrderRules
from dashboard.board.rows import STATES, BoardRow, Due, Group, Situation
from dashboard.board.words import (
    LOOKS,
    ORDER_STATES,
    look_words,
    told_words,
)
from dashboard.looks import ZONE
from dashboard.orders.time_words import due_words, left_words
from dashboard.orders.words import class_name, clock_name
from dashboard.place_words import place_words
from dashboard.words import DEFAULT, N_, _, language
from db.orders.opening import BY_HAND

MOST = 120
"""So many orders are drawn; the others are counted, and stand in the list of orders."""

PAUSE = "‖"
"""The shape of an order whose clocks somebody stopped."""

MOVED = {
    "night": N_("night rule"),
    "appointment": N_("by appointment"),
}
"""By what a due time was put off, in short."""


@dataclass(frozen=True)
class Names:
    """What units and divisions are called, by id, and the codes of units."""

    units: Mapping[int, str]
    codes: Mapping[int, str]
    divisions: Mapping[int, str]

    def place(self, unit_id: int | None, station: str) -> str:
        """A unit and its station; who answers is not yet clear where there is no unit."""
        unit = _("Unit not yet clear") if unit_id is None else self.units.get(unit_id, "–")
        return f"{unit} · {station}" if station else unit


def counts_html(counts: Mapping[str, int]) -> str:
    """How many orders stand how, in one row."""
    parts = (
        f'<li class="hb-{state}{"" if counts[state] else " hb-none"}">'
        f"<b>{counts[state]}</b> {_mark(state)}</li>"
        for state in STATES
    )
    # Words within an f-string are not found by the tool that collects them.
    name = _("Counts")
    return f'<ul class="hb-counts" aria-label="{escape(name)}">{"".join(parts)}</ul>'


def situations_html(found: Sequence[Situation], names: Names, many: ManyReports) -> str:
    """The places about which a situation report is due; nothing without any."""
    if not found:
        return ""
    words = _(
        "A situation report to the supervisor and the head of the centre is due: {number} or more "
        "open orders of one place within {hours} h.",
        number=many.reports,
        hours=many.hours,
    )
    places = "".join(f"<li>{escape(_situation(one, names))}</li>" for one in found)
    return f'<div class="hb-situations"><p>{escape(words)}</p><ul>{places}</ul></div>'


def list_html(
    rows: Iterable[BoardRow],
    names: Names,
    rules: OrderRules,
    now: datetime,
    back: Mapping[str, str] | None = None,
) -> str:
    """The orders in the order they are given, each a link to its page that takes `back` along."""
    lines = "".join(_row(row, names, rules, now, back or {}) for row in rows)
    return f'<ol class="hb-list">{lines}</ol>'


def more_html(number: int, now: datetime, seconds: int, below: str = "") -> str:
    """What is not drawn, or that there is nothing; and of when all this is."""
    at = now.astimezone(ZONE).strftime("%H:%M:%S")
    told = [_("As of {time}; renewed every {seconds} seconds.", time=at, seconds=seconds)]
    if number == 0:
        told.insert(0, _("No order is open. New ones appear here by themselves."))
    elif number > MOST:
        words = _("{more} more open orders with more time left stand in the list of orders.")
        told.insert(0, words.format(more=number - MOST))
    lines = "".join(f'<p class="hb-more">{escape(text)}</p>' for text in told)
    return f'<div class="hb-below">{lines}{below}</div>'


def wall_html(query: Mapping[str, str]) -> str:
    """The way to the board alone on the screen, or back to the page with its filters."""
    on = "wall" in query
    rest = {name: value for name, value in query.items() if name != "wall"}
    words = _("Back to the page with filters") if on else _("Only the board, for a wall screen")
    asked = urlencode(rest if on else {**rest, "wall": "1"})
    link = f'<a class="hb-wall" href="{escape(f"board?{asked}")}">{escape(words)}</a>'
    return f'<p class="hb-bar">{link}</p>'


def groups_html(groups: Iterable[Group], names: Names) -> str:
    """Counts by unit and station; a unit leads to the board of that unit."""
    heads = (_("Unit and station"), _("Open orders"), _("Within 1 h"), look_words("late"))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    lines = "".join(_group(group, names) for group in groups)
    return f'<table class="hb-groups"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>'


def _row(
    row: BoardRow, names: Names, rules: OrderRules, now: datetime, back: Mapping[str, str]
) -> str:
    state = row.stands(now)
    parts = (
        ("left", _left(row, state, now)),
        ("what", f"{class_name(row.order_class, rules)} {_address(row)}"),
        ("who", f"{names.place(row.unit_id, row.station)} · {_(ORDER_STATES[row.state])}"),
        ("why", " · ".join(_why(row, rules, now))),
        ("number", row.number),
    )
    paused = row.paused and state == "still"
    shape = f'<span class="hb-shape">{PAUSE if paused else LOOKS[state].shape}</span> '
    inside = "".join(
        f'<span class="hb-{name}">{shape if name == "left" else ""}{escape(text)}</span>'
        for name, text in parts
        if text
    )
    # Numbers of other systems may be the same as one's own.
    source = {} if row.source == BY_HAND else {"source": row.source}
    address = _link("order", order=row.number, **source, **back)
    return f'<li class="hb-row hb-{state}"><a href="{address}">{inside}</a></li>'


def _left(row: BoardRow, state: str, now: datetime) -> str:
    if row.due is not None:
        return left_words(row.due.at, now)
    return _("Paused") if row.paused and state == "still" else look_words(state)


def _why(row: BoardRow, rules: OrderRules, now: datetime) -> Iterator[str]:
    """Which clock it is and when it is due, what else runs, why not, and who is to be told."""
    if row.paused and row.due is not None:
        yield f"{PAUSE} {_('Paused')}"
    if row.due is not None:
        yield _due(row.due, rules, now)
    if row.then is not None:
        yield _("then {clock}", clock=_due(row.then, rules, now))
    if row.reason:
        yield row.reason
    if row.step is not None:
        yield _("{hours} h passed: tell {who}", hours=row.step, who=told_words(rules, row.step))


def _due(due: Due, rules: OrderRules, now: datetime) -> str:
    told = {"clock": clock_name(due.clock, rules), "time": due_words(due.at, now)}
    if due.moved in MOVED:
        return _("{clock}, due {time}, {why}", **told, why=_(MOVED[due.moved]))
    return _("{clock}, due {time}", **told)


def _group(group: Group, names: Names) -> str:
    name = escape(names.place(group.unit_id, group.station))
    code = None if group.unit_id is None else names.codes.get(group.unit_id)
    if code is not None:
        name = f'<a href="{_link("board", unit=code)}">{name}</a>'
    cells = "".join(
        f'<td class="hb-{state}{"" if group.counts[state] else " hb-none"}">'
        f"{LOOKS[state].shape if group.counts[state] else ''} {group.counts[state]}</td>"
        for state in ("soon", "late")
    )
    return f'<tr><th scope="row">{name}</th><td>{group.open}</td>{cells}</tr>'


def _situation(found: Situation, names: Names) -> str:
    place = place_words(found.estate, found.building)
    if len(names.divisions) > 1:
        place = f"{place} ({names.divisions.get(found.division_id, '')})"
    return _("{place}: {number} reports", place=place, number=found.reports)


def _address(row: BoardRow) -> str:
    return place_words(row.estate, row.building)


def _mark(state: str) -> str:
    shape = LOOKS[state].shape
    return f'<span class="hb-shape">{shape}</span> <span>{escape(look_words(state))}</span>'


def _link(page: str, **query: str) -> str:
    spoken = {} if language() == DEFAULT else {"lang": language()}
    return escape(f"{page}?{urlencode({**query, **spoken})}")
