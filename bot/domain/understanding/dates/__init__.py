"""Dates and ranges in free text, in English, French, Spanish and German."""

from bot.domain.understanding.dates.reader import read_dates

__all__ = ["read_dates"]
