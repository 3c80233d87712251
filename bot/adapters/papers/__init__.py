"""Adapters that print papers."""
