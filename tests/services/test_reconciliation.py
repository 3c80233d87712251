"""Reconciliation: each kind of difference that is planted is found, all of them and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from bot.domain.checkout_case import Step
from bot.domain.errors import IllegalError, UnavailableError
from bot.domain.money import Money
from bot.domain.payment import posting
from bot.domain.payment.ledger import balances
from bot.domain.reconciliation import SLA
from bot.ports.money_records import KeptStep
from bot.sandbox.cards import by_name
from bot.services import reconciliation
from tests.builders.books import Books, books
from tests.builders.house import house

Plant = Callable[[Books], tuple[str, str]]


@pytest.fixture
def town() -> Books:
    """A worker's house after two bookings that went well, one that was given up, and one that was declined."""
    made = books()
    for name in ("ada", "bob"):
        made.book(name)
    made.begin("eve")
    made.book("kim", by_name("generic_decline").number)
    made.home.clock.move(seconds=3600)
    made.run()
    return made


def night(town: Books, *, days: int = 0) -> dict[str, int]:
    """Reconcile the day of the bookings in the night after it, or some days later; gives what was counted."""
    day = town.home.clock.now().date()
    town.home.clock.move(seconds=86400 * (1 + days))
    with town.home.records.begin() as work:
        reconciliation.order(work, day, town.home.clock.now())
    run = reconciliation.reconcile(town.runtime, day, pages=1000)
    assert run is not None
    assert run.ended_at is not None
    town.home.clock.move(seconds=-86400 * (1 + days))
    return dict(run.counts)


def found(town: Books) -> list[tuple[str, str]]:
    """The kind and subject of every case that is open."""
    cases = town.home.records.compared.cases.values()
    return sorted((one.finding.kind, one.finding.subject) for one in cases if one.closed_at is None)


def _paid(town: Books, name: str = "ada") -> str:
    thread = f"messenger:page:{name}"
    return town.home.records.money.checkout_of(thread, f"mid.{name}#0")


def test_a_day_on_which_all_went_well_leaves_no_case(town: Books) -> None:
    """Staff are called for nothing; fees are in the books, and the books owe what the gateway says."""
    counts = night(town)
    assert found(town) == []
    assert (counts["payments"], counts["sales"], counts["looked_up"]) == (3, 2, 0)
    assert not [key for key in town.home.meter.counts if key[0] == "needs_staff"]
    sums = balances(town.home.records.money.transactions())
    (owed,) = town.reports.balance(town.home.clock.now())
    assert sums[posting.PSP_RECEIVABLE, "EUR"] == owed.minor
    assert sums[posting.PSP_FEES, "EUR"] > 0


def _missing_local(town: Books) -> tuple[str, str]:
    town.charge("pay_of_a_lost_database")
    return "missing_local", "pay_of_a_lost_database"


def _missing_psp(town: Books) -> tuple[str, str]:
    payment = town.checkout(_paid(town)).payments[0]
    known = town.gateway._payments
    record = known.pop(payment.reference)
    known[record.reference] = msgspec.structs.replace(record, payment="pay_elsewhere", state="voided", captured=0)
    town.gateway._effects[:] = [one for one in town.gateway._effects if one["payment"] != payment.id]
    return "missing_psp", payment.id


def _amount_mismatch(town: Books) -> tuple[str, str]:
    payment = town.checkout(_paid(town)).payments[0]
    record = town.gateway._payments[payment.reference]
    town.gateway._payments[payment.reference] = msgspec.structs.replace(record, captured=record.captured - 100)
    _replace_effect(town, payment.id, "captured", amount=record.captured - 100)
    return "amount_mismatch", payment.id


def _replace_effect(town: Books, payment: str, kind: str, **fields: object) -> None:
    for effect in town.gateway._effects:
        if (effect["payment"], effect["kind"]) == (payment, kind):
            effect.update(fields)


def _price_of_another_sale(town: Books) -> tuple[str, str]:
    checkout = town.checkout(_paid(town))
    hold = town.supplier.holds[checkout.order.locator]
    hold.offer = msgspec.structs.replace(hold.offer, total=hold.offer.total + Money(100, "EUR"))
    return "amount_mismatch", checkout.order.id


