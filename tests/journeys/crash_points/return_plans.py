"""What can happen after the sale: one plan a story, each played once whole and once killed at every point."""

from bot.sandbox.cards import by_name
from tests.journeys.crash_points.returning_town import OTHER, ReturnPlan
from tests.journeys.crash_points.town import THREAD


def _card(name: str) -> tuple[str, ...]:
    return (by_name(name).number,)


PLANS: dict[str, ReturnPlan] = {
    "cancels within a day and is refunded": ReturnPlan(),
    "cancels later and gets the taxes": ReturnPlan(later=48),
    "cancels, and each webhook comes twice": ReturnPlan(webhooks=2),
    "the refund's answer is lost": ReturnPlan(_card("refund_timeout_after"), later=48),
    "the refund never arrives": ReturnPlan(_card("refund_timeout_before"), later=48),
    "the refund arrives late": ReturnPlan(_card("refund_timeout_late")),
    "the refund was done and fails for ever under its key": ReturnPlan(_card("refund_error_after"), later=48),
    "the refund is put off": ReturnPlan(_card("refund_pending"), later=48),
    "the refund is declined, then made": ReturnPlan(declines=2, later=48),
    "the refund is declined for ever": ReturnPlan(_card("refund_declined"), fails=True),
    "the refund is put off and declined for ever": ReturnPlan(_card("refund_pending_declined"), fails=True),
    "the refund fails later": ReturnPlan(_card("refund_fails_later"), later=48, fails=True),
    "the refund fails later, and a webhook tells": ReturnPlan(_card("refund_fails_later"), webhooks=1, fails=True),
    "the supplier says no": ReturnPlan(keeps=True, ends=("paid",)),
    "the supplier's answer is lost": ReturnPlan(lost=(("cancel", True),)),
    "the supplier is away for a moment": ReturnPlan(lost=(("cancel", False),)),
    "two equal parts are given": ReturnPlan(gives=(2000, 2000), chats=(), ends=("paid",)),
    "two equal parts are given, and an answer is lost": ReturnPlan(
        _card("refund_timeout_after"), gives=(2000, 2000), chats=(), ends=("paid",)
    ),
    "a part is given, then all is cancelled": ReturnPlan(gives=(2000,)),
    "cancel is tapped twice in two chats": ReturnPlan(chats=(THREAD, OTHER), later=48),
    "cancel is tapped in the other chat": ReturnPlan(chats=(OTHER,)),
}

LONG = frozenset(
    {
        "the refund arrives late",
        "the refund is declined for ever",
        "the refund is put off and declined for ever",
        "the refund was done and fails for ever under its key",
    }
)
"""Stories with so many look-ups that killing each takes seconds: they run with the tests of real stores."""
