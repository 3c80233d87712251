"""Cancelling a paid booking at the desk: the quote that the traveller would read, and a yes to that very quote."""

from bot.domain.conversation.aftersale_effects import CancelBooking, QuoteRefund
from bot.domain.conversation.aftersale_events import CancellationRefused, RefundQuoted, ReturnsFound
from bot.domain.errors import ConflictError
from bot.domain.moments import milliseconds
from bot.ports.conversations import Due
from bot.ports.runtime import Runtime
from bot.services import order_acts, returns
from bot.services.order_acts import Wish

WHY: dict[str, str] = {
    "departed": "The first flight has left. What comes back is for the refund form to say.",
    "flown": "The flights are over.",
    "no_rule": "The rules of this fare are not known here.",
    "disputed": "A bank was asked to take the payment back.",
    "not_booked": "There are no tickets.",
    "not_yours": "There is no such booking in this thread.",
    "none": "There is no such booking in this thread.",
    "under_way": "The booking is being cancelled already.",
    "cancelled": "The booking is cancelled already.",
}
"""Why nothing is quoted, as `CancellationRefused` names it."""


def quote(runtime: Runtime, thread: str, checkout: str) -> RefundQuoted | str:
    """What cancelling a booking of the thread's traveller gives back now, or a sentence why nobody can say."""
    found = returns.quote(runtime, _due(runtime, thread, "desk", QuoteRefund(checkout)))
    if isinstance(found, ReturnsFound):
        return WHY["none"]
    return WHY.get(found.reason, found.reason) if isinstance(found, CancellationRefused) else found


def cancel(runtime: Runtime, wish: Wish, checkout: str, *, proof: str, until: int) -> RefundQuoted | None:
    """Cancel a booking for what was quoted; None when that has begun, another quote when the amounts are others now.

    The same form again does nothing more. Raises `InvalidError` when the form cannot be used, `ConflictError` when the
    booking is not cancelled.
    """
    order_acts.check(wish)
    act = order_acts.act_of(runtime, wish, "booking.cancel", checkout, proof=proof)
    due = _due(runtime, wish.thread, f"desk:cancel:{wish.key}", CancelBooking(checkout, proof, until))
    answer = returns.cancel(runtime, due, by=wish.person.name, act=act)
    if isinstance(answer, CancellationRefused):
        raise ConflictError(WHY.get(answer.reason, answer.reason), retryable=False)
    if answer is None:
        order_acts.told_to_pages(runtime, wish.thread)
    return answer


def _due(runtime: Runtime, thread: str, name: str, effect: QuoteRefund | CancelBooking) -> Due:
    return Due(name, thread, effect, milliseconds(runtime.clock.now()))
