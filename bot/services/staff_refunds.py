"""Refunds that one person may give alone, up to a limit, and those for which a second person is asked."""

import msgspec

from bot.domain.checkout_case import Checkout
from bot.domain.errors import ConflictError
from bot.domain.ids import digest
from bot.domain.money import Money
from bot.domain.payment.refunds import CANCELLED
from bot.domain.shopping.fares import CURRENCY
from bot.domain.staff.approval import Approval, Question
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import approvals, refunds
from bot.services.approvals import Then
from bot.services.audited import Acting, note

_TRAVELLER = "traveller"


class _AboveError(Exception):
    """More than one person may give."""


class Asked(msgspec.Struct, frozen=True):
    """A refund as it is kept for a second person: the checkout, the amount and its reason."""

    checkout: str
    amount: Money
    reason: str


def is_alone(checkout: Checkout, amount: Money, *, limit: int) -> bool:
    """Whether one person may give an amount back: with what staff gave of this booking before it is within the limit.

    `limit` is in minor units of the books' currency; an amount in another one cannot be compared, and is above it.
    """
    given = [one.amount for one in checkout.refunds if one.by != _TRAVELLER and one.reason != CANCELLED]
    amounts = [*given, amount]
    return all(one.currency == CURRENCY for one in amounts) and sum(one.minor for one in amounts) <= limit


def give(runtime: Runtime, wish: Asked, acting: Acting, *, key: str) -> Approval | None:
    """Give money back, or ask a second person to when it is too much for one; gives what was asked.

    `key` names the form: sent again it does neither twice. Raises `InvalidError` with a sentence for staff when there
    is no such booking, or less is left of it.
    """
    try:
        _give_alone(runtime, wish, acting, key)
    except _AboveError:
        with runtime.records.begin() as work:
            refunds.possible(work, wish.checkout, wish.amount)
            made = _ask(work, wish, acting, key)
        approvals.told(runtime)
        return made
    return None


def execute(runtime: Runtime, approval: Approval, then: Then) -> None:
    """Give back what was approved, once: the approval's id is the key."""
    asked = msgspec.json.decode(approval.wish, type=Asked)
    wish = refunds.Wish(asked.checkout, asked.amount, asked.reason, approval.asked_by)
    if not refunds.give(runtime, wish, key=approval.id, then=then):
        raise ConflictError("This was approved before.", retryable=False)


def _ask(work: Work, wish: Asked, acting: Acting, key: str) -> Approval:
    question = Question("refund", wish.checkout, msgspec.json.encode(wish).decode(), _why(wish, acting).reason)
    return approvals.ask(work, question, acting, approval=f"apr_{digest(f'refund {wish.checkout} {key}')}")


def _why(wish: Asked, acting: Acting) -> Acting:
    """Who acts, with what they say of it; else with the word for it that the books keep."""
    return acting if acting.reason else msgspec.structs.replace(acting, reason=wish.reason)


def _give_alone(runtime: Runtime, wish: Asked, acting: Acting, key: str) -> None:
    def check(found: Checkout) -> None:
        if not is_alone(found, wish.amount, limit=runtime.refund_alone):
            raise _AboveError

    def noted(work: Work) -> None:
        after = {"amount": wish.amount, "for": wish.reason}
        note(work, _why(wish, acting), "refund.request", wish.checkout, after=after)

    whole = refunds.Wish(wish.checkout, wish.amount, wish.reason, acting.who)
    refunds.give(runtime, whole, key=key, check=check, then=noted)
