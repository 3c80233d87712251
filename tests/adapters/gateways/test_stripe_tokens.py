"""Proves bot/adapters/gateways/stripe_tokens.py: tokens that say all, Stripe's page, and bank accounts."""

from typing import Any

import msgspec
import pytest

from bot.adapters.gateways.stripe_tokens import Token, read_token
from bot.domain.errors import UnavailableError
from bot.ports.gateway import AccountSecret, Charge
from bot.sandbox.accounts import account
from bot.sandbox.cards import by_name
from tests.builders.accounts import mandate
from tests.contracts.gateway_benches import PRICE, VISA, authorize, charge, fresh, token
from tests.contracts.stripe_bench import StripeBench

BACK = "https://air.example/back"


@pytest.fixture(name="bench")
def _bench() -> StripeBench:
    return StripeBench()


def asked(bench: StripeBench, path: str) -> dict[str, Any]:
    """The fields of the last request of a path."""
    return next(form for _, where, form in reversed(bench.stripe.asked) if where == path)


@pytest.mark.parametrize(
    "whole", [Token("cus_1", "pm_1"), Token("cus_1", "pm_1", "seti_1"), Token("cus_1", "pm_1", "mandate_1", "TF-1")]
)
def test_a_token_is_read_as_it_was_written(whole: Token) -> None:
    """All that is needed to charge lies in the token, and nothing is asked of anybody first."""
    assert read_token(str(whole)) == whole


@pytest.mark.parametrize("text", ["", "tok_1", "pm_1", "pm_1/cus_1", "cus_1", "cus_1/pm_1/a/b/c"])
def test_a_token_of_another_gateway_is_none(text: str) -> None:
    """After a change of gateways an old token is unknown, and a new one is made from the vault."""
    assert read_token(text) is None


@pytest.mark.parametrize("operation", ["authorize", "charge", "verify"])
def test_a_strange_token_is_named_so(bench: StripeBench, operation: str) -> None:
    """The code is that by which a saved card is renewed from the vault."""
    words = {"payment": "p", "metadata": {}, "return_url": BACK}
    if operation == "verify":
        answer = bench.gateway.verify(Charge("tok_1"), key="k", setup="s", return_url=BACK)
    else:
        answer = getattr(bench.gateway, operation)(Charge("tok_1"), PRICE, key="k", **words)
    assert (answer.result, answer.code) == ("declined", "unknown_token")
    assert not bench.stripe.asked


def test_stripe_is_told_nothing_of_a_customer(bench: StripeBench) -> None:
    """A customer is a handle for one token, and holds neither name nor address."""
    token(bench.gateway, VISA)
    assert asked(bench, "customers") == {}


def test_a_page_takes_a_card_and_no_money(bench: StripeBench) -> None:
    """What is typed on Stripe's page is a token here, confirmed for later use already."""
    subject = fresh("pay")
    page = bench.gateway.open_page(subject, key="k", return_url=BACK)
    form = asked(bench, "checkout/sessions")
    assert (form["mode"], form["success_url"], form["metadata"]) == ("setup", BACK, {"page": subject})
    assert bench.gateway.read_page(page.reference) is None
    headers, body = bench.webhook(subject)
    event = bench.gateway.webhook(headers, body, now=bench.clock.now())
    assert event is not None
    assert (event.kind, event.payment, event.reference) == ("page.done", subject, page.reference)
    bench.type_on_page(page.url, VISA)
    said = bench.gateway.read_page(page.reference)
    assert said is not None
    assert said.instrument is not None
    assert (said.instrument.last4, said.instrument.brand, said.instrument.kind) == ("4242", "visa", "card")
    before = len(bench.stripe.asked)
    answer = bench.gateway.verify(Charge(said.instrument.token, "keep"), key="v", setup="stp_1", return_url=BACK)
    assert answer.result == "approved"
    assert [method for method, _, _ in bench.stripe.asked[before:]] == ["GET"]
    assert authorize(bench.gateway, said.instrument.token, PRICE, payment=subject).result == "approved"
    assert bench.gateway.find(subject)[0].state == "authorized"


