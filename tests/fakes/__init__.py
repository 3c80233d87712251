"""One honest in-memory fake a port."""
