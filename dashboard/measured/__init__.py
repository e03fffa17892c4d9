"""Figures that are measured and not observed: entered by month, unit and sheet, or read in."""
