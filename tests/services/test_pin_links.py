"""A PIN before a saved method pays: asked on a link, right once, and nothing is paid without it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.domain.conversation.effects import CancelCheckout, PayWithSaved, RemoveMethod
from bot.domain.conversation.events import PaymentDeclined
from bot.domain.conversation.pin_events import PinAsked, PinConfirmed
from bot.domain.payment.pin import FIRST_LOCK
from bot.domain.payment.wallet_rules import ChannelRule
from bot.ports.link_records import Parted
from bot.sandbox.cards import by_name
from bot.services import checkouts, pin_links, pins, saved_methods, wallet_changes
from bot.services.wallet_changes import Change
from tests.builders.cards import INSTRUMENT, METHOD, TRAVELLER, save_card
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import EFFECT, THREAD, Plan, Town

PIN, BAD = "4711", "0815"
PAGE = "https://pay.example/pin/"


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.turns.pay_off", lambda *_: 0)


@pytest.fixture(name="town")
def _town() -> Town:
    """Seats are held, a card was saved with an earlier booking, and a PIN guards it."""
    town = Town(Plan(), Fuse())
    save_card(town.records, town.gateway, by_name("visa").number, thread=THREAD)
    pins.set_pin(town.runtime, Change("page:0", THREAD, TRAVELLER), PIN)
    town.begin()
    town.sweep()
    assert town.checkout is not None
    assert town.checkout.state == "collecting"
    return town


def tap(town: Town, effect: str = "tap#0") -> str:
    """A tap on the button that pays; gives the token of the link that it leads to."""
    saved_methods.pay(town.runtime, effect, THREAD, PayWithSaved(EFFECT, METHOD))
    asked = [one for one in town.told if isinstance(one, PinAsked)]
    return asked[-1].url.removeprefix(PAGE)


def state(town: Town, token: str) -> str:
    """What the link shows."""
    view = pin_links.look(town.web, token)
    return view.state if view is not None else ""


def confirm(town: Town, token: str, guess: str = PIN) -> str:
    """A PIN on the page; gives what it shows then."""
    view = pin_links.confirm(town.web, token, guess)
    return view.state if view is not None else ""


def captured(town: Town) -> int:
    """How often the saved card paid, by the gateway's own records; the rest of the story is played."""
    town.play()
    return sum(one["usage"] == "saved" for one in town.gateway.records().payments)


def test_a_tap_leads_to_a_page_and_asks_no_bank(town: Town) -> None:
    """Before the PIN there is no attempt; the link names method, sum and end, and is the same when asked twice."""
    for _ in range(2):
        saved_methods.pay(town.runtime, "tap#0", THREAD, PayWithSaved(EFFECT, METHOD))
    assert town.checkout is not None
    assert (town.checkout.state, town.checkout.payments[0].attempts) == ("collecting", ())
    (asked,) = [one for one in town.told if isinstance(one, PinAsked)]
    assert (asked.checkout, asked.method, asked.total) == (EFFECT, "Visa •4242", town.checkout.order.offer.total)
    assert asked.until == int((town.clock.now() + timedelta(minutes=10)).timestamp())
    view = pin_links.look(town.web, asked.url.removeprefix(PAGE))
    assert view is not None
    assert (view.state, view.method, view.total, view.left) == ("open", "Visa •4242", asked.total, 5)


def test_the_right_pin_pays_once(town: Town) -> None:
    """The thread hears that it pays; the same post again, or another tab, pays nothing more."""
    token = tap(town)
    assert [confirm(town, token) for _ in range(3)] == ["used", "used", "used"]
    assert [one.method for one in town.told if isinstance(one, PinConfirmed)] == ["Visa •4242"]
    assert captured(town) == 1
    assert state(town, token) == "paid"


def account_town() -> Town:
    """Seats are held for somebody whose saved account is guarded by a PIN."""
    town = Town(Plan((), account="debit_succeeds"), Fuse())
    pins.set_pin(town.runtime, Change("page:0", THREAD, TRAVELLER), PIN)
    town.begin()
    town.sweep()
    return town


