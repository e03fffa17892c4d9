"""Work orders: opening, reading, the steps of their way, photos, and many at once."""
