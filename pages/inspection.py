"""Score a safety inspection or meter exchange item by item."""

from dashboard.sheet_form.page import scoring_page

scoring_page("inspection")
