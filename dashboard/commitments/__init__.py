"""Promises to the customers: how each unit kept them in a month, and what is behind a figure."""
