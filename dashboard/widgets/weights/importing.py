"""Coefficients out of an Excel workbook: the template, the file, and its faults first."""

from __future__ import annotations

import streamlit as st

from checklists.errors import WordedError
from checklists.periods import Period
from dashboard import coefficient_file
from dashboard.imports.faults import LARGEST, MEGABYTE
from dashboard.widgets.imports import offer_workbook, show_faults
from dashboard.widgets.people.acting import key_in
from dashboard.widgets.people.upload import choose_workbook
from dashboard.widgets.who import me
from dashboard.words import _, language, say


def choose_coefficients(period: Period, form: str) -> dict[int, str] | None:
    """What the chosen file says, by unit, with its faults shown; None where none is chosen."""
    actor = me().actor
    with st.expander(_("From an Excel workbook"), icon=":material/upload_file:"):
        st.caption(
            _(
                "Take the template, enter the coefficients in Excel, and read it here. Nothing is "
                "written before you have seen what changes."
            )
        )
        offer_workbook(
            _("Template"),
            _("heng-coefficients-{period}.xlsx", period=str(period)),
            lambda: coefficient_file.template(actor, period),
            language(),
        )
        label = _("Read a workbook")
        file = choose_workbook(key_in(form, "file"), label, LARGEST // MEGABYTE)
        if file is None:
            return None
        try:
            found = coefficient_file.read(actor, period, file.getvalue())
        except WordedError as error:
            st.error(say(error), icon=":material/error:")
            return {}
        if not found.typed and not found.faults:
            st.info(_("The file changes nothing."))
        if found.faults:
            st.markdown(_("These rows are not taken; the others are shown below."))
            show_faults(found.faults, "coefficients")
        return dict(found.typed)