def _currency(town: Books) -> tuple[str, str]:
    payment = town.checkout(_paid(town)).payments[0]
    record = town.gateway._payments[payment.reference]
    town.gateway._payments[payment.reference] = msgspec.structs.replace(record, currency="USD")
    _replace_effect(town, payment.id, "captured", currency="USD")
    return "currency", payment.id


def _duplicate_success(town: Books) -> tuple[str, str]:
    """A second hold for what is paid; money that was taken a second time goes back by itself."""
    payment = town.checkout(_paid(town)).payments[0]
    town.hold(payment.id, payment.amount.minor)
    return "duplicate_success", payment.id


def _ticket_without_money(town: Books) -> tuple[str, str]:
    """Tickets that somebody issued at the supplier without us."""
    offer = town.offer()
    from tests.builders.flights import passengers  # noqa: PLC0415  only here

    now = town.home.clock.now()
    held = town.supplier.hold(offer, passengers(offer.party), reference="ord_of_a_lost_database", now=now)
    town.supplier.ticket(held.locator, reference="ord_of_a_lost_database", now=now)  # type: ignore[union-attr]
    return "ticket_without_money", "ord_of_a_lost_database"


def _ticket_of_an_order_that_was_not_paid(town: Books) -> tuple[str, str]:
    order = town.checkout(_paid(town, "eve")).order
    hold = town.supplier.holds[order.locator]
    hold.state, hold.ticket_reference, hold.tickets = "ticketed", order.id, ("9990000000001",)
    hold.days.add(town.home.clock.now().date())
    return "ticket_without_money", order.id


def _money_without_ticket(town: Books) -> tuple[str, str]:
    order = town.checkout(_paid(town)).order
    town.supplier.cancel(order.locator, now=town.home.clock.now())
    return "money_without_ticket", order.id


def _refund_mismatch(town: Books) -> tuple[str, str]:
    payment = town.checkout(_paid(town)).payments[0]
    town.gateway.refund(payment.reference, Money(700, "EUR"), key="on the gateway's own page")
    return "refund_mismatch", payment.id


def _fee_unknown(town: Books) -> tuple[str, str]:
    town.reports.adjust(-4200, "EUR", "terminal rent")
    return "fee_unknown", f"bt_{len(town.gateway._effects)}"


def _forgotten_in_the_books(town: Books) -> tuple[str, str]:
    payment = town.checkout(_paid(town)).payments[0]
    del town.home.records.money.ledger["payment", payment.id, "capture"]
    return "ledger", f"{posting.PSP_RECEIVABLE} EUR"


PLANTS: list[Plant] = [
    _missing_local,
    _missing_psp,
    _amount_mismatch,
    _price_of_another_sale,
    _currency,
    _duplicate_success,
    _ticket_without_money,
    _ticket_of_an_order_that_was_not_paid,
    _money_without_ticket,
    _refund_mismatch,
    _fee_unknown,
]


@pytest.mark.parametrize("plant", PLANTS)
def test_each_kind_of_difference_is_found_and_nothing_else(town: Books, plant: Plant) -> None:
    """Whatever is wrong has one name in the report, with the id by which staff find it, and has a time to be mended."""
    wanted = plant(town)
    night(town)
    assert found(town) == [wanted]
    (case,) = town.home.records.compared.cases.values()
    assert case.due_at - case.opened_at == SLA[case.finding.kind]
    assert town.home.meter.counts["needs_staff", wanted[0]] == 1


def test_all_differences_of_a_day_are_found_together() -> None:
    """A bad day is told whole."""
    town, wanted = books(), []
    plants = [_missing_local, _duplicate_success, _refund_mismatch, _fee_unknown, _ticket_without_money]
    for number, plant in enumerate(plants):
        name = "ada" if plant == _duplicate_success else f"ada{number}"
        town.book(name)
        if plant is _refund_mismatch:
            payment = town.checkout(_paid(town, name)).payments[0]
            town.gateway.refund(payment.reference, Money(700, "EUR"), key="elsewhere")
            wanted.append(("refund_mismatch", payment.id))
        else:
            wanted.append(plant(town))
    town.home.clock.move(seconds=3600)
    night(town)
    assert found(town) == sorted(wanted)


def test_what_the_books_forgot_is_found_by_the_proof(town: Books) -> None:
    """A posting that is missing is seen although nobody looks at its payment."""
    _forgotten_in_the_books(town)
    night(town)
    kinds = {kind for kind, _ in found(town)}
    assert kinds == {"ledger"}
    assert ("ledger", f"{posting.PSP_RECEIVABLE} EUR") in found(town)


