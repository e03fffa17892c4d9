"""The form that corrects the facts of an order, and what is said before signed figures change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from checklists.errors import N_
from checklists.place_words import bare
from dashboard.kept_form import text_of
from dashboard.looks import ZONE
from dashboard.orders.changes import change_words
from dashboard.orders.fields import Field, read_moment
from dashboard.orders.words import class_names
from dashboard.summaries.words import shift_words
from dashboard.words import _, say
from db.orders.correcting import Facts
from db.orders.errors import OrderRefused, RestsOnOrder
from db.orders.reading import OrderRow

TEXTS = ("estate", "building", "staircase", "room", "contact", "telephone", "problem")
NAMED = 6
"""So many signed summaries are named."""


def correction_fields(row: OrderRow) -> tuple[Field, ...]:
    """The facts as they are, to be corrected; then the reason."""
    called = row.reported_at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")
    back = (Field("unclear", _("The unit is not clear yet: take the order back"), "tick"),)
    return (
        Field("order_class", _("Class"), "select", tuple(class_names().items()), row.order_class),
        Field("reported_at", _("Customer called at"), "when", value=called),
        Field("telephone", _("Telephone"), "telephone", value=row.telephone, most=80),
        Field("contact", _("Contact"), value=row.contact),
        Field("estate", _("Estate"), value=row.estate),
        Field("building", _("Building"), narrow=True, value=row.building),
        Field("staircase", _("Staircase"), narrow=True, value=row.staircase),
        Field("room", _("Room"), narrow=True, value=row.room),
        Field("problem", _("Problem"), "area", most=1000, value=row.problem),
        *(back if row.state == "dispatched" else ()),
        Field("reason", _("Reason of the correction"), "area", most=1000, required=True),
        Field("knowing", _("I know that signed figures will show a difference"), "tick"),
    )


def facts_of(sent: Mapping[str, Any]) -> Facts:
    """The facts that were sent; what was not sent stays as it is."""
    given = [name for name in TEXTS if isinstance(sent.get(name), str)]
    texts = {name: bare(name, text_of(sent, name)) for name in given}
    called: datetime | None = read_moment(sent, "reported_at")
    return Facts(
        order_class=text_of(sent, "order_class") or None,
        reported_at=called,
        unclear=sent.get("unclear") is True,
        **texts,
    )


def with_difference(error: RestsOnOrder, units: Mapping[int, str]) -> OrderRefused:
    """The refusal with what would change, and with the summaries that were signed."""
    signed = [f"{day.isoformat()} {shift_words(shift)}" for day, shift in error.summaries]
    named = _(", ").join([*signed[:NAMED], *error.deductions])
    return OrderRefused(
        "knowing",
        "",
        N_("{told} What would change: {changes}. What rests on it: {named}{more}."),
        told=say(error),
        changes=_("; ").join(change_words(error.before, error.after, units)),
        named=named,
        more=" …" if len(signed) > NAMED else "",
    )
