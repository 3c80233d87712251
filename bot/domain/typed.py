"""Numbers and days as somebody types them, or an address carries them: what is out of all bounds is none."""

from datetime import date

MOST_DIGITS = 18
"""Of a whole number: what a column of SQL holds (PostgreSQL, "Numeric Types")."""
COUNT_DIGITS = 9
"""Of a number that is counted up, such as a revision's: what a column of half the size holds."""
_YEARS = range(2000, 2101)


def whole(text: str, *, most: int = MOST_DIGITS) -> int | None:
    """A whole number that is not negative, None where the text is none or it has more than so many digits."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= most else None


def count(text: str) -> int:
    """A number that is counted up from 1, such as a revision's or a version's, 0 where the text is none."""
    return whole(text, most=COUNT_DIGITS) or 0


def day(text: str) -> date | None:
    """A day as "2026-11-30" of the years 2000 to 2100, None where the text is none."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.year in _YEARS else None
