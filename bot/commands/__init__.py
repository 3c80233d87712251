"""The commands of `threadfare`, one file a subject."""