@pytest.mark.parametrize("plant", PLANTS)
def test_a_second_night_opens_nothing_twice(town: Books, plant: Plant) -> None:
    """A case that stands is one case, however many nights it is found in."""
    plant(town)
    night(town)
    before = len(town.home.records.money.ledger)
    night(town)
    assert len(town.home.records.compared.cases) == 1
    assert town.home.meter.counts["needs_staff", next(iter(found(town)))[0]] == 1
    assert len(town.home.records.money.ledger) == before


def test_a_case_that_mended_itself_is_closed(town: Books) -> None:
    """Staff do not look for what is no longer there."""
    reference = town.hold(town.checkout(_paid(town)).payments[0].id)
    stranger = town.charge("pay_of_a_lost_database")
    night(town)
    assert len(found(town)) == 2
    town.gateway.void(reference, key="by hand")
    town.gateway.refund(stranger, Money(42000, "EUR"), key="by hand, too")
    town.home.clock.move(seconds=60)
    night(town)
    assert found(town) == []


@pytest.mark.parametrize(("name", "state"), [("ada", "paid"), ("kim", "ended"), ("eve", "ended")])
def test_money_that_was_taken_beside_a_payment_goes_back_in_the_night(town: Books, name: str, state: str) -> None:
    """Whoever was charged once more, or for nothing, has it back after one night, and it is no case."""
    checkout = town.checkout(_paid(town, name))
    reference = town.charge(checkout.payments[0].id)
    night(town)
    assert found(town) == []
    assert town.gateway._payments[reference].refunded == 42000
    after = town.checkout(checkout.id)
    assert (after.state, after.payments[0].state) == (state, checkout.payments[0].state)
    assert "double_success" in after.staff
    sums = balances(town.home.records.money.transactions())
    assert sums[posting.SUSPENSE, "EUR"] == 0
    (owed,) = town.reports.balance(town.home.clock.now() + timedelta(days=2))
    assert sums[posting.PSP_RECEIVABLE, "EUR"] == owed.minor


@pytest.mark.parametrize(("name", "kind"), [("ada", "duplicate_success"), ("kim", "missing_local")])
def test_what_a_bank_does_not_take_back_is_a_case_in_the_end(town: Books, name: str, kind: str) -> None:
    """After five tries over some hours a person writes to the gateway; until then it is on its way, and no case."""
    payment = town.checkout(_paid(town, name)).payments[0]
    town.charge(payment.id, number=by_name("refund_declined").number)
    night(town)
    assert found(town) == []
    for _ in range(6):
        town.home.clock.move(seconds=6 * 3600)
        town.run()
    town.home.clock.move(seconds=-6 * 6 * 3600)
    night(town, days=2)
    assert found(town) == [(kind, payment.id)]


def test_what_was_only_late_is_looked_up_and_mends_itself(town: Books) -> None:
    """An authorization that came to light after the checkout had ended is let go, and is no case."""
    payment = town.checkout(_paid(town, "eve")).payments[0]
    from bot.ports.gateway import CardSecret, Charge  # noqa: PLC0415  only here

    token = town.gateway.tokenize(CardSecret("4242424242424242", 12, 2090, "123"), key="late").instrument
    assert token is not None
    charge = Charge(token.token)
    town.gateway.authorize(
        charge, payment.amount, key="late:auth", payment=payment.id, metadata={}, return_url="http://x/"
    )
    counts = night(town)
    assert found(town) == []
    assert counts["looked_up"] == 1
    assert town.gateway.records(payment.id).count("voided") == 1


def test_an_order_that_is_still_on_its_way_is_not_compared(town: Books) -> None:
    """A capture whose answer is awaited is no difference; its own look-ups find what became of it."""
    town.gateway.fail("capture", "timeout_after")
    checkout = town.book("zoe")
    assert checkout.state == "capturing"
    run = reconciliation.reconcile(town.runtime, town.home.clock.now().date())
    assert run is not None
    assert ("missing_local", checkout.payments[0].id) not in found(town)


