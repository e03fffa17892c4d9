"""The tablet form: a v2 component that speaks to the HTTP routes, and the page around it."""

from dashboard.sheet_form.page import scoring_page

__all__ = ["scoring_page"]
