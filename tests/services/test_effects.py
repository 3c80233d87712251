"""Performing effects: by one at a time, answered once, followed up when somebody dies, given up in the end."""

from typing import Any, get_args

import pytest

from bot.domain.conversation.account_effects import FindPayments, FindReceipt, TellKnown
from bot.domain.conversation.aftersale_effects import QuoteRefund, TellRefunds
from bot.domain.conversation.effects import (
    BeginCheckout,
    CallAgent,
    CancelCheckout,
    Effect,
    FindTrips,
    LookUpTrip,
    MakeLinkCode,
    OpenWallet,
    RedeemLinkCode,
    Say,
    SearchFlights,
    UnlinkChat,
    WakeAt,
)
from bot.domain.conversation.events import OffersFound, SearchFailed
from bot.domain.conversation.link_events import LinkRefused
from bot.domain.conversation.rating_effects import KeepRating
from bot.domain.conversation.wallet_events import WalletLinkMade
from bot.domain.errors import OutcomeUnknownError, SupplierError, UnavailableError
from bot.services import effects, performers, turns
from tests.builders.entries import THREAD, commit, due, search
from tests.builders.house import House, house
from tests.builders.world import NOW_MS, offer, offers, passenger


class Shelf:
    """A supplier that has offers, or fails as it is told."""

    def __init__(self) -> None:
        self.asked = 0
        self.error: Exception | None = None

    def search(self, wish: Any, *, now: Any, limit: int = 9) -> Any:
        """Two offers."""
        self.asked += 1
        assert now is not None
        if self.error:
            raise self.error
        return offers(2, wish)[:limit]


@pytest.fixture
def shelf() -> Shelf:
    """The supplier."""
    return Shelf()


@pytest.fixture
def home(shelf: Shelf) -> House:
    """A house with that supplier."""
    return house(supplier=shelf)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, str, int]]:
    """What turns were asked to take: event, the effect that it settles, and its time."""
    found: list[tuple[Any, str, int]] = []

    def take(runtime: Any, thread: str, event: Any, *, settles: str = "", settles_at: int = 0) -> None:
        found.append((event, settles, settles_at))
        runtime.conversations.settle(thread, settles, at=settles_at)

    monkeypatch.setattr(turns, "take", take)
    return found


def want(home: House, effect: Effect, name: str = "m1#0", at: int = NOW_MS) -> None:
    """A turn that wants an effect."""
    home.runtime.conversations.commit(commit(1, dues=(due(effect, effect_name=name, at=at),)))


def test_a_search_is_answered_under_the_effects_name(home: House, taken: list[Any]) -> None:
    """Offers come back to the very search that asked for them."""
    want(home, search())
    assert effects.perform(home.runtime, THREAD, "m1#0")
    assert taken == [(OffersFound("m1#0", NOW_MS, offers(2, search().search)), "m1#0", 0)]
    assert home.memory.effects == {}
    assert home.meter.counts["effects", "SearchFlights", "performed"] == 1


def test_who_is_rung_twice_finds_nothing_the_second_time(home: House, shelf: Shelf, taken: list[Any]) -> None:
    """A queue that repeats itself costs a look and no search."""
    want(home, search())
    assert effects.perform(home.runtime, THREAD, "m1#0")
    assert not effects.perform(home.runtime, THREAD, "m1#0")
    assert (shelf.asked, len(taken)) == (1, 1)


@pytest.mark.parametrize("error", [SupplierError("down"), OutcomeUnknownError("no answer")])
def test_a_supplier_that_fails_is_an_answer(home: House, shelf: Shelf, taken: list[Any], error: Exception) -> None:
    """A traveller who waits for flights is told that they cannot be looked up, and does not wait for ever."""
    shelf.error = error
    want(home, search())
    effects.perform(home.runtime, THREAD, "m1#0")
    (event, settles, _), *_ = taken
    assert isinstance(event, SearchFailed)
    assert (event.reason, settles) == (getattr(error, "say_to_traveller", ""), "m1#0")


def test_who_dies_in_the_middle_is_followed_when_the_lease_ends(home: House, shelf: Shelf, taken: list[Any]) -> None:
    """Killed at any instruction, the effect is performed by the next who is rung."""
    want(home, search())
    shelf.error = UnavailableError("killed")
    with pytest.raises(UnavailableError):
        effects.perform(home.runtime, THREAD, "m1#0")
    shelf.error = None
    assert not effects.perform(home.runtime, THREAD, "m1#0")
    home.clock.move(milliseconds=effects.LEASE_MS)
    assert effects.perform(home.runtime, THREAD, "m1#0")
    assert len(taken) == 1


def test_what_harms_whoever_tries_is_given_up(home: House, shelf: Shelf, taken: list[Any]) -> None:
    """A search that killed eight workers is answered with an apology, and staff see it."""
    want(home, search())
    shelf.error = MemoryError()
    for _ in range(effects.MOST_LEASES):
        with pytest.raises(MemoryError):
            effects.perform(home.runtime, THREAD, "m1#0")
        home.clock.move(milliseconds=effects.LEASE_MS)
    assert not effects.perform(home.runtime, THREAD, "m1#0")
    assert isinstance(taken[0][0], SearchFailed)
    assert home.meter.counts["needs_staff", "effect"] == 1
    assert home.memory.effects == {}


