"""The books with Stripe in the sandbox's place: missed events, disputes, warnings of fraud, and nights."""

from datetime import timedelta
from typing import Any

import msgspec

from bot.domain.money import Money
from bot.domain.payment import posting
from bot.domain.payment.ledger import balances
from bot.sandbox.cards import by_name
from bot.services import reconciliation
from bot.services.checkouts import gateway_event
from bot.services.missed_events import catch_up
from tests.builders.books import Books, books
from tests.contracts.stripe_bench import stripe_gateway, stripe_reports, stripe_webhook
from tests.fakes.stripe_server import FakeStripe


def stripe_town() -> tuple[Books, FakeStripe]:
    """A worker's house that is paid through Stripe's adapters before a Stripe in memory."""
    town = books()
    stripe = FakeStripe(town.home.clock, town.gateway)
    parts: dict[str, Any] = {"gateway": stripe_gateway(stripe, town.home.clock), "reports": stripe_reports(stripe)}
    home = msgspec.structs.replace(town.home, runtime=msgspec.structs.replace(town.runtime, **parts))
    return msgspec.structs.replace(town, home=home), stripe


def night(town: Books) -> dict[str, int]:
    """Reconcile today in the night after it; gives what was counted."""
    day = town.home.clock.now().date()
    town.home.clock.move(seconds=86400)
    with town.home.records.begin() as work:
        reconciliation.order(work, day, town.home.clock.now())
    run = reconciliation.reconcile(town.runtime, day, pages=1000)
    assert run is not None
    assert run.ended_at is not None
    return dict(run.counts)


def found(town: Books) -> list[tuple[str, str]]:
    """The kind and subject of every case that is open."""
    cases = town.home.records.compared.cases.values()
    return sorted((one.finding.kind, one.finding.subject) for one in cases if one.closed_at is None)


def test_a_dispute_that_names_no_payment_of_ours_comes_to_it_by_webhook() -> None:
    """A bank knows Stripe's payment alone; staff are called all the same, once."""
    town, stripe = stripe_town()
    checkout = town.book("ada", by_name("dispute_fraud").number)
    town.settle()
    about = {"id": "dp_1", "object": "dispute", "metadata": {}, "payment_intent": checkout.payments[0].reference}
    headers, body = stripe_webhook(about, "charge.dispute.created", town.home.clock)
    for _ in range(2):
        event = town.runtime.gateway.webhook(headers, body, now=town.home.clock.now())
        assert event is not None
        assert event.payment == ""
        gateway_event(town.runtime, event)
        town.run()
    (payment,) = town.checkout(checkout.id).payments
    assert (payment.state, payment.reference) == ("disputed", about["payment_intent"])
    assert town.home.meter.counts["needs_staff", "dispute"] == 1
    assert [path for _, path, _ in stripe.asked if path == "disputes"]


def test_disputes_and_warnings_are_read_afterwards_when_no_webhook_came() -> None:
    """Staff hear of what banks say although the door was closed."""
    town, _ = stripe_town()
    disputed = town.book("ada", by_name("dispute_fraud").number)
    warned = town.book("bob", by_name("fraud_warning").number)
    catch_up(town.runtime)
    town.run()
    town.settle()
    assert catch_up(town.runtime) == 2
    town.run()
    assert town.checkout(disputed.id).payments[0].state == "disputed"
    assert "fraud_warning" in town.checkout(warned.id).staff
    assert catch_up(town.runtime) == 0


def test_a_night_in_which_all_went_well_leaves_no_case() -> None:
    """Captures, fees and a dispute stand in the books as in Stripe's balance."""
    town, stripe = stripe_town()
    town.book("ada")
    town.book("kim", by_name("generic_decline").number)
    town.book("bob", by_name("dispute_fraud").number)
    town.settle()
    catch_up(town.runtime)
    town.home.clock.move(seconds=3600)
    town.run()
    counts = night(town)
    assert found(town) == []
    assert (counts["payments"], counts["movements"]) == (3, 6)
    sums = balances(town.home.records.money.transactions())
    (owed,) = stripe_reports(stripe).balance(town.home.clock.now() + timedelta(hours=1))
    assert sums[posting.PSP_RECEIVABLE, "EUR"] == owed.minor
    assert sums[posting.PSP_FEES, "EUR"] > 0


def test_money_at_stripe_of_which_we_know_nothing_is_found() -> None:
    """A payment of a database that was lost is a case for staff, and the books stay true."""
    town, _ = stripe_town()
    town.book("ada")
    lost = town.book("bob")
    payment = lost.payments[0]
    del town.home.records.money.checkouts[lost.id]
    town.home.clock.move(seconds=3600)
    town.run()
    night(town)
    assert ("missing_local", payment.id) in found(town)


def test_a_refund_made_on_stripes_dashboard_is_found_in_the_night() -> None:
    """Money that somebody gave back behind our back is a case, found by the day of the refund."""
    town, _ = stripe_town()
    checkout = town.book("ada")
    town.home.clock.move(seconds=3600)
    town.run()
    night(town)
    assert found(town) == []
    payment = checkout.payments[0]
    town.runtime.gateway.refund(payment.reference, Money(2000, payment.amount.currency), key="dashboard")
    night(town)
    assert ("refund_mismatch", payment.id) in found(town)
