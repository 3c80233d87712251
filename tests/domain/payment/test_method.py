"""Saved methods: which are offered, and in which order."""

from datetime import timedelta

import msgspec

from bot.domain.payment.method import Method, in_order
from tests.builders.checkouts import NOW


def method(name: str, **fields: object) -> Method:
    """A method of one traveller."""
    return msgspec.structs.replace(Method(name, "trv_1", f"ins_{name}", "cns_1", "chk_1", NOW), **fields)


def test_the_preferred_card_comes_first_then_the_newest() -> None:
    """A traveller finds the card that she will want at the first place."""
    old, new = method("old"), method("new", added_at=NOW + timedelta(days=1))
    used = method("used", last_used=NOW + timedelta(days=2))
    liked = method("liked", preferred=True)
    assert [one.id for one in in_order((old, new, liked, used))] == ["liked", "used", "new", "old"]


def test_a_removed_card_is_never_offered() -> None:
    """What was removed does not come back."""
    assert in_order((method("gone", state="removed"),)) == ()
