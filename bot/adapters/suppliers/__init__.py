"""Flight suppliers: one file a supplier."""
