"""A chain of hashes: what a link is made of, and that its encoding never changes."""

import json
from datetime import UTC, datetime
from hashlib import sha256

from bot.domain.chain import linked, microseconds


def test_a_link_is_the_hash_of_one_json_array() -> None:
    """An auditor makes it again with the tools of any language: no space, UTF-8, nothing escaped that need not be."""
    parts = ["", 7, 'é "quoted" \\ \n\t\x01\x7f\u2028 €']
    plain = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    assert linked("", 7, parts[2]) == sha256(plain).hexdigest()
    assert linked("a", 7) != linked("b", 7)


def test_moments_are_whole_microseconds() -> None:
    """A moment that went through PostgreSQL gives the same hash."""
    assert microseconds(datetime(1970, 1, 1, 0, 0, 1, 7, tzinfo=UTC)) == 1_000_007
    assert microseconds(datetime(2999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)) % 1_000_000 == 999_999
