"""Tests of bot/adapters/channels."""
