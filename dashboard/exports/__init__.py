"""Copies of filled sheets to keep, to send and to print: Excel and a page of its own."""
