"""The roles of a person: given for a division, a unit or everything, over a span of days."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from dashboard import people
from dashboard.looks import ROLES, today
from dashboard.people import PersonView
from dashboard.units import Structure
from dashboard.widgets.people.acting import attempt, day, reason
from dashboard.widgets.people.scopes import role_words, scope_words
from dashboard.widgets.pickers import select
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _, language
from db.actors import Role
from db.grants import NEEDS, GrantRow


def show_roles(view: PersonView, structure: Structure) -> None:
    """Every role ever held, and the forms that give and end one."""
    table(
        [_row(row, structure) for row in view.roles],
        [
            Column("role", _("Role"), wrap=False),
            Column("of", _("For")),
            Column("since", _("From"), kind="code"),
            Column("until", _("Until"), kind="code"),
            Column("state", _("State"), kind="state"),
        ],
        key=f"roles-{view.person.id}",
        caption=_("Roles"),
        empty=_("No role yet: this person sees nothing. Give one below."),
    )
    give, end = st.columns(2, gap="large")
    with give:
        _give(view, structure)
    with end:
        _end(view, structure)


def _row(row: GrantRow, structure: Structure) -> dict[str, object]:
    return {
        "role": _(ROLES[row.role]),
        "of": scope_words(row, structure) or _("Everything"),
        "since": row.valid_from.isoformat(),
        "until": row.valid_until.isoformat() if row.valid_until else None,
        "state": _state(row, today()),
    }


def _state(row: GrantRow, on: date) -> str:
    if row.valid_from > on:
        return _("Begins later")
    return _("Held") if row.valid_until is None or row.valid_until >= on else _("Ended")


def _give(view: PersonView, structure: Structure) -> None:
    st.markdown(_("**Give a role**"))
    form = f"give-{view.person.id}"
    role = select(
        _("Role"), [role.value for role in Role], lambda key: _(ROLES[key]), key=f"{form}-role"
    )
    needs = NEEDS[Role(role)] if role else "nothing"
    scopes = _scopes(structure, needs)
    of = select(
        _("For"),
        list(scopes),
        scopes.__getitem__,
        key=f"{form}-{needs}",
        index=None,
        placeholder=_("Choose what for"),
    )
    with st.form(form, border=False):
        since = day(form, "since", _("From"), today())
        until = day(form, "until", _("Until (empty: until further notice)"), None)
        if st.form_submit_button(_("Give the role"), type="primary"):
            if role is None or since is None or (scopes and of is None):
                st.error(_("Choose the role, what it is for, and its first day."))
                return
            kind, number = of or ("", 0)
            attempt(
                lambda: people.give_role(
                    me().actor,
                    view.person.id,
                    Role(role),
                    division=number if kind == "division" else None,
                    unit=number if kind == "unit" else None,
                    since=since,
                    until=until,
                ),
                _("{name} holds the role.", name=view.person.name),
                form,
            )


def _scopes(structure: Structure, needs: str) -> dict[tuple[str, int], str]:
    divisions = {("division", row.id): row.name(language()) for row in structure.divisions}
    units = {
        ("unit", p.unit.id): f"{p.place(today())[1].name(language())} · {p.unit.name(language())}"
        for p in structure.units
        if p.unit.closed_on is None
    }
    return {"either": {**divisions, **units}, "division": divisions, "unit": units}.get(needs, {})


def _end(view: PersonView, structure: Structure) -> None:
    held = {row.id: row for row in view.held(today())}
    if not held:
        return
    st.markdown(_("**End a role**"))
    form = f"end-{view.person.id}"
    chosen = select(
        _("Role"), list(held), lambda key: role_words(held[key], structure), key=f"{form}-role"
    )
    with st.form(form, border=False):
        last = day(form, "last", _("Last day"), today())
        st.caption(_("A role that has not begun is taken away altogether."))
        why = reason(form)
        if st.form_submit_button(_("End the role")) and chosen is not None:
            row = held[chosen]
            first = row.valid_from - timedelta(days=1)
            last_day = first if row.valid_from > today() else last or today()
            attempt(
                lambda: people.end_role(me().actor, chosen, last_day, why),
                _("The role ends after {day}.", day=last_day),
                form,
            )
