"""Promises of the program, each with a test that keeps it."""
