"""Score a repair item by item."""

from dashboard.sheet_form.page import scoring_page

scoring_page("repair")
