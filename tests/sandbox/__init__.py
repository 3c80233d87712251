"""Tests of bot/sandbox, the sandbox gateway."""
