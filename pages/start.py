"""Where one begins: the sheets to score, the drafts to go on with."""

import streamlit as st

from dashboard import reports
from dashboard.widgets.audit_list import open_audits
from dashboard.widgets.frame import heading
from dashboard.widgets.sheets import sheet_links
from dashboard.words import _
from db.audits import AuditFilter

heading("衡 Heng", _("Score a sheet, go on with a draft, or look at the ranking."))
sheet_links()
st.subheader(_("Drafts to go on with"), anchor=False)
person = st.session_state.get("inspector")
mine = AuditFilter(state="draft", inspector_id=person.id if person else None)
open_audits(reports.audits(mine, limit=20), key="drafts", empty=_("No draft is open."))
