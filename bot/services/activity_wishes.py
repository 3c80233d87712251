"""How a traveller wants to be told of account activity."""

import msgspec

from bot.ports.records import Work
from bot.ports.wallet_records import Traveller
from bot.services import purposes


class Wishes(msgspec.Struct, frozen=True):
    """Whether notices leave amounts of money out, and whether they come by e-mail, too."""

    quiet_amounts: bool = False
    by_mail: bool = True


def wishes_of(work: Work, traveller: Traveller) -> Wishes:
    """How a traveller wants to be told now."""
    by_mail = purposes.may_mail(work, traveller.id)
    return Wishes(quiet_amounts=traveller.profile.quiet_amounts, by_mail=by_mail)
