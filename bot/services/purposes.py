"""Purposes: what a traveller allows now, for whoever is about to use what is kept of them."""

import msgspec

from bot.domain.booking.order import Booked
from bot.domain.conversation.profile import Profile, after_booking
from bot.domain.privacy import MAIL, PEOPLE, allows
from bot.ports.records import Work
from bot.ports.wallet_records import Traveller


def may_mail(work: Work, traveller: str) -> bool:
    """Whether notices of a traveller's account may go out by e-mail; tickets and receipts do in any case."""
    return allows(work.privacy.choices(traveller), MAIL)


def may_remember(work: Work, traveller: str) -> bool:
    """Whether people, route and address of a booking may be remembered for the next one."""
    return allows(work.privacy.choices(traveller), PEOPLE)


def after(work: Work, traveller: Traveller, booked: Booked) -> Profile:
    """The profile of a traveller after a booking: as it was, if nothing of it may be remembered."""
    may = may_remember(work, traveller.id)
    return after_booking(traveller.profile, booked) if may else traveller.profile


def without_people(profile: Profile) -> Profile:
    """A profile without anything that is remembered of bookings."""
    return msgspec.structs.replace(profile, people=(), group=0, email="", origin="", destination="")
