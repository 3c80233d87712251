"""Paying from a saved account, as services see it: who may, what a web process leaves, and what the wallet keeps."""

from datetime import timedelta

import msgspec
import pytest

from bot.domain.conversation.debit_events import DebitAsked, DebitUndone
from bot.domain.conversation.effects import CancelCheckout, PayWithSaved
from bot.domain.conversation.events import PaymentDeclined, ProfileChanged, TicketIssued
from bot.domain.errors import InvalidError
from bot.domain.money import Money
from bot.domain.payment.activity import Activity
from bot.services import activity, checkouts, refunds, saved_methods
from bot.services.pay_tokens import pay_token
from tests.builders.accounts import CREDITOR
from tests.builders.cards import INSTRUMENT, METHOD
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import BROWSER, EFFECT, THREAD, WORLD, Plan, Town

OTHER = "webchat:TF:visitor"


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.turns.pay_off", lambda *_: 0)


@pytest.fixture(name="noted")
def _noted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Activity]]:
    """What the traveller is told of outside the thread."""
    told: list[tuple[str, Activity]] = []
    monkeypatch.setattr(activity, "note", lambda _, traveller, one: told.append((traveller, one)))
    return told


def waiting(name: str = "debit_succeeds", *, days: int = 0) -> Town:
    """Seats are held and wait for payment, by somebody who saved a test account of that name."""
    town = Town(Plan((), account=name), Fuse())
    town.clock.moment += timedelta(days=days)
    town.offer = town._offer()
    town.begin()
    town.sweep()
    return town


def tapped(town: Town, effect: str = "tap#0") -> Town:
    """The account was chosen, and a worker did what it could at once."""
    saved_methods.pay(town.runtime, effect, THREAD, PayWithSaved(EFFECT, METHOD))
    return town


def later(town: Town, **time: float) -> Town:
    """Time passes, and what is due is done."""
    town.clock.moment += timedelta(**time)
    while town.sweep():
        pass
    return town


def state(town: Town) -> str:
    """How far the checkout is."""
    assert town.checkout is not None
    return town.checkout.state


def told(town: Town, kind: type) -> list[object]:
    """What the thread was told, of one kind."""
    return [event for event in town.told if isinstance(event, kind)]


def test_a_tap_holds_the_seats_for_a_week_and_asks_the_bank() -> None:
    """The traveller reads at once that the bank is asked, and until when her seats are held."""
    town = tapped(waiting())
    assert state(town) == "charging"
    (event,) = told(town, DebitAsked)
    (hold,) = town.supplier.holds.values()
    assert isinstance(event, DebitAsked)
    assert hold.held.until == town.clock.moment + timedelta(days=7)
    assert event.until == int(hold.held.until.timestamp())


def test_the_bank_is_told_which_mandate_allows_it() -> None:
    """A debit without its mandate is refused: the reference that was signed goes with each."""
    town = tapped(waiting())
    assert [view["state"] for view in town.gateway.records().payments] == ["pending"]


def test_tickets_come_when_the_money_has_come() -> None:
    """A day later in this town; nothing is captured apart."""
    town = later(tapped(waiting()), days=1, hours=7)
    assert state(town) == "paid"
    assert len(told(town, TicketIssued)) == 1
    assert town.gateway.records().count("captured") == 1


@pytest.mark.parametrize("effect", ["tap#0", "tap#1"])
def test_a_second_tap_debits_nothing_more(effect: str) -> None:
    """Whether the same effect comes twice or the traveller taps twice."""
    town = tapped(tapped(waiting()), effect)
    assert len(town.gateway.records().payments) == 1


def test_thirteen_days_before_departure_no_account_pays() -> None:
    """It was offered a week ago and is tapped today: the traveller reads why not, and pays otherwise."""
    town = tapped(waiting(days=7))
    assert state(town) == "collecting"
    assert [event.reason for event in told(town, PaymentDeclined)] == ["debit_not_now"]  # type: ignore[attr-defined]
    assert town.gateway.records().payments == ()


@pytest.mark.parametrize("creditor", ["", "FR72ZZZ123456"])
def test_an_airline_that_is_not_the_creditor_debits_nothing(monkeypatch: pytest.MonkeyPatch, creditor: str) -> None:
    """Without an identifier, or with another than the mandate names, the account does not pay."""
    town = waiting()
    monkeypatch.setattr(WORLD.brand, "creditor", creditor)
    tapped(town)
    assert [event.reason for event in told(town, PaymentDeclined)] == ["method_gone"]  # type: ignore[attr-defined]
    assert creditor != CREDITOR


