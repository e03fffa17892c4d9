"""The page of the meeting's documents: one button each, a bar while it is made, the file."""
