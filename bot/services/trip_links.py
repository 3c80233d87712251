"""Links to a trip's own page: signed, good for 30 days, naming neither a person nor a reference; nothing is stored."""

import re
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, digest

import msgspec

from bot.domain.ids import token
from bot.ports.runtime import Runtime

LASTS = timedelta(days=30)
_TAG_BYTES = 16
"""128 bits: nobody guesses one in thirty days, nor ever."""
_DAY = timedelta(days=1).total_seconds()
_TOKEN = re.compile(
    r"(?P<signed>(?P<checkout>[a-z0-9]{1,32})-(?P<language>[a-z]{2})-(?P<day>\d{1,6}))-(?P<tag>[a-z2-7]{26})"
)
_PREFIX = "chk_"


class TripLink(msgspec.Struct, frozen=True):
    """What a good link opens: a checkout's booking, in a language; `made_on` counts days from 1970."""

    checkout: str
    language: str
    made_on: int

    def is_older_than(self, moment: datetime) -> bool:
        """Whether it was made before a moment (UTC), or on the same day."""
        return self.made_on <= moment.timestamp() // _DAY


def trip_url(runtime: Runtime, checkout: str, language: str, *, now: datetime) -> str:
    """The address of a trip's page: the same one for a whole day, good for 30 days more; `now` is UTC."""
    last = int((now + LASTS).timestamp() // _DAY)
    signed = f"{checkout.removeprefix(_PREFIX)}-{language}-{last}"
    return f"{runtime.public_url}/trip/{signed}-{_tag(runtime, signed)}"


def read_link(runtime: Runtime, text: str, *, now: datetime) -> TripLink | None:
    """What the token of an address opens; None when it was not made by us or its time is over."""
    found = _TOKEN.fullmatch(text)
    if found is None or not compare_digest(_tag(runtime, found["signed"]), found["tag"]):
        return None
    if now.timestamp() // _DAY > int(found["day"]):
        return None
    return TripLink(f"{_PREFIX}{found['checkout']}", found["language"], int(found["day"]) - LASTS.days)


def _tag(runtime: Runtime, signed: str) -> str:
    return token(digest(runtime.secret, b"trip:" + signed.encode(), sha256)[:_TAG_BYTES])
