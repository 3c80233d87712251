"""What lives in PostgreSQL: the truth."""
