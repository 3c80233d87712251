"""The machine of setups: whatever facts come in whatever order, a setup ends once and never backwards."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.payment.consent import Consent
from bot.domain.payment.setup import (
    ENDED,
    LASTS,
    SETUP,
    Asking,
    NumberKept,
    PageOpened,
    Setup,
    SetupFact,
    StillThere,
    Submitted,
    TimeOver,
    TokenGiven,
    Unreadable,
    Verified,
    advance,
    begin,
)
from tests.builders.checkouts import NOW

CONSENT = Consent("saved_card", "en", 3, "The words.", NOW)
FRESH = begin(Setup("stp_1", "trv_1", "messenger:page:ada", "card", "vault", "en", NOW, NOW + LASTS))
SUBMITTED = Submitted("card_1", CONSENT, "ins_1", ("203.0.113.0/24", "Firefox"))
FACTS: tuple[SetupFact, ...] = (
    SUBMITTED,
    PageOpened("page_1", "https://bank.example/card"),
    NumberKept("Ada"),
    TokenGiven("Visa •4242"),
    Unreadable(),
    Asking(),
    *(Verified(result, "code", "https://bank.example") for result in ("approved", "declined", "action", "pending")),
    Verified("unknown"),
    StillThere(),
    TimeOver(),
)


def fed(*facts: SetupFact) -> Setup:
    """A setup after facts that came a second apart."""
    setup = FRESH
    for second, fact in enumerate(facts, 1):
        setup = advance(setup, fact, now=NOW + timedelta(seconds=second))
    return setup


@given(st.lists(st.tuples(st.sampled_from(FACTS), st.integers(0, 400)), max_size=25))
def test_whatever_happens_a_setup_ends_once(story: list[tuple[SetupFact, int]]) -> None:
    """A traveller's card is kept at most once, only with her consent, and never after she was told that it is not."""
    setup, now = FRESH, NOW
    for fact, seconds in story:
        now += timedelta(seconds=seconds)
        after = advance(setup, fact, now=now)
        assert after.state == setup.state or after.state in SETUP[setup.state].values()
        assert not setup.is_over or after == setup
        assert after.state != "kept" or (after.consent == CONSENT and after.instrument == "ins_1")
        assert (after.due_at is None) == after.is_over
        assert not after.is_over or not (after.sealed or after.url or after.holder or after.back)
        setup = after


@given(st.lists(st.sampled_from(FACTS), max_size=12), st.sampled_from(FACTS))
def test_a_fact_that_comes_twice_changes_nothing_the_second_time(story: list[SetupFact], fact: SetupFact) -> None:
    """Webhooks that are repeated and workers that start again move nobody's setup further than once."""
    once = advance(fed(*story), fact, now=NOW + timedelta(minutes=5))
    again = advance(once, fact, now=NOW + timedelta(minutes=5))
    moved = {"tries": once.tries, "due_at": once.due_at}
    assert msgspec.structs.replace(again, **moved) == once


def test_every_setup_that_nobody_goes_on_with_ends() -> None:
    """A form that was left open keeps nothing waiting for ever."""
    for facts in ((), (SUBMITTED,), (SUBMITTED, PageOpened("p", "u")), (SUBMITTED, TokenGiven("Visa"), Asking())):
        assert advance(fed(*facts), TimeOver(), now=FRESH.until).state == "expired"
        assert advance(fed(*facts), TimeOver(), now=FRESH.until - timedelta(seconds=1)).state not in ENDED


def test_a_form_that_comes_too_late_is_not_taken() -> None:
    """After a quarter of an hour the traveller begins again."""
    assert advance(FRESH, SUBMITTED, now=FRESH.until) == FRESH


@pytest.mark.parametrize(("result", "state"), [("approved", "kept"), ("declined", "declined"), ("action", "action")])
def test_the_gateways_answer_decides(result: str, state: str) -> None:
    """Yes keeps, no does not, and a bank that asks is gone to."""
    verified = fed(SUBMITTED, TokenGiven("Visa •4242"), Asking(), msgspec.convert({"result": result}, Verified))
    assert verified.state == state


def test_not_knowing_is_looked_up_ever_more_slowly() -> None:
    """Silence is neither yes nor no, and costs the gateway few questions."""
    setup = fed(SUBMITTED, TokenGiven("Visa •4242"), Asking())
    waits = []
    for _ in range(7):
        setup = advance(setup, Verified("unknown"), now=NOW)
        assert setup.due_at is not None
        waits.append((setup.due_at - NOW).total_seconds())
    assert setup.state == "verifying"
    assert waits == [2, 4, 8, 15, 30, 60, 60]


def test_keys_follow_from_the_setup_alone() -> None:
    """Whoever comes after a crash asks under the same key."""
    assert FRESH.key("verify") == fed(SUBMITTED, TokenGiven("Visa")).key("verify") == "tf:stp_1:verify:1"
