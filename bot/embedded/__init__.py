"""A real Valkey and a real PostgreSQL from PyPI, for machines on which nobody has set one up."""
