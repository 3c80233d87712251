"""Every table by subject; importing this package makes `metadata` complete."""

from bot.adapters.sql.tables import timetable
from bot.adapters.sql.tables.metadata import metadata

__all__ = ["metadata", "timetable"]
