"""Travellers in a house: known in a thread of theirs, with saved cards, and codes that link another."""

from datetime import timedelta
from typing import Any

import msgspec

from bot.domain.conversation.effects import RedeemLinkCode
from bot.domain.conversation.events import ProfileChanged
from bot.domain.conversation.link_events import LinkCodeMade
from bot.domain.conversation.profile import Profile, after_booking
from bot.domain.payment.consent import GivenConsent, agreed, consent_words, digest
from bot.domain.payment.instrument import KeptInstrument
from bot.domain.payment.method import Method
from bot.ports.wallet_records import Traveller
from bot.services import linking
from tests.builders.checkouts import NOW, new_checkout
from tests.builders.house import House, house
from tests.builders.world import booked
from tests.fakes.mailer import MemoryMailer

ADA = "messenger:page:ada"
WEB = "webchat:TF:visitor"
PHONE = "whatsapp:106540352242922:FR.13491208655302741918"
EVE = "messenger:page:eve"
BRAND = "Threadfare Air"


def linking_house(**parts: Any) -> House:
    """A house whose worker can send mails."""
    return house(mailer=MemoryMailer(), **parts)


def enrol(home: House, thread: str, name: str, *, email: str = "marie@example.com", minutes: int = 0) -> str:
    """A traveller who has booked in a thread; gives their id."""
    profile = msgspec.structs.replace(after_booking(Profile(1), booked()), email=email)
    with home.records.begin() as work:
        return work.wallet.enroll(thread, Traveller(name, NOW + timedelta(minutes=minutes), profile))


def save(home: House, traveller: str, thread: str, name: str, *, fingerprint: str = "") -> Method:
    """A card that a traveller saved; cards of one fingerprint are one card."""
    checkout = new_checkout(f"chk_{name}", thread=thread)
    consent = agreed(digest(consent_words("en", BRAND)), brand=BRAND, at=NOW)
    assert consent is not None
    print_of = fingerprint or f"print_{name}"
    card = KeptInstrument(f"ins_{name}", "sandbox", f"tok_{name}", "visa", "4242", 12, 2031, print_of)
    method = Method(f"mth_{name}", traveller, card.id, f"cns_{name}", checkout.id, NOW, preferred=True)
    with home.records.begin() as work:
        work.money.add(msgspec.structs.replace(checkout, state="ended"))
        work.money.keep_instrument(card, checkout=checkout.id)
        work.wallet.give_consent(GivenConsent(method.consent, traveller, checkout.id, consent))
        work.wallet.add_method(method)
    return method


def code_of(home: House, thread: str, effect: str = "get#0") -> str:
    """A code that a thread was given."""
    made = linking.make(home.runtime, effect, thread)
    assert isinstance(made, LinkCodeMade)
    return made.code


def redeem(home: House, thread: str, code: str, effect: str = "") -> Any:
    """What becomes of a code that is typed in a thread."""
    name = effect or f"type{len(home.records.tries.wrong)}{code}{thread}#0"
    return linking.redeem(home.runtime, name, thread, RedeemLinkCode(code))


def told(home: House, thread: str) -> list[ProfileChanged]:
    """Every profile that a thread was owed, in order."""
    debts = home.talk.debts.values()
    return [debt.event for debt in debts if debt.thread == thread and isinstance(debt.event, ProfileChanged)]


def newest(home: House, thread: str) -> ProfileChanged:
    """The profile that counts in a thread: the one with the highest revision."""
    return max(told(home, thread), key=lambda one: one.profile.revision)