def test_a_page_alone_is_no_payment(bench: StripeBench) -> None:
    """A page that was used is not taken for money that was held, nor for a setup of ours."""
    subject = fresh("pay")
    page = bench.gateway.open_page(subject, key="k", return_url=BACK)
    bench.type_on_page(page.url, VISA)
    assert bench.gateway.find(subject) == ()


def test_an_account_is_signed_for_with_what_was_shown(bench: StripeBench) -> None:
    """The mandate lies at Stripe with when and from where it was signed; of the address the network alone is known."""
    signed = msgspec.structs.replace(mandate(), reference="TF-MNDT-1")
    secret = AccountSecret(account("debit_fr").iban, "Ada Byron")
    said = bench.gateway.tokenize_account(secret, key="k", mandate=signed)
    assert said.instrument is not None
    whole = read_token(said.instrument.token)
    assert whole is not None
    assert (whole.of_account, whole.reference, whole.proof[:8]) == (True, "TF-MNDT-1", "mandate_")
    accepted = asked(bench, "setup_intents")["mandate_data"]["customer_acceptance"]
    assert accepted["online"] == {"ip_address": "203.0.113.0", "user_agent": "A browser"}
    assert accepted["accepted_at"] == str(int(signed.signed_at.timestamp()))
    assert asked(bench, "payment_methods")["billing_details"] == {
        "name": "Ada Byron",
        "email": "debits@airline.example",
    }


def test_a_mandate_of_unknown_origin_names_none(bench: StripeBench) -> None:
    """No address is made up."""
    signed = msgspec.structs.replace(mandate("m2"), network="")
    secret = AccountSecret(account("debit_fr").iban, "Ada")
    assert bench.gateway.tokenize_account(secret, key="k", mandate=signed).instrument
    assert asked(bench, "setup_intents")["mandate_data"]["customer_acceptance"]["type"] == "offline"


def test_a_debit_names_its_mandate_and_takes_the_money_by_itself(bench: StripeBench) -> None:
    """The bank reads under what it debits."""
    signed = msgspec.structs.replace(mandate(), reference="TF-MNDT-3")
    secret = AccountSecret(account("debit_succeeds").iban, "Ada")
    said = bench.gateway.tokenize_account(secret, key="k", mandate=signed)
    assert said.instrument is not None
    answer = charge(bench.gateway, said.instrument.token, "TF-MNDT-3", payment=fresh("pay"))
    assert answer.result == "pending"
    made, confirmed = asked(bench, "payment_intents"), asked(bench, f"payment_intents/{answer.reference}/confirm")
    assert (made["capture_method"], made["allowed_payment_method_types"]) == ("automatic", ["sepa_debit"])
    assert confirmed["mandate"].startswith("mandate_")


def test_a_bank_that_is_still_asked_is_told_that_a_card_is_not_kept(bench: StripeBench) -> None:
    """A card that its traveller gave up is not kept by an answer that comes late."""
    instrument = token(bench.gateway, by_name("secure").number)
    answer = bench.gateway.verify(Charge(instrument, "keep"), key="v", setup=fresh("stp"), return_url=BACK)
    bench.gateway.detach(instrument, key="d")
    bench.challenge(answer.action_url, passed=True)
    assert bench.stripe.attached == set()


def test_a_removal_that_nobody_answered_is_asked_again(bench: StripeBench) -> None:
    """No broken line leaves a removed card behind."""
    instrument = token(bench.gateway, VISA)
    bench.stripe.cut("detach")
    with pytest.raises(UnavailableError):
        bench.gateway.detach(instrument, key="d")
    bench.gateway.detach(instrument, key="d")


def test_there_are_no_tickets(bench: StripeBench) -> None:
    """Stripe's fields are not offered, and what pretends to come from them is worth nothing."""
    assert bench.gateway.redeem("tkt_1", key="k").result == "declined"
