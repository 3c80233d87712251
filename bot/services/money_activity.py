"""What a change of a checkout means to an account, noted in the transaction of that change."""

from datetime import datetime

import msgspec

from bot.domain.checkout_case import Checkout
from bot.domain.payment.activity_of import activities
from bot.ports.records import Work
from bot.services import activity, wallet


def note_money(work: Work, before: Checkout | None, after: Checkout, *, now: datetime) -> None:
    """Note what a change of a checkout means to the traveller whose it is.

    What was begun before a thread changed hands is its former traveller's, who is told elsewhere, or nobody's.
    """
    found = activities(before, after, now) if before is not None else ()
    if not found:
        return
    change = wallet.changed_since(work, after)
    owner = change.traveller if change is not None else work.wallet.traveller_of(after.thread)
    for one in found:
        told = one.told and change is None
        activity.note(work, owner, msgspec.structs.replace(one, told=told))
