"""Tests, told apart by their folder."""
