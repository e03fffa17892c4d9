"""Score the measured indicators of a unit item by item."""

from dashboard.sheet_form.page import scoring_page

scoring_page("indicators")
