"""Talking to a flow that no traveller meets yet: what is done, what it answers, and talks that are kept as tests."""
