"""Chat platforms: one file a channel."""
