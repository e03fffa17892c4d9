"""The page of the shifts' summaries: figures, signatures, differences, files."""
