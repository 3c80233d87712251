"""The outside, one file a party."""
