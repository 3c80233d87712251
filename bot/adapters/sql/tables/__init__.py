"""Every table by subject; importing this package makes `metadata` complete."""

from bot.adapters.sql.tables import flows, links, money, talk, timetable, trips, visits, wallet
from bot.adapters.sql.tables.metadata import metadata

__all__ = ["flows", "links", "metadata", "money", "talk", "timetable", "trips", "visits", "wallet"]
