"""Mistakes of the sandbox itself, which a merchant's books have to find: it charges a card twice."""

import msgspec

from bot.sandbox.accounts import by_name
from bot.sandbox.judge import Verdict

_TWIN_OF = "twin_of"


def twin(verdict: Verdict) -> Verdict | None:
    """The second charge that nobody asked for, under a reference of its own, if the card has one."""
    payment = verdict.payment
    twice = by_name(payment.card).rules("capture") == "twice" and verdict.effect == "captured"
    if not twice or _TWIN_OF in payment.metadata:
        return None
    second = msgspec.structs.replace(
        payment,
        reference=f"{payment.reference}b",
        challenge="",
        metadata={**payment.metadata, _TWIN_OF: payment.reference},
    )
    return Verdict("approved", second, "captured", verdict.amount)
