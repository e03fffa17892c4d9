"""Suppositions on the pages: the forms, what came of them, and the address that holds them."""
