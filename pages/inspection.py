"""Score a safety inspection or meter exchange item by item."""

from dashboard.sheet_form import scoring_page

scoring_page("inspection")
