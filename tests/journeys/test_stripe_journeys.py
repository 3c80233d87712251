"""Whole talks with Stripe in the sandbox's place: the same words, the same cents, by its routes and its forms."""

from typing import Any

import msgspec
import pytest

from bot.domain.payment.consent import consent_words, digest
from bot.ports.gateway import CardSecret
from bot.ports.runtime import Runtime
from bot.sandbox.accounts import account
from bot.services import checkouts, turns
from tests.builders.cards import BRAND
from tests.builders.wallet_room import Room
from tests.contracts.stripe_bench import stripe_gateway, stripe_webhook
from tests.fakes.stripe_server import FakeStripe
from tests.journeys import talk_file
from tests.journeys.fake_stage import BROWSER, FakeStage
from tests.journeys.runner import play

PAGES = ("books_and_pays", "books_and_pays_in_french", "books_again", "saved_card_is_removed", "pay_link_expires")
"""Talks with cards that approve: the others are for the machine, which is the same in each way of taking cards."""


class StripeStage(FakeStage):
    """One traveller's talk, paid through Stripe's adapter before a Stripe in memory over the same bank."""

    def worker_gateway(self) -> Any:
        """Stripe's adapter."""
        self.stripe = FakeStripe(self.clock, self.gateway)
        return stripe_gateway(self.stripe, self.clock)


class PageStage(StripeStage):
    """The same, with cards typed on Stripe's own page."""

    def pay(self, number: str, *, saves: bool = False) -> None:
        """The traveller types a card on Stripe's page, and Stripe says that she is done."""
        token, view = self.page()
        consent = digest(consent_words(view.language, BRAND, "page")) if saves else ""
        for _ in range(2):
            checkouts.submit(self.web, token, BROWSER, None, consent=consent)
        self.rest()
        url = self.page()[1].action_url
        self.stripe.type_on_page(url, CardSecret(number, 12, 2031, "123"))
        headers, body = stripe_webhook(
            self.stripe.sessions[url.rpartition("/")[2]], "checkout.session.completed", self.clock
        )
        event = stripe_gateway(self.stripe, self.clock).webhook(headers, body, now=self.clock.now())
        assert event is not None
        checkouts.gateway_event(self.web, event)
        self.rest()

    def _runtime(self, *, works: bool) -> Runtime:
        return msgspec.structs.replace(super()._runtime(works=works), capture="page")


@pytest.mark.parametrize("name", talk_file.names())
def test_a_talk_goes_on_stripe_as_its_file_tells(name: str) -> None:
    """A traveller notices nothing of who moves the money, and the bank's records show what the file says."""
    play(talk_file.read(name), StripeStage(), update=False)


@pytest.mark.parametrize("name", PAGES)
def test_a_talk_is_paid_on_stripes_page(name: str) -> None:
    """A traveller whose card we never see buys and saves it like any other."""
    play(talk_file.read(name), PageStage(), update=False)


def _stripe_in(room: Room) -> FakeStripe:
    stripe = FakeStripe(room.clock, room.gateway)
    room.runtime = msgspec.structs.replace(room.runtime, gateway=stripe_gateway(stripe, room.clock))
    return stripe


def test_a_card_is_added_on_stripes_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A traveller adds a card without buying anything, and it is hers; nothing is charged."""
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)
    room = Room(mode="page")
    stripe, setup = _stripe_in(room), room.begin()
    room.submit(setup)
    while not room.setup(setup).url:
        assert room.work() or room._wait()
    stripe.type_on_page(room.setup(setup).url, CardSecret("4242424242424242", 12, 2029, "123"))
    room.rest(setup)
    assert (room.view(setup).state, len(room.methods)) == ("kept", 1)
    assert {one.form.get("amount") for one in stripe.made.values()} == {None}


def test_a_card_and_a_bank_account_are_added_by_our_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Stripe takes card numbers they come from our form, and bank accounts do so always."""
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)
    room = Room()
    stripe = _stripe_in(room)
    assert room.add().state == "kept"
    assert room.add_account(account("debit_fr").iban).state == "kept"
    assert len(room.methods) == 2
    assert [form["type"] for _, path, form in stripe.asked if path == "payment_methods"] == ["card", "sepa_debit"]
