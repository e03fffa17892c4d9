"""Score the venting of a building item by item."""

from dashboard.sheet_form.page import scoring_page

scoring_page("venting")
