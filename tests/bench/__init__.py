"""Measurements of this machine: `threadfare bench` from a checkout."""