def test_the_right_pin_has_an_account_debited_and_not_charged_like_a_card() -> None:
    """The bank is asked under the mandate, the seats are held for its days, and the tickets come with the money."""
    town = account_town()
    assert confirm(town, tap(town)) == "used"
    assert town.checkout is not None
    assert (town.checkout.state, town.checkout.payments[0].attempts[-1].operation) == ("charging", "charge")
    town.play()
    assert town.checkout.state == "paid"
    assert town.gateway.records().count("captured") == 1


def test_an_account_that_cannot_pay_any_more_is_refused_before_its_pin_is_looked_at() -> None:
    """Its holder ended the mandate meanwhile: the page says so, whatever PIN is typed, and counts nothing."""
    town = account_town()
    token = tap(town)
    with town.records.begin() as work:
        work.mandates.end(INSTRUMENT)
    assert (confirm(town, token, BAD), state(town, token)) == ("refused", "refused")


def test_two_tabs_at_once_pay_once(town: Town) -> None:
    """However many posts come at the same moment."""
    token = tap(town)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: confirm(town, token), range(8))) == {"used"}
    assert captured(town) == 1


def test_of_two_links_the_one_that_is_used_first_pays(town: Town) -> None:
    """Who tapped twice has two pages; the other one says that it came too late."""
    first, second = tap(town), tap(town, "tap#1")
    assert first != second
    assert confirm(town, second) == "used"
    assert (state(town, first), confirm(town, first)) == ("late", "late")
    assert captured(town) == 1


def test_wrong_pins_are_counted_and_the_fifth_locks(town: Town) -> None:
    """What is left is told; locked, not even the right one pays; afterwards the link is too old."""
    token = tap(town)
    assert [confirm(town, token, BAD) for _ in range(4)] == ["wrong"] * 4
    view = pin_links.look(town.web, token)
    assert view is not None
    assert (view.state, view.left) == ("open", 1)
    assert [confirm(town, token, text) for text in (BAD, PIN)] == ["locked", "locked"]
    assert state(town, token) == "locked"
    town.clock.moment += FIRST_LOCK
    assert state(town, token) == "late"
    assert captured(town) == 0


@pytest.mark.parametrize("text", ["", "12", "pin!"])
def test_what_is_no_pin_is_not_counted(town: Town, text: str) -> None:
    """An empty form costs nothing."""
    assert confirm(town, tap(town), text) == "shape"
    assert town.records.pins.pins[TRAVELLER].wrong == 0


def test_a_link_that_nobody_made_is_none(town: Town) -> None:
    """A guessed token shows nothing."""
    assert pin_links.look(town.web, "a" * 32) is pin_links.confirm(town.web, "a" * 32, PIN) is None


def test_after_ten_minutes_the_link_takes_no_pin(town: Town) -> None:
    """A page that lay open pays nothing late, and no try is counted."""
    token = tap(town)
    town.clock.moment += timedelta(minutes=10)
    assert confirm(town, token) == "late"
    assert captured(town) == 0


def test_a_link_ends_with_the_time_to_pay(town: Town) -> None:
    """Asked late, it takes no PIN longer than the pay page takes a card."""
    town.clock.moment += timedelta(minutes=12)
    tap(town)
    asked = next(one for one in town.told if isinstance(one, PinAsked))
    assert town.checkout is not None
    assert town.checkout.link_until is not None
    assert asked.until == int(town.checkout.link_until.timestamp())


def test_a_checkout_that_has_ended_is_not_paid(town: Town) -> None:
    """Who cancelled in the chat and then entered the PIN has bought nothing."""
    token = tap(town)
    checkouts.cancel(town.runtime, "cancel#0", THREAD, CancelCheckout(EFFECT))
    assert confirm(town, token) == "late"
    assert captured(town) == 0


