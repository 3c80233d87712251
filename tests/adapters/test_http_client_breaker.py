"""Proves the breaker of bot/adapters/http_client.py."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from bot.adapters.http_client import Breaker, Call, Exchange, HttpClient, Policy, SessionEngine
from bot.domain.errors import OutcomeUnknownError, UnavailableError
from tests.adapters.http_peer import Failing, http_peer


@pytest.fixture(scope="module")
def peer() -> Iterator[str]:
    """The address of a peer that behaves as the path says."""
    with http_peer() as address:
        yield address


def fed(good: int, bad: int, *, seconds: float = 1.0) -> Breaker:
    """A breaker that saw so many good and bad calls, the bad ones last, evenly over some seconds."""
    breaker = Breaker(Policy())
    calls = [True] * good + [False] * bad
    for index, was_good in enumerate(calls):
        breaker.record("h", index * seconds / len(calls), good=was_good)
    return breaker


@pytest.mark.parametrize(
    ("good", "bad", "open_now"), [(0, 19, False), (0, 20, True), (10, 10, True), (11, 9, False), (30, 20, False)]
)
def test_a_breaker_opens_at_half_of_twenty(good: int, bad: int, open_now: bool) -> None:  # noqa: FBT001 (a case's word)
    """A peer that fails half of its calls is let be; a few failures, or few calls, are not yet a verdict."""
    assert fed(good, bad).allows("h", 1.0) is not open_now


def test_a_breaker_forgets_what_is_half_a_minute_old() -> None:
    """Failures of a while ago do not count against a peer that is well again."""
    breaker = fed(0, 19)
    breaker.record("h", 40.0, good=False)
    assert breaker.allows("h", 40.0)


def test_a_breaker_is_for_one_host() -> None:
    """The courier's trouble with one platform never stops another."""
    assert fed(0, 20).allows("other", 1.0)


def test_an_open_breaker_lets_one_probe_through_in_ten_seconds() -> None:
    """A peer that is ill is asked by one caller every ten seconds, and by nobody else."""
    breaker = fed(0, 20)
    assert not breaker.allows("h", 10.9)
    assert breaker.allows("h", 11.0)
    assert not breaker.allows("h", 11.0)
    breaker.record("h", 12.0, good=False)
    assert not breaker.allows("h", 21.9)
    assert breaker.allows("h", 22.0)
    breaker.record("h", 22.1, good=True)
    assert all(breaker.allows("h", 22.2) for _ in range(5))


def test_a_probe_that_never_comes_back_does_not_close_the_door_for_ever() -> None:
    """A worker that dies while it probes leaves the next probe to another, ten seconds on."""
    breaker = fed(0, 20)
    assert breaker.allows("h", 11.0)
    assert breaker.allows("h", 21.0)


def test_a_client_stops_calling_a_peer_that_fails() -> None:
    """A gateway that is down costs no worker its three seconds again and again."""
    engine, seen = Failing(OSError()), list[Exchange]()
    watched = HttpClient(engine, observe=seen.append, now=lambda: 5.0)
    for _ in range(20):
        with pytest.raises(OutcomeUnknownError):
            watched.send(Call(method="POST", url="http://x/"))
    with pytest.raises(UnavailableError):
        watched.send(Call(method="POST", url="http://x/"))
    assert engine.calls == 20
    assert seen[-1].outcome == "breaker_open"


def test_answers_of_failure_count_and_refusals_do_not(peer: str) -> None:
    """A peer that says 500 is ill; one that says 418 is well and means it."""
    for path, outcome in (("teapot", "answered"), ("broken", "breaker_open")):
        seen: list[Exchange] = []
        watched = HttpClient(SessionEngine(), observe=seen.append)
        for _ in range(20):
            watched.send(Call(method="POST", url=f"{peer}/{path}"))
        with suppress(UnavailableError):
            watched.send(Call(method="POST", url=f"{peer}/{path}"))
        assert seen[-1].outcome == outcome
