"""How units, divisions and the company stand: ranked, opened one by one, and what they lack."""
