"""The history of the schema: Alembic runs env.py here, and versions/ holds one file a change."""
