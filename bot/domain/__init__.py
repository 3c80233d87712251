"""What we know: values and pure functions, with no I/O, no clock and no framework."""
