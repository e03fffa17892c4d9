"""The trends page: its views, the control that chooses one, and what each shows."""
