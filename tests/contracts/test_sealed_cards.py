"""What every store of sealed cards promises, in memory and in a volatile Valkey alike."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis import Redis

from bot.adapters.redis.sealed_cards import RedisSealedCards
from bot.domain.errors import UnavailableError
from bot.ports.vault import Sealed
from tests.fakes.vault import MemorySealedCards

SEALED = Sealed("card.in.five.parts.x", "code.in.five.parts.x")


class StandingClock:
    """A clock that stands still unless moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 10, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """The moment at which it stands."""
        return self.moment


@pytest.fixture(params=["memory", pytest.param("valkey", marks=pytest.mark.real)])
def cards(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Each store in turn."""
    if request.param == "memory":
        yield MemorySealedCards(StandingClock())
        return
    client = Redis.from_url(request.getfixturevalue("volatile_valkey"))
    yield RedisSealedCards(client)
    client.close()


def test_a_sealed_card_is_read_once(cards: Any) -> None:
    """A card never lies about after the worker has fetched it."""
    cards.put("att_1", SEALED)
    assert cards.take("att_1") == SEALED
    assert cards.take("att_1") is None


def test_an_unknown_key_gives_nothing(cards: Any) -> None:
    """A worker that is rung twice finds nothing the second time, and says so."""
    assert cards.take("att_never") is None


def test_the_newest_card_under_a_key_wins(cards: Any) -> None:
    """A page that posts again replaces what it posted before."""
    cards.put("att_1", SEALED)
    cards.put("att_1", Sealed("newer", "newer"))
    assert cards.take("att_1") == Sealed("newer", "newer")


def test_an_id_is_new_only_once(cards: Any) -> None:
    """A copied card is recognized."""
    assert cards.first_use("jti-1")
    assert not cards.first_use("jti-1")
    assert cards.first_use("jti-2")


def test_in_memory_a_card_is_gone_after_a_quarter_of_an_hour() -> None:
    """A card that no worker fetched is forgotten."""
    clock = StandingClock()
    cards = MemorySealedCards(clock)
    cards.put("att_1", SEALED)
    clock.moment += timedelta(minutes=15)
    assert cards.take("att_1") is None


@pytest.mark.real
def test_in_valkey_a_card_is_gone_after_a_quarter_of_an_hour(volatile_valkey: str) -> None:
    """A card that no worker fetched is forgotten, and its id is remembered for longer than a card is accepted."""
    with Redis.from_url(volatile_valkey) as client:
        cards = RedisSealedCards(client)
        cards.put("att_1", SEALED)
        cards.first_use("jti-1")
        assert 890 < client.ttl("sad:att_1") <= 900
        assert 3590 < client.ttl("jti:jti-1") <= 3600


def test_a_store_that_is_away_says_so() -> None:
    """A traveller is asked to try again instead of being told that the card was taken."""
    nobody = RedisSealedCards(Redis.from_url("redis://127.0.0.1:1", socket_connect_timeout=0.2))
    memory = MemorySealedCards(StandingClock())
    memory.away = True
    for cards in (nobody, memory):
        for act in (lambda c=cards: c.put("k", SEALED), lambda c=cards: c.take("k"), lambda c=cards: c.first_use("j")):
            with pytest.raises(UnavailableError):
                act()