def test_a_dispute_and_its_fee_prove(town: Books) -> None:
    """Money that a bank took back stands in suspense, and the books still owe what the gateway says."""
    checkout = town.book("zoe", by_name("dispute_fraud").number)
    town.settle()
    payment = checkout.payments[0]
    with town.home.records.begin() as work:
        work.money.add_step(KeptStep("step_hook", checkout.id, Step("look", town.home.clock.now(), payment.id)))
    town.run()
    assert town.checkout(checkout.id).payments[0].state == "disputed"
    night(town)
    assert found(town) == []
    sums = balances(town.home.records.money.transactions())
    assert sums[posting.SUSPENSE, "EUR"] == payment.amount.minor


def test_payouts_are_in_the_books(town: Books) -> None:
    """What the gateway paid out is in the bank, and the gateway owes nothing more."""
    town.reports.pay_out()
    town.home.clock.move(seconds=60)
    night(town)
    assert found(town) == []
    sums = balances(town.home.records.money.transactions())
    assert sums[posting.PSP_RECEIVABLE, "EUR"] == 0
    assert sums[posting.BANK, "EUR"] > 0


@pytest.mark.parametrize("page", [1, 2, 100])
def test_pages_of_any_size_find_the_same(page: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day of a million payments is compared piece by piece."""
    monkeypatch.setattr(reconciliation, "PAGE", page)
    town = books(page=page)
    for name in ("ada", "bob", "cleo"):
        town.book(name)
    wanted = sorted([_missing_local(town), _refund_mismatch(town), _fee_unknown(town)])
    town.home.clock.move(seconds=60)
    night(town)
    assert found(town) == wanted


class _PulledError(BaseException):
    """The process died."""


def test_a_run_that_is_killed_anywhere_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever a worker dies, the next one finishes the day, finds the same and posts nothing twice."""
    deaths = 0
    for point in range(1, 60):
        town = books(page=1)
        monkeypatch.setattr(reconciliation, "PAGE", 1)
        town.book("ada")
        wanted = sorted([_missing_local(town), _refund_mismatch(town)])
        town.home.clock.move(seconds=86400)
        day, left = (town.home.clock.now() - timedelta(days=1)).date(), iter([*range(point)])
        begin = town.home.records.begin

        def dying(begin: object = begin, left: object = left) -> object:
            if next(left, None) is None:  # type: ignore[call-overload]
                raise _PulledError
            return begin()  # type: ignore[operator]

        monkeypatch.setattr(town.home.records, "begin", dying)
        try:
            reconciliation.reconcile(town.runtime, day, pages=1000)
        except _PulledError:
            deaths += 1
        monkeypatch.setattr(town.home.records, "begin", begin)
        town.home.clock.move(seconds=600)
        run = reconciliation.reconcile(town.runtime, day, pages=1000)
        assert run is not None
        assert run.ended_at is not None
        assert found(town) == wanted, point
    assert deaths > 30


def test_a_worker_that_has_a_day_keeps_others_from_it(town: Books) -> None:
    """Two rings for one night do not do it twice."""
    day = town.home.clock.now().date()
    town.home.clock.move(seconds=86400)
    town.reports.down = True
    with pytest.raises(UnavailableError):
        reconciliation.reconcile(town.runtime, day)
    town.reports.down = False
    assert reconciliation.reconcile(town.runtime, day) is None
    town.home.clock.move(seconds=600)
    run = reconciliation.reconcile(town.runtime, day, pages=3)
    assert run is not None
    assert run.ended_at is None
    done = reconciliation.reconcile(town.runtime, day)
    assert done is not None
    assert done.ended_at is not None
    assert reconciliation.reconcile(town.runtime, day) == done


def test_nights_are_done_in_their_order_once_they_are_over(town: Books) -> None:
    """A deployment that was down for three days makes up for each of them, and today waits until it is over."""
    first = town.home.clock.now().date()
    town.home.clock.move(seconds=3 * 86400)
    done = []
    while True:
        with town.home.records.begin() as work:
            day = reconciliation.next_day(work, town.home.clock.now())
        if day is None:
            break
        done.append(day)
        reconciliation.reconcile(town.runtime, day, pages=1000)
    assert done == [first + timedelta(days=number) for number in range(3)]
    assert found(town) == []


def test_a_process_without_reports_compares_nothing() -> None:
    """A web process cannot read what the gateway did."""
    home = house()
    with pytest.raises(IllegalError):
        reconciliation.reconcile(home.runtime, home.clock.now().date())
