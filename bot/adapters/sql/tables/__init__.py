"""Every table by subject; importing this package makes `metadata` complete."""

from bot.adapters.sql.tables import (
    entry_links,
    flows,
    links,
    money,
    talk,
    templates,
    timetable,
    trips,
    vault,
    visits,
    wallet,
)
from bot.adapters.sql.tables.metadata import metadata

__all__ = [
    "entry_links",
    "flows",
    "links",
    "metadata",
    "money",
    "talk",
    "templates",
    "timetable",
    "trips",
    "vault",
    "visits",
    "wallet",
]
