"""A card that a traveller saved with an earlier booking, here and at the gateway in memory."""

from datetime import timedelta
from typing import Any

import msgspec

from bot.domain.money import Money
from bot.domain.payment.consent import GivenConsent, agreed, consent_words, digest
from bot.domain.payment.instrument import KeptInstrument
from bot.domain.payment.method import Method
from bot.ports.gateway import CardSecret, Charge
from bot.ports.wallet_records import Traveller
from tests.builders.checkouts import NOW, new_checkout
from tests.fakes.gateway import FakeGateway

TRAVELLER, METHOD, INSTRUMENT = "trv_saved", "mth_saved", "ins_saved"
BRAND = "Threadfare Air"
PRICE = Money(61240, "EUR")


def token_of(gateway: FakeGateway, number: str, *, exp_year: int = 2029) -> dict[str, Any]:
    """What the gateway gives for a card that was kept with a first payment, whose money was let go again."""
    made = gateway.tokenize(CardSecret(number, 12, exp_year, "123"), key="saved:tokenize").instrument
    assert made is not None
    payment, words = "pay_saved", {"metadata": {}, "return_url": "https://pay.example/back"}
    gateway.authorize(Charge(made.token, "keep"), Money(100, "EUR"), key="saved:authorize", payment=payment, **words)
    for record in gateway.find(payment):
        if record.action_url:
            gateway.answer_challenge(record.action_url)
        gateway.void(record.reference, key="saved:void")
    gateway.webhooks.clear()
    return msgspec.structs.asdict(made)


def save_card(records: Any, gateway: FakeGateway, number: str, *, thread: str, exp_year: int = 2029) -> Method:
    """The traveller of a thread with that card saved."""
    before = msgspec.structs.replace(new_checkout("chk_saved", thread=thread), state="ended")
    consent = agreed(digest(consent_words("en", BRAND)), brand=BRAND, at=NOW)
    assert consent is not None
    card = KeptInstrument(id=INSTRUMENT, gateway="sandbox", **token_of(gateway, number, exp_year=exp_year))
    method = Method(METHOD, TRAVELLER, INSTRUMENT, "cns_saved", before.id, NOW - timedelta(days=30))
    with records.begin() as work:
        work.money.add(before)
        work.money.keep_instrument(card, checkout=before.id)
        work.wallet.enroll(thread, Traveller(TRAVELLER, NOW))
        work.wallet.give_consent(GivenConsent("cns_saved", TRAVELLER, before.id, consent))
        work.wallet.add_method(method)
    return method
