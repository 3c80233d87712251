"""Disputes from the gateway's webhook to staff and to the traveller's account."""

from typing import Any

import pytest

from bot.domain.checkout_case import Checkout
from bot.domain.conversation.link_events import IdentityChanged
from bot.domain.errors import InvalidError
from bot.domain.money import Money
from bot.domain.payment.activity import Activity
from bot.ports.wallet_records import Traveller
from bot.sandbox.cards import by_name
from bot.services import activity, checkouts, refunds, unlinking, wallet
from tests.builders.books import Books, books


@pytest.fixture(name="noted")
def _noted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Activity]]:
    """What was noted in accounts of travellers."""
    found: list[tuple[str, Activity]] = []
    monkeypatch.setattr(activity, "note", lambda _, traveller, one: found.append((traveller, one)))
    return found


def hooks(town: Books) -> None:
    """Every webhook that the gateway owes comes, twice and backwards."""
    for headers, body in [*town.gateway.webhooks, *reversed(town.gateway.webhooks)]:
        event = town.gateway.webhook(headers, body, now=town.home.clock.now())
        if event is not None:
            checkouts.gateway_event(town.runtime, event)
    town.run()


def disputed(town: Books, card: str = "dispute_fraud") -> Checkout:
    """A booking whose card's holder disputes it."""
    checkout = town.book("ada", by_name(card).number)
    town.settle()
    hooks(town)
    return town.checkout(checkout.id)


def test_a_dispute_comes_by_webhook_and_calls_staff_once(noted: list[Any]) -> None:
    """Whatever order webhooks come in, staff have one case, and the traveller's account one line that is neutral."""
    town = books()
    checkout = disputed(town)
    assert (checkout.payments[0].state, checkout.disputes[0].reason) == ("disputed", "fraudulent")
    assert town.home.meter.counts["needs_staff", "dispute"] == 1
    payment = checkout.payments[0]
    traveller = town.home.records.wallet.traveller_of(checkout.thread)
    (line,) = [one for one in noted if one[1].kind.startswith("dispute")]
    assert traveller
    assert line == (
        traveller,
        Activity(
            f"{payment.id}:{checkout.disputes[0].id}:open",
            "dispute_opened",
            town.home.clock.now(),
            about=payment.method,
            money=payment.amount,
            checkout=checkout.id,
            thread=checkout.thread,
        ),
    )


@pytest.mark.parametrize(("outcome", "state"), [("won", "captured"), ("lost", "charged_back")])
def test_what_the_bank_decides_is_found(outcome: Any, state: str, noted: list[Any]) -> None:
    """A dispute ends here as it ended at the bank."""
    town = books()
    checkout = disputed(town)
    town.home.clock.move(seconds=60)
    town.gateway.decide_dispute(checkout.disputes[0].id, outcome)
    hooks(town)
    after = town.checkout(checkout.id)
    assert (after.payments[0].state, after.disputes[0].state) == (state, outcome)
    kinds = [one.kind for _, one in noted if one.kind.startswith("dispute")]
    assert kinds == ["dispute_opened", "dispute_closed"]


def test_a_dispute_that_nobody_answers_is_lost_in_time() -> None:
    """Banks do not wait for ever."""
    town = books()
    checkout = disputed(town, "dispute_not_received")
    assert checkout.disputes[0].reason == "product_not_received"
    town.home.clock.move(seconds=8 * 86400)
    town.gateway.find("nothing")
    town.home.clock.move(seconds=1)
    event = town.gateway.webhooks[-1][1]
    assert b"dispute.closed" in event
    for step in ("look",):
        from bot.domain.checkout_case import Step  # noqa: PLC0415  only here
        from bot.ports.money_records import KeptStep  # noqa: PLC0415

        with town.home.records.begin() as work:
            now = town.home.clock.now()
            work.money.add_step(KeptStep("step_late", checkout.id, Step(step, now, checkout.payments[0].id)))
    town.run()
    assert town.checkout(checkout.id).payments[0].state == "charged_back"


