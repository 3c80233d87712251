"""Data that ships with the program: places, texts, flows and the sample airline."""
