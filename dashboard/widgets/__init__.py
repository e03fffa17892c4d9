"""Parts of a page that Streamlit does not bring, or brings in English only."""

from dashboard.widgets.table import Column, grade_cell, table

__all__ = ["Column", "grade_cell", "table"]
