"""Faults planted in the money path on purpose: tests that cannot see them would prove nothing."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from bot.domain import checkout, checkout_money, checkout_undoing
from bot.domain.checkout_facts import AnotherCard, Answered, ApprovedLate, SeatsReleased, TicketsIssued
from bot.domain.payment import payment as states
from bot.services import bookings, capturing, checkout_steps, payments, wallet
from bot.services.payments import Asked
from tests.fakes.gateway import FakeGateway
from tests.fakes.records_money import MemoryMoneyRecords
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.judge import faults
from tests.journeys.crash_points.plans import PLANS
from tests.journeys.crash_points.town import Town

Plant = Callable[[pytest.MonkeyPatch], None]
_STORIES = (
    "pays",
    "declined, then pays",
    "no tickets",
    "the authorization's answer is lost",
    "the capture is declined",
    "leaves her bank, and has just approved",
    "saves a card, and there are no tickets",
    "removes the saved card before the bank is asked",
    "the authorization arrives after the hold",
    "the bank holds another amount",
    "gives up while the bank's answer is lost",
    "the capture arrives very late",
)


def _found(*, sweeps: bool = True) -> list[str]:
    """What the judge finds first in a few stories, killed at every second point."""
    for name in _STORIES:
        for point in (0, *range(1, 60, 2)):
            if found := faults(Town(PLANS[name], Fuse(point), sweeps=sweeps).play()):
                return found
    return []


def _random_keys(patch: pytest.MonkeyPatch) -> None:
    asked, numbers = FakeGateway.authorize, iter(range(10**6))

    def authorize(self: FakeGateway, *args: Any, key: str, **named: Any) -> Any:
        return asked(self, *args, key=f"{key}{next(numbers)}", **named)

    patch.setattr(FakeGateway, "authorize", authorize)


def _capture_before_tickets(patch: pytest.MonkeyPatch) -> None:
    issue = bookings.ticket

    def ticket(runtime: Any, checkout: Any, *, again: bool) -> Any:
        payment = checkout.payments[0]
        runtime.gateway.capture(payment.reference, payment.amount, key=f"tf:{payment.id}:capture:1")
        return issue(runtime, checkout, again=again)

    patch.setattr(bookings, "ticket", ticket)


def _no_void(patch: pytest.MonkeyPatch) -> None:
    calls = {**checkout_steps._CALLS, "void": lambda _, __, kept: Asked(Answered(kept.step.subject, "approved"))}
    patch.setattr(checkout_steps, "_CALLS", calls)


def _no_release(patch: pytest.MonkeyPatch) -> None:
    def let_seats_be(so_far: Any, ending: str) -> Any:
        order = msgspec.structs.replace(so_far.checkout.order, state="released")
        return checkout_undoing.let_go(so_far.move("give_up", ending=ending).change(order=order))

    patch.setattr(checkout_money, "give_up", let_seats_be)


def _silence_is_a_no(patch: pytest.MonkeyPatch) -> None:
    def no_answer(so_far: Any, payment: Any, fact: Answered) -> Any:
        return checkout_money.authorize_answered(so_far, payment, msgspec.structs.replace(fact, result="declined"))

    patch.setattr(checkout_money, "_no_answer", no_answer)


def _tickets_without_a_supplier(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(bookings, "ticket", lambda *_, **__: TicketsIssued(("9990000000001", "9990000000002")))


def _a_capture_that_was_done_is_taken_for_none(patch: pytest.MonkeyPatch) -> None:
    blind = {**payments._MEANINGS["capture"], "captured": "missing"}
    patch.setattr(payments, "_MEANINGS", {**payments._MEANINGS, "capture": blind})
    asked = FakeGateway.capture
    patch.setattr(FakeGateway, "capture", lambda *args, **named: (asked(*args, **named), payments.Answer("unknown"))[1])


def _another_card_before_the_bank_let_go(patch: pytest.MonkeyPatch) -> None:
    def at_once(so_far: Any, _: AnotherCard) -> Any:
        if so_far.checkout.state != "challenging":
            return so_far
        (payment,) = so_far.checkout.payments
        aside = states.close_attempt(states.apply(payment, "authorize:declined"), "abandoned")
        return so_far.pay(aside).move("another").move("closed")

    patch.setattr(checkout, "_RULES", {**checkout._RULES, AnotherCard: at_once})


def _a_removed_card_is_charged(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(wallet, "refused", lambda *_, **__: None)


def _a_card_is_forgotten_here_alone(patch: pytest.MonkeyPatch) -> None:
    calls = {**checkout_steps._CALLS, "detach": lambda _, __, kept: Asked(None, forgotten=kept.step.subject)}
    patch.setattr(checkout_steps, "_CALLS", calls)


def _a_card_is_kept_by_an_undone_booking(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(checkout_undoing, "forget_cards", lambda so_far: so_far)


def _a_card_stays_without_a_yes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(wallet, "let_go", lambda *_: ())


def _a_number_stays_in_the_vault(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(capturing, "free_number", lambda *_: None)


def _nothing_in_the_books(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(checkout_money.posting, "captured", checkout_money.posting.ticketed)


def _silence_is_a_yes(patch: pytest.MonkeyPatch) -> None:
    def no_answer(so_far: Any, payment: Any, fact: Answered) -> Any:
        return checkout_money.authorize_answered(so_far, payment, msgspec.structs.replace(fact, result="approved"))

    patch.setattr(checkout_money, "_no_answer", no_answer)


def _a_late_yes_is_kept(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(checkout, "_RULES", {**checkout._RULES, ApprovedLate: lambda so_far, _: so_far})


def _a_refused_capture_is_taken_for_one(patch: pytest.MonkeyPatch) -> None:
    def captured(so_far: Any, payment: Any, fact: Answered) -> Any:
        yes = msgspec.structs.replace(fact, result="approved") if fact.result == "declined" else fact
        return checkout_money.capture_answered(so_far, payment, yes)

    patch.setattr(checkout, "_ANSWERS", {**checkout._ANSWERS, "capture": captured})


def _nobody_looks_for_what_was_given_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(checkout_money, "_WATCH", ())


def _tickets_are_not_taken_back(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(bookings, "release", lambda *_, **__: SeatsReleased())


def _nobody_is_told(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(checkout_steps, "_owe", lambda *_: None)


def _a_step_is_done_before_it_is_done(patch: pytest.MonkeyPatch) -> None:
    leased = MemoryMoneyRecords.lease_step

    def lease(self: MemoryMoneyRecords, step: str, **named: Any) -> Any:
        kept = leased(self, step, **named)
        if kept is not None:
            self.done.add(step)
        return kept

    patch.setattr(MemoryMoneyRecords, "lease_step", lease)


@pytest.mark.parametrize(
    "plant",
    [
        _silence_is_a_yes,
        _a_late_yes_is_kept,
        _a_refused_capture_is_taken_for_one,
        _tickets_are_not_taken_back,
        _nobody_looks_for_what_was_given_up,
        _nobody_is_told,
        _a_step_is_done_before_it_is_done,
        _random_keys,
        _capture_before_tickets,
        _no_void,
        _no_release,
        _silence_is_a_no,
        _tickets_without_a_supplier,
        _a_capture_that_was_done_is_taken_for_none,
        _another_card_before_the_bank_let_go,
        _nothing_in_the_books,
        _a_removed_card_is_charged,
        _a_card_stays_without_a_yes,
        _a_number_stays_in_the_vault,
        _a_card_is_forgotten_here_alone,
        _a_card_is_kept_by_an_undone_booking,
    ],
)
def test_a_planted_fault_is_found(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that endangers a traveller's money cannot pass these tests."""
    plant(monkeypatch)
    assert _found()


def test_a_removed_card_that_is_charged_is_called_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The judge sees the very promise that was broken, whatever the gateway would have said later."""
    _a_removed_card_is_charged(monkeypatch)
    town = Town(PLANS["removes the saved card before the bank is asked"], Fuse()).play()
    assert "a card was charged after it was removed" in faults(town)


def test_a_missing_sweep_is_found() -> None:
    """Without the sweep a death would leave a traveller waiting for ever, and these tests would say so."""
    assert _found(sweeps=False)


def test_nothing_is_found_where_nothing_was_planted() -> None:
    """The judge does not cry wolf."""
    assert not _found()