def test_a_method_that_was_removed_meanwhile_does_not_pay(town: Town) -> None:
    """The page says so, and the PIN is not even compared."""
    token = tap(town)
    saved_methods.remove(town.runtime, "del#0", THREAD, RemoveMethod(METHOD))
    view = pin_links.confirm(town.web, token, PIN)
    assert view is not None
    assert (view.state, view.reason) == ("refused", "method_gone")


def test_a_method_that_was_barred_meanwhile_does_not_pay(town: Town) -> None:
    """What holds in the channel is asked at the moment of paying."""
    token = tap(town)
    wallet_changes.bar(town.runtime, Change("x", THREAD), METHOD, "messenger")
    view = pin_links.look(town.web, token)
    assert view is not None
    assert (view.state, view.reason) == ("refused", "method_barred")
    assert confirm(town, token) == "refused"
    saved_methods.pay(town.runtime, "tap#5", THREAD, PayWithSaved(EFFECT, METHOD))
    assert [one.reason for one in town.told if isinstance(one, PaymentDeclined)] == ["method_barred"]


def test_a_pin_that_was_removed_meanwhile_leaves_no_open_door(town: Town) -> None:
    """A link to enter a PIN never pays without one: the traveller taps once more in the chat."""
    token = tap(town)
    pins.remove_pin(town.runtime, Change("page:1", THREAD, TRAVELLER), PIN)
    assert (state(town, token), confirm(town, token)) == ("none", "none")
    saved_methods.pay(town.runtime, "tap#1", THREAD, PayWithSaved(EFFECT, METHOD))
    assert captured(town) == 1


def test_a_pin_that_was_changed_meanwhile_is_asked_anew(town: Town) -> None:
    """The new one pays, the old one does not."""
    token = tap(town)
    pins.change_pin(town.runtime, Change("page:1", THREAD, TRAVELLER), PIN, "5820")
    assert [confirm(town, token, text) for text in (PIN, "5820")] == ["wrong", "used"]


def test_whoever_took_the_chat_over_pays_with_nothing(town: Town) -> None:
    """A number that changed hands leaves links that pay nothing, whoever holds them."""
    token = tap(town)
    moved = Parted(THREAD, "changed:1", TRAVELLER, town.clock.now(), "changed", 9)
    with town.records.begin() as work:
        work.links.part(moved)
    assert confirm(town, token) == "refused"


def test_a_name_stands_on_the_page(town: Town) -> None:
    """The traveller recognizes what pays."""
    wallet_changes.rename(town.runtime, Change("x", THREAD), METHOD, "work card")
    view = pin_links.look(town.web, tap(town))
    assert view is not None
    assert view.method == "work card (Visa •4242)"


def test_limits_hold_before_a_pin_is_asked(town: Town) -> None:
    """Nobody is asked for a PIN for what may not be paid."""
    assert town.checkout is not None
    total = town.checkout.order.offer.total
    limited = ChannelRule("messenger", limit=msgspec.structs.replace(total, minor=total.minor - 1))
    town.records.wallet.settled[TRAVELLER] = (limited,)
    saved_methods.pay(town.runtime, "tap#0", THREAD, PayWithSaved(EFFECT, METHOD))
    assert not [one for one in town.told if isinstance(one, PinAsked)]
    assert [one.reason for one in town.told if isinstance(one, PaymentDeclined)] == ["method_over_limit"]


def test_a_rule_that_comes_between_tap_and_request_stops_the_request(town: Town) -> None:
    """A worker asks once more before anything leaves: an attempt that never left is closed."""
    pins.remove_pin(town.runtime, Change("page:1", THREAD, TRAVELLER), PIN)
    saved_methods.pay(town.web, "tap#0", THREAD, PayWithSaved(EFFECT, METHOD))
    wallet_changes.bar(town.web, Change("x", THREAD), METHOD, "messenger")
    assert captured(town) == 0
    declined: list[Any] = [one for one in town.told if isinstance(one, PaymentDeclined)]
    assert [one.reason for one in declined] == ["method_barred"]
