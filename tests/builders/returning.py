"""A traveller who has booked before: her profile, and a talk that knows her."""

from datetime import date
from typing import Any

import msgspec

from bot.domain.booking.passengers import Passenger
from bot.domain.conversation.events import ProfileChanged, SeatsHeld
from bot.domain.conversation.profile import Profile, SavedMethod
from bot.domain.money import Money
from tests.builders.talk import Talk
from tests.builders.world import NOW_MS, passenger

VISA = SavedMethod("mth_visa", "Visa •4242", 12, 2031)
MASTERCARD = SavedMethod("mth_mc", "Mastercard •4444", 12, 2031)
JEAN = Passenger("adult", "Jean", "Durand", date(1985, 3, 3))
LEA = Passenger("child", "Léa", "Durand", date(2015, 6, 1))
KNOWN = Profile(
    revision=1,
    people=(passenger(), JEAN, LEA),
    group=2,
    email="marie@example.com",
    origin="CDG",
    destination="JFK",
    methods=(VISA,),
)
URL = "https://pay.example/pay/token"
PRICE = Money(61240, "EUR")


def known(talk: Talk | None = None, **fields: Any) -> Talk:
    """A talk whose traveller is known; fields change the profile."""
    talk = talk or Talk()
    profile = msgspec.structs.replace(KNOWN, **fields)
    return talk.happen(ProfileChanged(f"trv_1:{profile.revision}:0", NOW_MS, profile))


def held(talk: Talk) -> str:
    """The talk up to seats that wait for payment; gives the checkout."""
    talk.to_offers().tap("Choose").tap("Marie Durand").tap("Yes, hold them")
    checkout = talk.awaited
    talk.happen(SeatsHeld(f"{checkout}:1", talk.now, checkout, URL, PRICE, talk.now // 1000 + 900))
    return checkout
