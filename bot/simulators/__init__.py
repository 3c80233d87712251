"""Meta's messaging platform for tests, benches and the demo: three products over one clock, an honest judge."""
