"""What the program does: load, advance, commit."""
