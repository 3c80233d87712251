"""What a traveller sees of their wallet: every channel, every method with its end, and only their own."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.payment.pin import Pin
from bot.domain.payment.wallet_rules import CHANNELS, ChannelRule
from bot.sandbox.cards import by_name
from bot.services import wallet_view
from tests.builders.cards import METHOD, TRAVELLER, save_card
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import THREAD, Plan, Town


@pytest.fixture(name="town")
def _town() -> Town:
    """A traveller with a card until the end of 2029, on two channels."""
    town = Town(Plan(), Fuse())
    save_card(town.records, town.gateway, by_name("visa").number, thread=THREAD)
    town.records.wallet.threads["whatsapp:1:ada"] = TRAVELLER
    return town


def test_a_wallet_shows_methods_rules_and_channels(town: Town) -> None:
    """Each channel has its place, whether or not anything is settled for it."""
    rule = ChannelRule("whatsapp", (METHOD,))
    town.records.wallet.settled[TRAVELLER] = (rule,)
    seen = wallet_view.look(town.runtime, THREAD, TRAVELLER)
    assert seen is not None
    (method,) = seen.methods
    assert (method.id, method.kind, method.shown, method.name, method.expiry) == (METHOD, "card", "Visa •4242", "", "")
    assert [one.channel for one in seen.rules] == list(CHANNELS)
    assert rule in seen.rules
    assert (seen.here, seen.currency, seen.has_pin) == (("messenger", "whatsapp"), "EUR", False)


@pytest.mark.parametrize(
    ("now", "expiry"),
    [
        (datetime(2029, 12, 2, 11, tzinfo=UTC), ""),
        (datetime(2029, 12, 2, 12, tzinfo=UTC), "soon"),
        (datetime(2030, 1, 1, 11, 59, tzinfo=UTC), "soon"),
        (datetime(2030, 1, 1, 12, tzinfo=UTC), "over"),
    ],
)
def test_a_card_says_when_it_ends(town: Town, now: datetime, expiry: str) -> None:
    """Soon is the last thirty days; a card is good to the end of its month everywhere on Earth."""
    town.clock.moment = now
    seen = wallet_view.look(town.runtime, THREAD)
    assert seen is not None
    assert seen.methods[0].expiry == expiry


def test_a_locked_pin_says_until_when(town: Town) -> None:
    """And nothing once that is over."""
    until = town.clock.now() + timedelta(minutes=15)
    town.records.pins.pins[TRAVELLER] = Pin(TRAVELLER, "hash", town.clock.now(), locked_until=until)
    seen = wallet_view.look(town.runtime, THREAD)
    assert seen is not None
    assert (seen.has_pin, seen.pin_locked_until) == (True, until)
    town.clock.moment = until
    seen = wallet_view.look(town.runtime, THREAD)
    assert seen is not None
    assert seen.pin_locked_until is None


@pytest.mark.parametrize(("thread", "traveller"), [(THREAD, "trv_eve"), ("messenger:page:eve", "")])
def test_nobody_sees_the_wallet_of_somebody_else(town: Town, thread: str, traveller: str) -> None:
    """Neither by a thread that is not theirs nor by a name that the thread does not have."""
    assert wallet_view.look(town.runtime, thread, traveller) is None
