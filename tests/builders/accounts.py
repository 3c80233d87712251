"""A bank account that a traveller saved, with its mandate, here and at the gateway in memory."""

from datetime import datetime
from typing import Any

import msgspec

from bot.domain.payment.consent import GivenConsent, digest
from bot.domain.payment.instrument import KeptInstrument
from bot.domain.payment.mandate import Mandate, mandate_words, signed
from bot.domain.payment.method import Method
from bot.ports.gateway import AccountSecret
from bot.ports.wallet_records import Traveller
from bot.sandbox.accounts import account
from tests.builders.cards import BRAND, INSTRUMENT, METHOD, TRAVELLER
from tests.builders.checkouts import new_checkout
from tests.fakes.gateway import FakeGateway

CREDITOR = "DE98ZZZ09999999999"
SIGNED_AT = datetime.fromisoformat("2026-11-01T10:00:00+00:00")


def mandate(reference: str = METHOD) -> Mandate:
    """A mandate that somebody signed on a page of ours."""
    shown = digest(mandate_words("en", BRAND, CREDITOR))
    found = signed(shown, brand=BRAND, creditor=CREDITOR, reference=reference, at=SIGNED_AT)
    assert found is not None
    return msgspec.structs.replace(found, network="203.0.113.0/24", browser="A browser")


def save_account(records: Any, gateway: FakeGateway, name: str, *, thread: str) -> Method:
    """The traveller of a thread with a test account of that name saved."""
    before = msgspec.structs.replace(new_checkout("chk_saved", thread=thread), state="ended")
    signed_one = mandate()
    made = gateway.tokenize_account(AccountSecret(account(name).iban, "Ada Byron"), key="saved", mandate=signed_one)
    assert made.instrument is not None
    kept = KeptInstrument(id=INSTRUMENT, gateway="sandbox", **msgspec.structs.asdict(made.instrument))
    method = Method(METHOD, TRAVELLER, INSTRUMENT, "cns_saved", before.id, SIGNED_AT)
    with records.begin() as work:
        work.money.add(before)
        work.money.keep_instrument(kept, checkout=before.id)
        work.mandates.keep(INSTRUMENT, signed_one)
        work.wallet.enroll(thread, Traveller(TRAVELLER, SIGNED_AT))
        work.wallet.give_consent(GivenConsent("cns_saved", TRAVELLER, before.id, signed_one.consent))
        work.wallet.add_method(method)
    return method
