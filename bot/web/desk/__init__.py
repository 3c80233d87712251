"""The desk of those who talk: live-chat agents."""
