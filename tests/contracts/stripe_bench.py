"""Stripe's adapter before a strict Stripe in memory, for the contract suite; and what Stripe does in another way."""

from collections.abc import Mapping

import msgspec
from stripe import WebhookSignature

from bot.adapters.gateways.stripe import StripeGateway
from bot.adapters.gateways.stripe_reports import StripeReports
from bot.adapters.http_client import HttpClient, Policy
from bot.ports.clock import Clock
from bot.ports.gateway import Gateway
from tests.contracts.gateway_benches import StandingClock, card, fresh
from tests.fakes.sandbox_server import Records
from tests.fakes.stripe_server import KEY, SECRET, FakeStripe

URL = "https://api.stripe.example"
_NOT_SAVED = "Stripe has no code for a token that was used or not kept, and takes a fresh one as a saved one."
_WORDS = "Stripe names its events in its own words, as the tests of its webhooks show."
OTHERWISE: Mapping[str, str] = {
    "test_a_webhook_tells_which_payment_moved": _WORDS,
    "test_a_page_gives_its_card_once_it_was_typed": _WORDS,
    "test_events_are_listed_whether_or_not_webhooks_came": _WORDS,
    "test_a_card_that_is_charged_twice_has_two_records": "At Stripe one payment takes money once at most.",
    "test_a_ticket_is_exchanged_once": "Stripe's fields are not offered, so there are no tickets.",
    "test_a_token_that_is_not_saved_pays_once": _NOT_SAVED,
    "test_a_saved_card_must_be_charged_as_one": _NOT_SAVED,
    "test_a_fresh_card_is_not_saved_yet": _NOT_SAVED,
    "test_a_card_that_did_not_pay_is_not_saved": _NOT_SAVED,
}
"""Cases of the suite that Stripe does not promise, by name: what it does instead."""


class StripeBench:
    """The adapter before a Stripe in memory."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or StandingClock()
        self.stripe = FakeStripe(self.clock)
        self.gateway: Gateway = stripe_gateway(self.stripe, self.clock)
        self.hasty: Gateway = self.gateway

    def records(self, payment: str) -> Records:
        """See `Bench`."""
        return self.stripe.bank.records(payment)

    def settle(self) -> None:
        """See `Bench`."""
        self.stripe.bank.settle()

    def arrive(self) -> None:
        """See `Bench`."""
        self.stripe.bank.arrive()

    def end_mandate(self, reference: str) -> None:
        """See `Bench`."""
        self.stripe.bank.end_mandate(reference)

    def challenge(self, action_url: str, *, passed: bool) -> None:
        """See `Bench`."""
        self.stripe.bank.answer_challenge(action_url, passed=passed)

    def type_on_page(self, url: str, number: str) -> None:
        """See `Bench`."""
        self.stripe.type_on_page(url, card(number) if number else None)

    def type_in_fields(self, number: str) -> str:
        """See `Bench`."""
        raise NotImplementedError(number)

    def webhook(self, payment: str) -> tuple[dict[str, str], bytes]:
        """A webhook about a payment of ours, or the page that was opened for one, as Stripe signs it."""
        page = next((one for one in self.stripe.sessions.values() if one["metadata"]["page"] == payment), None)
        made = [one for one in self.stripe.made.values() if one.form["metadata"].get("payment") == payment]
        paid = self.stripe.shown(made[0]) if made and not page else None
        kind = "payment_intent.amount_capturable_updated" if paid else "checkout.session.completed"
        return stripe_webhook(paid or page, kind, self.clock)


def stripe_webhook(about: object, kind: str, clock: Clock) -> tuple[dict[str, str], bytes]:
    """A webhook about something of Stripe's, signed as Stripe does."""
    at = int(clock.now().timestamp())
    body = msgspec.json.encode({"id": fresh("evt"), "type": kind, "created": at, "data": {"object": about}})
    return {"Stripe-Signature": WebhookSignature.generate_signature_header(body.decode(), SECRET, at)}, body


def stripe_gateway(stripe: FakeStripe, clock: Clock) -> StripeGateway:
    """The adapter before a Stripe in memory."""
    secrets = (SECRET,)
    words = {"url": URL, "key": KEY, "contact": "debits@airline.example"}
    return StripeGateway(_client(stripe), webhook_secrets=secrets, now=lambda: clock.now().timestamp(), **words)


def stripe_reports(stripe: FakeStripe) -> StripeReports:
    """The reports of a Stripe in memory."""
    return StripeReports(_client(stripe), url=URL, key=KEY, now=lambda: stripe.clock.now().timestamp())


def _client(stripe: FakeStripe) -> HttpClient:
    return HttpClient(stripe, policy=Policy(enough=1000))
