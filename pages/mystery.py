"""The figures of a mystery shopper's report: entered elsewhere, shown here with their result."""

from dashboard.sheet_form.page import scoring_page

scoring_page("mystery")
