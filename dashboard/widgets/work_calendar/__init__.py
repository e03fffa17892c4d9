"""The work calendar on the screen: twelve months, entering a year, what was entered."""
