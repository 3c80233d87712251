"""Faults planted in what happens after the sale: tests that cannot see them would prove nothing."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from bot.domain import checkout, checkout_returning, return_facts
from bot.domain.checkout_facts import Answered
from bot.domain.payment import refunds as domain_refunds
from bot.ports.gateway import Answer
from bot.services import bookings, checkout_steps, gateway_records, payments, refunds, returns
from tests.fakes.gateway import FakeGateway
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.return_plans import PLANS
from tests.journeys.crash_points.returning_town import ReturningTown
from tests.journeys.crash_points.test_returning import judged

Plant = Callable[[pytest.MonkeyPatch], None]
_STORIES = (
    "cancels later and gets the taxes",
    "two equal parts are given, and an answer is lost",
    "the refund's answer is lost",
    "the supplier says no",
    "the refund fails later",
    "cancel is tapped twice in two chats",
)


def _found(*, sweeps: bool = True) -> list[str]:
    """The first that the judge finds in a few stories, whole and then killed at every fifth point after the sale."""
    wholes = {name: ReturningTown(PLANS[name], Fuse(), sweeps=sweeps) for name in _STORIES}
    for whole in wholes.values():
        if broken := judged(_played(whole)):
            return broken
    for name, whole in wholes.items():
        for point in range(whole.began_after + 1, len(whole.fuse.passed) + 1, 5):
            if broken := judged(_played(ReturningTown(PLANS[name], Fuse(point), sweeps=sweeps))):
                return broken
    return []


def _played(town: ReturningTown) -> ReturningTown:
    try:
        town.play()
    except Exception as error:  # noqa: BLE001  a planted fault may also end in an error, which is found as well
        town.wrong.append(f"it broke: {type(error).__name__}")
    return town


def _money_before_the_seats(patch: pytest.MonkeyPatch) -> None:
    def at_once(so_far: Any, fact: Any) -> Any:
        begun = checkout_returning.agreed(so_far, fact)
        if begun.checkout == so_far.checkout:
            return begun
        return checkout_returning.taken_back(begun, return_facts.BookingTakenBack())

    patch.setattr(checkout, "_RULES", {**checkout._RULES, return_facts.ReturnAgreed: at_once})


def _a_no_of_the_supplier_is_a_yes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(bookings, "give_back", lambda *_, **__: return_facts.BookingTakenBack())
    calls = {**checkout_steps._CALLS, "cancel": lambda *_: payments.Asked(return_facts.BookingTakenBack())}
    patch.setattr(checkout_steps, "_CALLS", calls)


def _equal_refunds_are_one(patch: pytest.MonkeyPatch) -> None:
    def by_amount(_: Any, attempt: Any, record: Any, *, tries: int) -> Answered:
        mine = next((one for one in record.refunds if one.amount.minor == attempt.amount), None)
        amount = mine.amount if mine is not None else None
        return Answered(attempt.key, "approved" if mine else "missing", record.reference, amount, tries=tries)

    asked = FakeGateway.refund

    def lost(self: FakeGateway, reference: str, amount: Any, *, key: str) -> Answer:
        return Answer("unknown") if key.endswith(":2") else asked(self, reference, amount, key=key)

    patch.setattr(gateway_records, "read_refund", by_amount)
    patch.setattr(FakeGateway, "refund", lost)


def _twice_under_two_keys(patch: pytest.MonkeyPatch) -> None:
    def declined(so_far: Any, payment: Any, refund: Any) -> Any:
        done = given(so_far, payment, refund)
        return checkout_returning.pay_back(checkout_returning._change(done, refund, state="due"))

    given = checkout_returning._given_back
    patch.setattr(checkout_returning, "_given_back", declined)


def _all_of_it_instead_of_a_part(patch: pytest.MonkeyPatch) -> None:
    opened = domain_refunds.open_refund

    def whole(payment: Any, amount: int, **named: Any) -> Any:
        asked = opened(payment, amount, **named)
        attempt = msgspec.structs.replace(asked.attempts[-1], amount=payment.captured - payment.refunded)
        attempt = msgspec.structs.replace(attempt, request_hash=domain_refunds.request_hash(asked, attempt))
        return msgspec.structs.replace(asked, attempts=(*asked.attempts[:-1], attempt))

    patch.setattr(checkout_returning, "open_refund", whole)


def _nothing_in_the_books(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(checkout_returning.posting, "cancelled", lambda *_, **__: None)


def _a_refund_that_came_back_is_not_heard(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(gateway_records, "_of_own", lambda *_: None)


def _any_yes_is_good(patch: pytest.MonkeyPatch) -> None:
    def again(so_far: Any, fact: Any) -> Any:
        state = so_far.checkout.state
        order = msgspec.structs.replace(so_far.checkout.order, state="cancelling")
        moved = so_far.change(state="returning", order=order, giving_back=fact.giving_back)
        return moved.want("cancel") if state in {"paid", "returning", "returned"} else so_far

    patch.setattr(checkout, "_RULES", {**checkout._RULES, return_facts.ReturnAgreed: again})
    patch.setattr(returns, "_BEFORE", {})
    patch.setattr(returns.policy, "_refusal", lambda *_, **__: None)


def _a_form_that_is_sent_twice_pays_twice(patch: pytest.MonkeyPatch) -> None:
    asked, numbers = refunds.request, iter(range(10**6))

    def request(*args: Any, key: str, **named: Any) -> Any:
        return asked(*args, key=f"{key}{next(numbers)}", **named)

    patch.setattr(refunds, "request", request)


@pytest.mark.parametrize(
    "plant",
    [
        _money_before_the_seats,
        _a_no_of_the_supplier_is_a_yes,
        _equal_refunds_are_one,
        _twice_under_two_keys,
        _all_of_it_instead_of_a_part,
        _nothing_in_the_books,
        _a_refund_that_came_back_is_not_heard,
        _any_yes_is_good,
        _a_form_that_is_sent_twice_pays_twice,
    ],
)
def test_a_fault_planted_after_the_sale_is_found(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that endangers a traveller's refund cannot pass these tests."""
    plant(monkeypatch)
    assert _found()


def test_a_missing_sweep_is_found_after_the_sale() -> None:
    """Without the sweep a death would leave a refund undone for ever, and these tests would say so."""
    assert _found(sweeps=False)


def test_nothing_is_found_after_the_sale_where_nothing_was_planted() -> None:
    """The judge does not cry wolf."""
    assert not _found()
