"""Words that may mean two things ("may", "so", "mar", "sept"), settled by what stands beside them."""

import msgspec

from bot.domain.understanding.dates.signs import Sign, Value

_LEANS_LEFT = frozenset("nNoqyxXU0LiIfFTbcevu-/AWk")
_LEANS_RIGHT = frozenset("nNoqy.-/xXPWa")
_NUMBERS = ("n", "N", "o", "q")
_MONTH_FOLLOWS = tuple("IfbceL")
_BEFORE_ARTICLE = tuple("IFbce")
_COUNTED = tuple("dwmagkQM")


class Doubt(msgspec.Struct, frozen=True):
    """The sign at `at` may be another word; `options` are its readings when it is a name of two things."""

    at: int
    weak: bool
    options: tuple[tuple[str, Value], ...]


def settle(signs: list[Sign], doubts: list[Doubt]) -> list[Sign]:
    """Choose between the readings of names of two things, and drop weak names that stand alone among other words."""
    for doubt in doubts:
        sign = signs[doubt.at]
        around = "".join(s.symbol for s in signs)
        before, after = around[: doubt.at], around[doubt.at + 1 :]
        if len(doubt.options) > 1:
            chosen = _chosen(before, after, dict(doubt.options))
            sign = Sign(chosen, dict(doubt.options)[chosen], sign.start, sign.end)
            signs[doubt.at] = sign
        if doubt.weak and around.strip("t") != sign.symbol and sign.symbol != "q" and not _leans(before, after):
            signs[doubt.at] = Sign("~", 0, sign.start, sign.end)
    return signs


def _leans(before: str, after: str) -> bool:
    """Whether a date stands beside; a dot after a number belongs to it ("1. Jan")."""
    left = before.rstrip(".") if before[-2:-1] in _NUMBERS else before
    if left[-1:] == "t" and left[-2:-1] in _BEFORE_ARTICLE:
        left = left[:-1]
    right = after.lstrip("tf")[:1]
    if left.endswith(("WO", "WT")) or (right in ("O", "T") and after.lstrip("OTti")[:1] == "W"):
        return True
    return bool(left and left[-1] in _LEANS_LEFT) or right in _LEANS_RIGHT or (right == "," and not before)


def _chosen(before: str, after: str, options: dict[str, Value]) -> str:
    """A month after a number ("5 mar", "12 sept."); else the weekday or the number where the text goes on like one."""
    other = next(symbol for symbol in options if symbol != "M")
    rest = after.lstrip(".,")
    if other == "q" and rest.startswith(_COUNTED):
        return other
    if before.rstrip(".-/f").endswith(_NUMBERS):
        return "M"
    if other == "q":
        return other if _like_number(before, rest) else "M"
    return other if not before.endswith(_MONTH_FOLLOWS) and _like_weekday(rest) else "M"


def _like_number(before: str, rest: str) -> bool:
    """Read "le sept", "du sept au dix", "lundi sept"."""
    joined = rest[:1] in {"T", "&", "-"} and rest[1:].lstrip("tf").startswith(_NUMBERS)
    return (joined and not before.endswith(tuple("Ibce"))) or before[-1:] == "t" or (before[-1:] == "W" and not rest)


def _like_weekday(rest: str) -> bool:
    """Read "mar. 5 mai", "mar. prochain", "mar." alone; "mar 5, 2027" is a month."""
    follows = rest.lstrip("t")
    if follows.startswith(_NUMBERS):
        return "y" not in follows[1:5].partition("M")[0]
    return not follows or follows[0] in "xX0HPT"
