"""The page of call-backs in three parts: calls to make, draws, results."""

from __future__ import annotations

from dashboard.widgets.calling.draws import show_draws
from dashboard.widgets.calling.results import show_results
from dashboard.widgets.calling.to_call import show_to_call
from dashboard.widgets.frame import empty
from dashboard.widgets.in_address import pick_part
from dashboard.widgets.people.acting import show_said
from dashboard.widgets.who import me
from dashboard.words import N_, _
from db.actors import Role

PAGE = "calling"
PARTS = {
    "calls": (N_("Calls to make"), show_to_call),
    "draws": (N_("Draws"), show_draws),
    "results": (N_("Results of call-backs"), show_results),
}


def show_calling() -> None:
    """The part that the address asks for, the calls to make first."""
    actor = me().actor
    if not actor.may_all and not actor.holds(Role.AGENT, Role.DIVISION_HEAD):
        empty(_("Call-backs are made by the service agents of a division."))
        return
    show_said()
    parts = {code: _(words) for code, (words, _show) in PARTS.items()}
    part = pick_part(PAGE, "part", _("Part"), parts)
    PARTS[part][1]()
