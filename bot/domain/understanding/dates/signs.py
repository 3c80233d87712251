"""One symbol of the alphabet in which the grammar of dates is written (see lexicon.py)."""

import msgspec

Value = int | str


class Sign(msgspec.Struct, frozen=True):
    """One symbol with its value, at [start, end) of the folded text."""

    symbol: str
    value: Value
    start: int
    end: int