@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        (MakeLinkCode(), lambda now: LinkRefused("m1#0", now, "failed")),
        (RedeemLinkCode("BCDFGH23"), lambda now: LinkRefused("m1#0", now, "failed")),
        (OpenWallet("en"), lambda now: WalletLinkMade("m1#0", now)),
    ],
)
def test_a_code_or_link_that_nobody_can_make_or_take_is_answered_in_the_end(
    home: House, taken: list[Any], monkeypatch: pytest.MonkeyPatch, wish: Effect, answer: Any
) -> None:
    """A traveller who waits for it hears that it does not work for a moment."""
    monkeypatch.setattr(effects, "ALL", {type(wish): lambda *_: 1 / 0})
    want(home, wish)
    for _ in range(effects.MOST_LEASES):
        with pytest.raises(ZeroDivisionError):
            effects.perform(home.runtime, THREAD, "m1#0")
        home.clock.move(milliseconds=effects.LEASE_MS)
    effects.perform(home.runtime, THREAD, "m1#0")
    assert taken[0][0] == answer(home.clock.ms)
    assert home.memory.effects == {}


BEGIN = BeginCheckout(offer(), (passenger(),), "marie@example.com", "en")


@pytest.mark.parametrize("wish", [BEGIN, UnlinkChat("c_lost")])
def test_money_and_a_chat_that_is_to_be_unlinked_are_never_given_up(
    home: House, monkeypatch: pytest.MonkeyPatch, wish: Effect
) -> None:
    """What fails again and again stays due, and staff see it: a lost phone would go on showing somebody's cards."""
    monkeypatch.setattr(effects, "ALL", {type(wish): lambda *_: 1 / 0})
    want(home, wish)
    for _ in range(effects.MOST_LEASES):
        with pytest.raises(ZeroDivisionError):
            effects.perform(home.runtime, THREAD, "m1#0")
        home.clock.move(milliseconds=effects.LEASE_MS)
    assert not effects.perform(home.runtime, THREAD, "m1#0")
    assert (THREAD, "m1#0") in home.memory.effects
    assert home.meter.counts["needs_staff", "effect"] == 1


def test_a_call_for_an_agent_that_cannot_be_made_is_dropped_in_the_end(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bell that cannot ring does not ring for ever: the desk's list shows the thread anyway."""
    monkeypatch.setattr(effects, "ALL", {CallAgent: lambda *_: 1 / 0})
    want(home, CallAgent("wish"))
    for _ in range(effects.MOST_LEASES):
        with pytest.raises(ZeroDivisionError):
            effects.perform(home.runtime, THREAD, "m1#0")
        home.clock.move(milliseconds=effects.LEASE_MS)
    effects.perform(home.runtime, THREAD, "m1#0")
    assert home.memory.effects == {}


def test_a_checkout_is_begun_and_answers_another_way(
    home: House, taken: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a checkout tells comes from SQL; the effect is settled when it has begun, or was given up."""
    seen: list[tuple[str, str, Effect]] = []
    for name in ("begin", "cancel"):
        monkeypatch.setattr(performers.checkouts, name, lambda _, key, thread, wish: seen.append((key, thread, wish)))
    home.runtime.conversations.commit(commit(1, dues=(due(BEGIN), due(CancelCheckout("m0#0"), effect_name="m1#1"))))
    assert effects.perform(home.runtime, THREAD, "m1#0")
    assert effects.perform(home.runtime, THREAD, "m1#1")
    assert seen == [("m1#0", THREAD, BEGIN), ("m1#1", THREAD, CancelCheckout("m0#0"))]
    assert (taken, home.memory.effects) == ([], {})


def test_the_desk_hears_a_call(home: House, taken: list[Any]) -> None:
    """An agent's page lights up when somebody waits for a person."""
    want(home, CallAgent("wish"))
    effects.perform(home.runtime, THREAD, "m1#0")
    assert [(note.thread, note.kind) for note in home.live.notes] == [(THREAD, "desk")]
    assert taken == []


def test_a_timer_rings_at_its_time_under_a_name_of_its_own(home: House, taken: list[Any]) -> None:
    """Each ringing of a thread's timer is an event of its own, and settles no timer that was set meanwhile."""
    want(home, WakeAt(NOW_MS + 500, "3"), turns.WAKE, NOW_MS + 500)
    assert not effects.perform(home.runtime, THREAD, turns.WAKE)
    home.clock.move(milliseconds=500)
    assert effects.perform(home.runtime, THREAD, turns.WAKE)
    (event, settles, at), *_ = taken
    assert (event.wait, event.id, settles, at) == ("3", f"{THREAD}#wake@{NOW_MS + 500}", "wake", NOW_MS + 500)


def test_every_effect_but_speech_has_a_performer() -> None:
    """Whatever a flow wants is done by somebody; quick ones have no part in money."""
    assert {*performers.ALL} == {*get_args(Effect)} - {Say}
    looks = {FindTrips, LookUpTrip, FindPayments, FindReceipt, TellKnown, QuoteRefund, TellRefunds}
    assert {*performers.QUICK} == {SearchFlights, OpenWallet, KeepRating, *looks}


def test_a_performer_refuses_what_is_not_its_own(home: House) -> None:
    """A table that names the wrong performer is noticed at once."""
    for wrong in (performers.ALL[SearchFlights], performers.ALL[WakeAt]):
        with pytest.raises(TypeError):
            wrong(home.runtime, due(CallAgent("wish")))
