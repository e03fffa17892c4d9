"""A meeting as the browser gets it, and what is taken down as it comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dashboard.kept_form import Told, state_words, text_of
from dashboard.meeting.agenda import agenda
from dashboard.meeting.cells import MOST_ROWS
from dashboard.meeting.decisions import choice_words, forms, unit_options
from dashboard.meeting.ground import Figures
from dashboard.words import _, language
from db.actors import Actor
from db.meetings.deciding import REASON, WORDS, NewDecision
from db.meetings.reading import Minutes


def deck(found: Figures, held: Minutes, actor: Actor, told: Told | None) -> dict[str, Any]:
    """All slides with what was decided so far; `store` names where the browser keeps what is typed.

    `editable` says whether something can be taken down now, `closed` why not.
    """
    sealed = found.state == "sealed"
    return {
        "store": f"heng-meeting:{actor.person_id}:{found.period}",
        "period": str(found.period),
        "language": language(),
        "editable": actor.may_all and not sealed,
        "closed": _closed(sealed=sealed, writes=actor.may_all),
        "slides": agenda(found, held),
        "held": forms(held),
        "recorded": [row.id for row in held.rows],
        "units": unit_options(found),
        "choices": choice_words(),
        "page": MOST_ROWS,
        "lengths": {"words": WORDS, "reason": REASON},
        "told": None if told is None else asdict(told),
        "words": _words(),
    }


def decision_of(sent: Mapping[str, Any]) -> NewDecision:
    """What is to be taken down, as it was sent."""
    return NewDecision(
        id=text_of(sent, "id"),
        matter=text_of(sent, "matter"),
        unit_id=_number(sent.get("unit")) or None,
        decision=text_of(sent, "decision"),
        words=text_of(sent, "words"),
        reason=text_of(sent, "reason"),
        looked_at=_number(sent.get("looked_at")),
    )


def _number(value: Any) -> int:
    """A whole number that was sent, 0 for whatever is none or too large to be one of ours."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value < 2**31 else 0


def _closed(*, sealed: bool, writes: bool) -> str:
    if sealed and writes:
        return _(
            "The period is sealed, and so are its decisions. It can be opened for a restatement "
            "under “Periods”."
        )
    if sealed:
        return _("The period is sealed, and so are its decisions.")
    return "" if writes else _("An administrator takes down what is decided.")


def _words() -> dict[str, str]:
    return {
        "begin": _("Full screen"),
        "leave": _("Leave full screen"),
        "next": _("Next"),
        "previous": _("Back"),
        "contents": _("Agenda"),
        "from_bottom": _("From the last place up"),
        "from_top": _("From the first place down"),
        "reveal_all": _("Reveal all"),
        "slide_of": _("{slide} / {slides}"),
        "page_of": _("Places {first} to {last} of {all}"),
        "keys": _("→ or PageDown: next · ←: back · F: full screen · Home: begin"),
        "hidden": _("not revealed yet"),
        "decision": _("Decision"),
        "unit": _("Unit"),
        "choose_unit": _("Choose a unit"),
        "why": _("Why the meeting decides so"),
        "why_optional": _("Why the meeting decides so (optional)"),
        "text": _("In words"),
        "reason": _("Why it is corrected (kept in the trail)"),
        "save": _("Take it down"),
        "correct": _("Correct"),
        "drop": _("Discard"),
        "chosen": _("Chosen so far"),
        "evidence": _("Evidence"),
        "nothing": _("Nothing has been taken down yet."),
        **state_words(),
    }
