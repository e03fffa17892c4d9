"""The figures of call-backs: entered elsewhere, shown here with their result."""

from dashboard.sheet_form.page import scoring_page

scoring_page("callbacks")
