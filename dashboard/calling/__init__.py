"""Call-backs as people use them: drawing a month, calling, and what the calls found."""