def test_a_dispute_that_was_opened_and_closed_while_nobody_looked_is_found_in_its_order() -> None:
    """A week without webhooks and without look-ups ends with the same books."""
    town = books()
    checkout = town.book("ada", by_name("dispute_fraud").number)
    town.settle()
    town.gateway.decide_dispute(f"dp_{checkout.payments[0].reference}", "lost")
    hooks(town)
    hooks(town)
    after = town.checkout(checkout.id)
    assert (after.payments[0].state, after.disputes[0].state) == ("charged_back", "lost")


@pytest.mark.parametrize(("outcome", "back"), [("won", 2000), ("lost", 0)])
def test_a_refund_that_meets_a_dispute_is_made_only_if_the_bank_finds_for_us(outcome: Any, back: int) -> None:
    """The gateway refuses the refund, the webhook is heard although it is asked for, and nothing is asked in vain."""
    town = books()
    checkout = town.book("ada", by_name("dispute_fraud").number)
    town.settle()
    give = {"reason": "goodwill", "by": "eve"}
    refunds.request(town.runtime, checkout.id, Money(2000, "EUR"), key="first", **give)
    hooks(town)
    assert town.checkout(checkout.id).disputes
    for _ in range(20):
        town.home.clock.move(seconds=3600)
        town.run()
    disputed = town.checkout(checkout.id)
    assert (disputed.payments[0].state, disputed.payments[0].open_attempt) == ("disputed", None)
    with pytest.raises(InvalidError):
        refunds.request(town.runtime, checkout.id, Money(100, "EUR"), key="second", **give)
    asked = len(town.gateway.calls)
    town.gateway.decide_dispute(disputed.disputes[0].id, outcome)
    hooks(town)
    town.home.clock.move(seconds=3600)
    town.run()
    after = town.checkout(checkout.id)
    assert [refund.state for refund in after.refunds] == ["done" if back else "failed"]
    assert town.gateway.records().moved("refunded") == back
    refund_calls = [call for call in town.gateway.calls[asked:] if call[0] == "refund"]
    assert len(refund_calls) == (1 if back else 0)


def test_a_second_hold_does_not_hide_what_a_bank_has_decided() -> None:
    """What the records tell first and changes nothing keeps nobody from hearing the rest."""
    town = books()
    checkout = disputed(town)
    town.hold(checkout.payments[0].id)
    town.gateway.decide_dispute(checkout.disputes[0].id, "won")
    hooks(town)
    assert town.checkout(checkout.id).payments[0].state == "captured"


def test_a_warning_of_fraud_reaches_staff_and_nobody_else(noted: list[Any]) -> None:
    """A traveller is not told that somebody suspects her."""
    town = books()
    checkout = disputed(town, "fraud_warning")
    assert (checkout.payments[0].state, checkout.staff) == ("captured", ("fraud_warning",))
    assert town.home.meter.counts["needs_staff", "fraud_warning"] == 1
    assert not [one for _, one in noted if one.kind.startswith("dispute")]


def test_a_chat_without_a_traveller_has_nobody_to_tell(noted: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """An account that was erased is not brought back by a dispute."""
    monkeypatch.setattr(wallet, "remember", lambda *_: ())
    town = books()
    disputed(town)
    assert [traveller for traveller, one in noted if one.kind == "dispute_opened"] == [""]


def test_who_took_a_chat_over_hears_nothing_of_a_former_dispute(noted: list[Any]) -> None:
    """The number belongs to a stranger now: the former traveller is told, wherever they still are."""
    town = books()
    checkout = town.book("ada", by_name("dispute_fraud").number)
    owner = town.home.records.wallet.traveller_of(checkout.thread)
    town.home.clock.move(seconds=60)
    unlinking.identity_changed(town.runtime, checkout.thread, IdentityChanged("evt_1", town.home.clock.ms))
    with town.home.records.begin() as work:
        work.wallet.enroll(checkout.thread, Traveller("trv_stranger", town.home.clock.now()))
    town.settle()
    hooks(town)
    assert [traveller for traveller, one in noted if one.kind == "dispute_opened"] == [owner]
