"""Tests of bot/adapters/gateways."""
