"""Whole talks and whole checkouts, from the first word to the last."""