def test_a_mandate_that_the_holder_ended_takes_the_account_out_of_the_wallet(noted: list[tuple[str, Activity]]) -> None:
    """The bank says so when it is asked: the account is removed here and at the gateway, and the traveller told."""
    town = later(tapped(waiting("debit_mandate_ended")), seconds=1)
    assert state(town) == "collecting"
    with town.records.begin() as work:
        assert work.wallet.method(METHOD).state == "removed"
        assert work.mandates.of(INSTRUMENT).state == "inactive"
        assert work.money.instrument(INSTRUMENT).token == ""
    assert [event.news for event in told(town, ProfileChanged)] == ["method_removed"]  # type: ignore[attr-defined]
    assert [(one.kind, one.about) for _, one in noted] == [("method_removed", "IBAN •1100")]
    assert [event.reason for event in told(town, PaymentDeclined)] == ["debit_mandate"]  # type: ignore[attr-defined]


def test_an_account_that_is_gone_is_told_once_in_each_linked_chat(noted: list[tuple[str, Activity]]) -> None:
    """The chat that pays says it by itself, and the other one by its notice: nobody reads it twice."""
    town = waiting("debit_mandate_ended")
    with town.records.begin() as work:
        owner = work.wallet.traveller_of(THREAD)
        work.links.link(OTHER, owner, at=town.clock.now())
    later(tapped(town), seconds=1)
    assert [event.news for event in told(town, ProfileChanged)] == ["method_removed", ""]  # type: ignore[attr-defined]
    assert [(who, one.thread, one.told) for who, one in noted] == [(owner, THREAD, True)]


def test_a_bank_that_says_no_after_days_opens_the_link_again() -> None:
    """The page of the first evening had closed; it opens for another day, and a card pays there."""
    town = later(tapped(waiting("debit_fails")), days=1, hours=7)
    assert state(town) == "collecting"
    view = checkouts.link_state(town.web, pay_token(town.web, town.checkout.id), BROWSER)  # type: ignore[union-attr]
    assert view is not None
    assert view.state == "declined"
    assert view.until > town.clock.moment.timestamp() + 23 * 3600
    assert town.pay(view, "4242424242424242")
    later(town, seconds=1)
    assert state(town) == "paid"


def test_who_cancels_while_the_bank_is_asked_is_heard_at_once() -> None:
    """Seats go back now; the money goes back when it has come."""
    town = tapped(waiting())
    checkouts.cancel(town.runtime, "mid.9#0", THREAD, CancelCheckout(EFFECT))
    later(town, seconds=1)
    assert [hold.state for hold in town.supplier.holds.values()] == ["cancelled"]
    assert [event.reason for event in told(town, DebitUndone)] == ["cancelled"]  # type: ignore[attr-defined]
    later(town, days=2)
    assert state(town) == "ended"
    records = town.gateway.records()
    assert records.moved("captured") == records.moved("refunded") > 0


def test_a_debit_that_its_bank_takes_back_is_told_outside_the_thread(noted: list[tuple[str, Activity]]) -> None:
    """Staff are called and the traveller reads it wherever they are, once."""
    town = later(tapped(waiting("debit_is_returned")), days=1, hours=7)
    later(town, days=2)
    for headers, body in town.gateway.webhooks[-1:]:
        event = town.gateway.webhook(headers, body, now=town.clock.now())
        assert event is None or event.kind == "payment.captured"
    town.gateway.records()
    headers, body = town.gateway.webhooks[-1]
    event = town.gateway.webhook(headers, body, now=town.clock.now())
    assert event is not None
    assert event.kind == "payment.returned"
    for name in ("evt_a", "evt_b"):
        checkouts.gateway_event(town.runtime, msgspec.structs.replace(event, id=name))
    later(town, seconds=1)
    assert [(one.kind, one.about) for _, one in noted if one.kind == "dispute_opened"] == [
        ("dispute_opened", "IBAN •3002")
    ]
    assert town.counts.counted["needs_staff returned"] == 1


def test_a_refund_of_a_debit_that_its_bank_has_taken_back_is_not_made_and_not_waited_for() -> None:
    """Nobody has heard yet that the money is gone: the gateway says no, its records say why, and the refund is over."""
    town = later(tapped(waiting("debit_is_returned")), days=1, hours=7)
    assert town.checkout is not None
    assert town.checkout.state == "paid"
    town.clock.moment += timedelta(days=2)
    town.gateway.records()
    give = {"reason": "goodwill", "by": "eve", "key": "form"}
    refunds.request(town.runtime, town.checkout.id, Money(2000, "EUR"), **give)
    later(town, minutes=1)
    (payment,) = town.checkout.payments
    assert (payment.state, payment.open_attempt, payment.refunded) == ("charged_back", None, 0)
    assert [refund.state for refund in town.checkout.refunds] == ["failed"]
    assert town.gateway.records().moved("refunded") == 0
    with pytest.raises(InvalidError):
        refunds.request(town.runtime, town.checkout.id, Money(100, "EUR"), **{**give, "key": "again"})
