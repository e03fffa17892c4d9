"""The classes of GAS art. 7 whose cases are no work orders: why they are not drawn here."""

from __future__ import annotations

import streamlit as st

from checklists.account_rules import SampleBand
from checklists.exact import plain
from checklists.sampling import sample_size
from dashboard.calling.drawing import DrawMonth
from dashboard.looks import clause_text
from dashboard.widgets.places import go
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _, language
from db.actors import Role

CASES = 1000


def show_elsewhere(shown: DrawMonth) -> None:
    """What is to be called back beside work orders, how many of it, and where it is entered."""
    found = shown.elsewhere
    if not found:
        return
    with st.expander(
        _("{number} classes of business that are not drawn here", number=len(found)),
        icon=":material/info:",
    ):
        st.markdown(
            _(
                "Connections, meter readings, inspections and counters are handled without work "
                "orders, and lists of hazards, of customers in special care are kept elsewhere: "
                "there is nothing here to draw from. Draw them in the system that keeps them, "
                "rounded up, call back, and enter how many were called and satisfied as measured "
                "figures (CBK-01 to CBK-05)."
            )
        )
        table(
            [
                {
                    "name": one.name.get(language()),
                    "share": f"{plain(one.share * 100)} %",
                    "of": sample_size(CASES, (SampleBand(share=one.share),)),
                    "clause": clause_text(str(one.reference)),
                }
                for one in found
            ],
            [
                Column("name", _("Class of business")),
                Column("share", _("Least share"), align="right", kind="number"),
                Column("of", _("Of {number} cases", number=CASES), align="right", kind="number"),
                Column("clause", _("Clause"), wrap=False),
            ],
            key=f"elsewhere-{shown.month}",
            caption=_("Classes of business that are not drawn here"),
        )
        actor = me().actor
        if (actor.may_all or actor.holds(Role.DIVISION_HEAD)) and st.button(
            _("To the measured figures of the month"),
            icon=":material/table_chart:",
            key="elsewhere-measured",
        ):
            go("measured", period=shown.month, sheet="callbacks")
