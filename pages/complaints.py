"""The figures of the register of complaints: entered elsewhere, shown here with their result."""

from dashboard.sheet_form.page import scoring_page

scoring_page("complaints")
