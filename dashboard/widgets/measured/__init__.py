"""The page of measured figures: the overview of a month, a unit's forms, and the workbook."""
