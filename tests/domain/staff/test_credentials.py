"""How long sessions, proofs and links of staff are good; which roles follow from a provider's groups."""

from datetime import timedelta

import msgspec
import pytest

from bot.domain.staff.credentials import FRESH, IDLE, LASTS, LINK_LASTS, StaffLink, StaffSession
from bot.domain.staff.provider_roles import mapped_roles, read_provider_roles
from tests.builders.world import NOW

SESSION = StaffSession(
    hashed="h", person="p", way="password", device="", began_at=NOW, seen_at=NOW, proved_at=NOW, whole=True
)


def test_a_session_ends_half_an_hour_after_its_last_use_and_after_twelve_hours() -> None:
    """A browser that was left open, or never closed, is nobody's door."""
    assert not SESSION.is_over(NOW + IDLE - timedelta(seconds=1))
    assert SESSION.is_over(NOW + IDLE)
    used = msgspec.structs.replace(SESSION, seen_at=NOW + LASTS - timedelta(seconds=1))
    assert not used.is_over(NOW + LASTS - timedelta(seconds=1))
    assert used.is_over(NOW + LASTS)


def test_a_proof_counts_for_ten_minutes_and_only_in_a_whole_session() -> None:
    """What is dangerous wants somebody who is there."""
    assert SESSION.is_fresh(NOW + FRESH - timedelta(seconds=1))
    assert not SESSION.is_fresh(NOW + FRESH)
    assert not msgspec.structs.replace(SESSION, proved_at=None).is_fresh(NOW)
    assert not msgspec.structs.replace(SESSION, whole=False).is_fresh(NOW)


def test_a_link_is_good_for_a_day_and_once() -> None:
    """An invitation that lay about is worth nothing."""
    link = StaffLink(hashed="h", person="p", by="a", made_at=NOW)
    assert link.is_good(NOW + LINK_LASTS - timedelta(seconds=1))
    assert not link.is_good(NOW + LINK_LASTS)
    assert not msgspec.structs.replace(link, used_at=NOW).is_good(NOW)


def test_groups_of_the_provider_give_roles() -> None:
    """Who is in two groups has the roles of both; who is in none has none."""
    table = read_provider_roles(
        '{"groups": {"desk": ["agent"], "lead": ["supervisor", "agent"]}, "dep": {"it": ["admin"]}}'
    )
    assert mapped_roles(table, {"groups": ("lead", "desk", "golf"), "dep": ("it",)}) == ("agent", "supervisor", "admin")
    assert mapped_roles(table, {"other": ("desk",)}) == ()


@pytest.mark.parametrize(
    "text", ["desk=agent", "[]", '{"groups": {"desk": ["king"]}}', '{"groups": {"desk": "agent"}}']
)
def test_a_table_of_roles_that_cannot_be_read_says_what_would_be(text: str) -> None:
    """A wrong role is told at the start, and not when somebody signs in."""
    with pytest.raises(ValueError, match="it must be JSON like"):
        read_provider_roles(text)
