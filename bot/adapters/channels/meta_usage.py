"""How much of its quota an account has used, as the headers of every answer of the Graph API tell.

Meta, Graph API, "Rate limits": X-App-Usage and X-Business-Use-Case-Usage count in percent, the latter tells the
minutes until an account may call again. Read for every message that is sent, so it is done with few look-ups.
"""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from functools import lru_cache

import msgspec

FULL = 100
_LONGEST = 86_400.0
_MINUTE = 60.0
_OURS = frozenset({"", "messenger", "pages", "instagram", "whatsapp"})
"""Kinds of use that sending counts for; others (advertisements, leads) say nothing about us."""


class Usage(msgspec.Struct, frozen=True):
    """Percent of the quota that is used, and seconds until the account may call again (0: at once)."""

    load: int = 0
    rest: float = 0


class _AppUsage(msgspec.Struct):
    call_count: float = 0
    total_time: float = 0
    total_cputime: float = 0


class _Use(_AppUsage):
    type: str = ""
    estimated_time_to_regain_access: float = 0


_decode_app = msgspec.json.Decoder(_AppUsage).decode
_decode_uses = msgspec.json.Decoder(dict[str, list[_Use]]).decode


def usage_of(headers: Mapping[str, str]) -> Usage | None:
    """What the headers (names in lower case) tell of the account's quota; None when they tell nothing."""
    of_app = headers.get("x-app-usage")
    of_business = headers.get("x-business-use-case-usage")
    return _read(of_app or "", of_business or "") if of_app or of_business else None


@lru_cache(maxsize=256)
def _read(of_app: str, of_business: str) -> Usage:
    """Percentages move slowly: most answers say what the last one said."""
    highest, rest = _app_load(of_app), 0.0
    for use in _uses(of_business):
        highest = max(highest, use.call_count, use.total_time, use.total_cputime)
        rest = max(rest, use.estimated_time_to_regain_access * _MINUTE)
    if highest >= FULL and not rest:
        rest = _MINUTE
    return Usage(int(min(highest, FULL)), min(rest, _LONGEST))


def _app_load(text: str) -> float:
    try:
        use = _decode_app(text) if text else _AppUsage()
    except (msgspec.DecodeError, RecursionError):
        return 0
    return max(use.call_count, use.total_time, use.total_cputime)


def _uses(text: str) -> list[_Use]:
    try:
        found = _decode_uses(text) if text else {}
    except (msgspec.DecodeError, RecursionError):
        return []
    return [use for uses in found.values() for use in uses if use.type in _OURS]


def wait_of(headers: Mapping[str, str]) -> float:
    """Seconds that Retry-After asks for, 0 when it does not; a date counts from the date of the answer (RFC 9110)."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return min(float(said), _LONGEST)
    try:
        wait = parsedate_to_datetime(said) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError):
        return 0
    return min(max(0.0, wait.total_seconds()), _LONGEST)
