"""What every store of reconciliation promises, in memory and in PostgreSQL alike."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import msgspec
import pytest

from bot.domain.checkout_case import Checkout, Step
from bot.domain.money import Money
from bot.domain.reconciliation import Finding
from bot.domain.return_facts import DoubleSuccess
from bot.ports.money_records import Audit, KeptStep
from bot.ports.reconciliation_records import Run
from tests.builders.checkouts import HELD, NOW, TICKETS, approved, asking, feed, new_checkout, paid_checkout

_NUMBERS = count(1)
DAY = date(2026, 11, 24)
LATER = NOW + timedelta(minutes=1)
MUCH_LATER = NOW + timedelta(hours=1)


def _kind() -> str:
    return f"day_{next(_NUMBERS)}"


def _finding(kind: Any = "amount_mismatch", minor: int = 5) -> Finding:
    subject = f"pay_case_{next(_NUMBERS)}"
    return Finding(kind, subject, Money(0, "EUR"), Money(minor, "USD"), f"chk_{subject}")


def _stored(records: Any, made: Checkout) -> Checkout:
    with records.begin() as work:
        work.money.add(msgspec.structs.replace(made, version=0))
        work.money.save(msgspec.structs.replace(made, version=1))
    return made


def _new(word: str) -> Checkout:
    number = next(_NUMBERS)
    return new_checkout(f"chk_{word}_{number:04}", thread=f"messenger:page:{word}{number}")


def test_a_days_work_is_taken_by_one_and_goes_on_where_it_was_left(records: Any) -> None:
    """Two workers do not compare the same day, and one that died is followed by another at the same place."""
    run = Run(kind=_kind(), day=DAY, stage="gateway", started_at=NOW)
    with records.begin() as work:
        assert work.reconciliation.lease_run(run, until=LATER) == run
        assert work.reconciliation.lease_run(run, until=LATER) is None
        further = msgspec.structs.replace(run, after="sbx_9", counts={"payments": 3}, facts={"place": "7"})
        work.reconciliation.keep_run(further, until=LATER)
    late = msgspec.structs.replace(run, started_at=MUCH_LATER)
    with records.begin() as work:
        assert work.reconciliation.lease_run(run, until=LATER) is None
        assert work.reconciliation.lease_run(late, until=MUCH_LATER) == further
        work.reconciliation.keep_run(further)
        assert work.reconciliation.lease_run(run, until=LATER) == further


def test_a_days_work_that_is_done_is_not_taken_again(records: Any) -> None:
    """Whoever asks for a day that was compared gets what it came to."""
    kind = _kind()
    for day in (DAY, DAY + timedelta(days=1)):
        done = Run(kind=kind, day=day, stage="done", started_at=NOW, ended_at=LATER, counts={"cases": 1})
        with records.begin() as work:
            work.reconciliation.keep_run(done)
    with records.begin() as work:
        assert work.reconciliation.lease_run(Run(kind=kind, day=DAY, started_at=NOW), until=LATER) is None
        assert work.reconciliation.run(kind, DAY + timedelta(days=1)) == done
        assert work.reconciliation.last_run(kind) == done
        assert work.reconciliation.run(kind, DAY - timedelta(days=1)) is None
        assert work.reconciliation.last_run(_kind()) is None


def test_a_case_is_opened_once_and_seen_again(records: Any) -> None:
    """The same difference on three nights is one case, with what it amounts to by now."""
    finding = _finding()
    dearer = msgspec.structs.replace(finding, theirs=Money(7, "USD"))
    with records.begin() as work:
        assert work.reconciliation.open_case(finding, day=DAY, now=NOW, due_at=LATER)
        assert not work.reconciliation.open_case(dearer, day=DAY + timedelta(days=2), now=LATER, due_at=MUCH_LATER)
        (case,) = [one for one in _all(work) if one.finding.key == finding.key]
    assert (case.finding, case.opened_at, case.due_at) == (dearer, NOW, LATER)
    assert (case.first_day, case.last_day, case.closed_at) == (DAY, DAY + timedelta(days=2), None)


def test_a_case_that_was_closed_may_open_again(records: Any) -> None:
    """What comes back is news: it has its whole time again."""
    finding = _finding()
    with records.begin() as work:
        work.reconciliation.open_case(finding, day=DAY, now=NOW, due_at=LATER)
        work.reconciliation.close_case(finding.key, now=LATER)
        work.reconciliation.close_case(finding.key, now=MUCH_LATER)
        assert [one.closed_at for one in _all(work, "all") if one.finding == finding] == [LATER]
        assert finding not in [one.finding for one in _all(work)]
        assert work.reconciliation.open_case(finding, day=DAY, now=LATER, due_at=MUCH_LATER)
        assert [one.due_at for one in _all(work) if one.finding == finding] == [MUCH_LATER]


def _all(work: Any, which: str = "open", **wanted: Any) -> list[Any]:
    found, after = [], ""
    while page := work.reconciliation.cases(which, after=after, most=2, **wanted):
        found += page
        after = page[-1].finding.key
    return found


def test_cases_are_listed_by_day_and_counted_by_kind(records: Any) -> None:
    """A report of a day has the cases that stood on it; an alert needs no more than their number and their time."""
    first, second = _finding("currency"), _finding("fee_unknown", -30)
    with records.begin() as work:
        before = work.reconciliation.open_counts()
        work.reconciliation.open_case(first, day=DAY, now=NOW, due_at=NOW - timedelta(days=99))
        work.reconciliation.open_case(second, day=DAY + timedelta(days=3), now=NOW, due_at=MUCH_LATER)
        counts = work.reconciliation.open_counts()
        on_day = [one.finding for one in _all(work, day=DAY)]
    assert (first in on_day, second in on_day) == (True, False)
    assert counts["currency"][0] == before.get("currency", (0, NOW))[0] + 1
    assert counts["currency"][1] <= NOW - timedelta(days=99)
    assert counts["fee_unknown"][0] == before.get("fee_unknown", (0, NOW))[0] + 1


def test_a_cursor_only_moves_on(records: Any) -> None:
    """Two workers that read events at once never lose any."""
    gateway = _kind()
    with records.begin() as work:
        assert work.reconciliation.cursor(gateway) is None
        work.reconciliation.move_cursor(gateway, to=LATER)
        work.reconciliation.move_cursor(gateway, to=NOW)
        assert work.reconciliation.cursor(gateway) == LATER


def test_events_that_were_heard_are_known_by_their_steps(records: Any) -> None:
    """Only what no webhook brought is fed in afterwards."""
    checkout = _stored(records, _new("heard"))
    with records.begin() as work:
        work.money.add_step(KeptStep(f"step_{checkout.id}", checkout.id, Step("look", NOW)))
        asked = (f"step_{checkout.id}", "step_of_nobody")
        assert work.reconciliation.unheard(asked) == ("step_of_nobody",)
        assert work.reconciliation.unheard(()) == ()


def test_what_moved_on_a_day_is_found_by_its_checkout(records: Any) -> None:
    """Each booking of which anything changed on a day is compared, once, in an order that can be gone on with."""
    moved, quiet = [_stored(records, _new("moved")) for _ in range(3)], _stored(records, _new("quiet"))
    day = NOW + timedelta(days=4000)
    with records.begin() as work:
        for checkout in moved:
            work.money.audit(Audit(day, "payment", checkout.payments[0].id, "authorized", "captured", "test"))
            work.money.audit(Audit(day, "order", checkout.order.id, "ticketing", "ticketed", "test"))
        work.money.audit(Audit(day, "checkout", quiet.id, "holding", "collecting", "test"))
        end = day + timedelta(seconds=1)
        first = work.reconciliation.touched(day, end, after="", most=2)
        rest = work.reconciliation.touched(day, end, after=first[-1], most=2)
        assert work.reconciliation.touched(end, end + timedelta(days=1), after="", most=2) == ()
    assert [*first, *rest] == sorted(checkout.id for checkout in moved)


@pytest.mark.parametrize("state", ["held", "refunding"])
def test_a_checkout_without_any_step_is_forsaken(records: Any, state: str) -> None:
    """What waits for something that nobody will bring is found, and left alone while a step is there."""
    new = _new("forsaken")
    held = feed(new, HELD).checkout
    if state == "refunding":
        done = paid_checkout(new.id, thread=new.thread)
        attempts = (msgspec.structs.replace(done.payments[0].attempts[-1], state="open", result=""),)
        payment = msgspec.structs.replace(done.payments[0], state="refunding", attempts=attempts)
        held = msgspec.structs.replace(done, payments=(payment,))
    checkout = _stored(records, held)
    with records.begin() as work:
        assert checkout.id in work.reconciliation.forsaken(LATER, most=1000)
        assert checkout.id not in work.reconciliation.forsaken(NOW, most=1000)
        work.money.add_step(KeptStep(f"step_{checkout.id}", checkout.id, Step("expire", MUCH_LATER)))
        assert checkout.id not in work.reconciliation.forsaken(LATER, most=1000)


def test_a_checkout_that_is_over_is_not_forsaken(records: Any) -> None:
    """A booking that is paid waits for nothing."""
    new = _new("over")
    checkout = _stored(records, paid_checkout(new.id, thread=new.thread))
    with records.begin() as work:
        assert checkout.id not in work.reconciliation.forsaken(LATER, most=1000)


def test_standing_counts_money_without_tickets_and_tickets_without_money(records: Any) -> None:
    """What has stood for ten minutes and should not is a number that an alarm can watch."""
    with records.begin() as work:
        before = work.reconciliation.standing(MUCH_LATER)
    for word in ("without", "with", "asked", "given"):
        new = _new(word)
        made = paid_checkout(new.id, thread=new.thread)
        if word == "without":
            order = msgspec.structs.replace(made.order, state="released")
            made = msgspec.structs.replace(made, order=order)
        if word == "given":
            whole = msgspec.structs.replace(made.payments[0], state="refunded", refunded=made.payments[0].captured)
            made = msgspec.structs.replace(made, payments=(whole,))
        if word == "asked":
            made = feed(new, HELD, *asking(new), approved(new), TICKETS).checkout
        _stored(records, made)
    with records.begin() as work:
        after = work.reconciliation.standing(MUCH_LATER)
        early = work.reconciliation.standing(NOW + timedelta(minutes=9))
    assert after.charge_without_ticket == before.charge_without_ticket + 1
    assert after.ticket_without_charge == before.ticket_without_charge + 1
    assert after.unknown == before.unknown + 1
    assert after.oldest["authorized"] <= NOW
    assert early.charge_without_ticket <= before.charge_without_ticket


def test_charges_that_are_asked_back_are_named_until_that_is_decided(records: Any) -> None:
    """What stands in suspense for a refund that is on its way is no difference."""
    new = _new("back")
    made = paid_checkout(new.id, thread=new.thread)
    stray = f"stray_of_{new.id}"
    asked = feed(made, DoubleSuccess(made.payments[0].id, stray, Money(700, "EUR"))).checkout
    _stored(records, asked)
    with records.begin() as work:
        assert stray in work.reconciliation.asked_back()
    over = msgspec.structs.replace(approved(new, "refund"), amount=Money(700, "EUR"))
    with records.begin() as work:
        work.money.save(msgspec.structs.replace(feed(asked, over).checkout, version=2))
        assert stray not in work.reconciliation.asked_back()
