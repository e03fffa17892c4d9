"""Score the hotline item by item."""

from dashboard.sheet_form import scoring_page

scoring_page("hotline")
