"""Call-backs: which orders are drawn, who was called, what was said and what was done about it."""
