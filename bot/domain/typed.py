"""Numbers and days as somebody types them, or an address carries them: what is out of all bounds is none."""

from datetime import date

MOST_DIGITS = 18
"""Of a whole number: what a column of SQL holds (PostgreSQL, "Numeric Types")."""
_YEARS = range(2000, 2101)


def whole(text: str) -> int | None:
    """A whole number that is not negative, None where the text is none or it has more than 18 digits."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS else None


def day(text: str) -> date | None:
    """A day as "2026-11-30" of the years 2000 to 2100, None where the text is none."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.year in _YEARS else None
