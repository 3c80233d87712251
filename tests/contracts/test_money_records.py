"""What every store of money promises, in memory and in PostgreSQL alike."""

from datetime import timedelta
from itertools import count
from typing import Any

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.adapters.sql.engine import make_engine
from bot.domain.checkout_case import Checkout, Step
from bot.domain.errors import ConflictError, IllegalError
from bot.domain.money import Money
from bot.domain.payment import posting
from bot.domain.payment.instrument import KeptInstrument
from bot.domain.payment.ledger import Entry, Transaction
from bot.domain.payment.payment import open_attempt
from bot.domain.payment.refunds import GivingBack, Refund, Share
from bot.domain.return_facts import BookingTakenBack, RefundDecided, ReturnAgreed
from bot.ports.money_records import Audit, KeptStep, PayLink
from tests.builders.checkouts import HELD, NOW, TICKETS, approved, asking, feed, new_checkout

_NUMBERS = count(1)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def stored(records: Any) -> Checkout:
    """A checkout that nobody else has, stored before its first step."""
    number = next(_NUMBERS)
    checkout = new_checkout(f"chk_{number}", thread=f"messenger:page:{number}")
    with records.begin() as work:
        work.money.add(checkout)
    return checkout


def saved(records: Any, checkout: Checkout) -> Checkout:
    """Store the next version of a checkout."""
    following = msgspec.structs.replace(checkout, version=checkout.version + 1)
    with records.begin() as work:
        work.money.save(following)
    return following


def test_a_checkout_is_read_as_it_was_written(records: Any, stored: Checkout) -> None:
    """A traveller's order, payments and attempts survive a restart in every detail."""
    made = feed(stored, HELD, *asking(stored), approved(stored), TICKETS, approved(stored, "capture"))
    whole = saved(records, made.checkout)
    with records.begin() as work:
        assert work.money.checkout(stored.id) == whole
        assert work.money.checkout(stored.id, lock=True) == whole
        assert work.money.checkout_of(stored.thread, stored.effect) == stored.id
        assert work.money.checkout_paid_by(stored.payments[0].id) == stored.id


def test_a_refund_in_parts_is_read_as_it_was_written(records: Any, stored: Checkout) -> None:
    """How much an attempt gives back, what was agreed to and who decided it survive a restart."""
    paid = feed(stored, HELD, *asking(stored), approved(stored), TICKETS, approved(stored, "capture")).checkout
    payment = paid.payments[0].id
    share = Share(payment, "Visa •4242", Money(14900, "EUR"))
    agreed = GivingBack("thread|mid#0", stored.thread, share.amount, Money(2000, "EUR"), (share,), NOW)
    gift = Refund(f"{stored.id}:refund:1", payment, Money(2000, "EUR"), "goodwill", "eve", NOW)
    made = feed(paid, RefundDecided(gift), ReturnAgreed(agreed), BookingTakenBack()).checkout
    assert [attempt.amount for attempt in made.payments[0].attempts if attempt.operation == "refund"] == [2000]
    whole = saved(records, made)
    with records.begin() as work:
        assert work.money.checkout(stored.id) == whole


def test_a_payment_is_found_by_the_gateways_reference(records: Any, stored: Checkout) -> None:
    """News that names no id of ours still comes to its payment; payments without a reference are nobody's."""
    with records.begin() as work:
        assert work.money.payment_under("") == ""
    reference = f"pi_of_{stored.id}"
    yes = msgspec.structs.replace(approved(stored), reference=reference)
    saved(records, feed(stored, HELD, *asking(stored), yes).checkout)
    with records.begin() as work:
        assert work.money.payment_under(reference) == stored.payments[0].id


def test_holds_are_found_by_their_end(records: Any, stored: Checkout) -> None:
    """What ends first comes first; what holds nothing, or ends later, is left out."""
    ends = NOW + timedelta(days=7)
    yes = msgspec.structs.replace(approved(stored), capture_before=ends)
    saved(records, feed(stored, HELD, *asking(stored), yes).checkout)
    mine = (stored.payments[0].id, stored.id)
    with records.begin() as work:
        assert mine in work.money.holds_ending(ends, most=100)
        assert mine not in work.money.holds_ending(ends - timedelta(seconds=1), most=100)
        assert work.money.holds_ending(ends, most=0) == ()


def test_what_was_never_stored_is_not_found(records: Any) -> None:
    """A made-up id leads nowhere."""
    with records.begin() as work:
        assert work.money.checkout("chk_never") is None
        assert work.money.checkout_of("messenger:page:nobody", "mid#0") == ""
        assert work.money.checkout_paid_by("pay_never") == ""
        assert work.money.payment_under("pi_never") == ""
        assert work.money.link("never") is None
        assert work.money.bind("never", "browser") == ""
        assert work.money.instrument("ins_never") is None
        assert work.money.lease_step("step_never", now=NOW, until=LATER) is None
        assert work.money.audited("nobody") == ()


def test_an_effect_begins_one_checkout(records: Any, stored: Checkout) -> None:
    """A doorbell that rings twice sells one order."""
    twin = msgspec.structs.replace(stored, id=f"{stored.id}_twin")
    with pytest.raises(ConflictError), records.begin() as work:
        work.money.add(twin)


def test_who_saves_second_is_refused(records: Any, stored: Checkout) -> None:
    """Two workers on one checkout never overwrite each other."""
    saved(records, stored)
    with pytest.raises(ConflictError):
        saved(records, msgspec.structs.replace(stored, language="fr"))
    with records.begin() as work:
        assert work.money.checkout(stored.id).language == "en"


def test_a_payment_has_one_open_attempt(records: Any, stored: Checkout) -> None:
    """A double click cannot become two requests to the bank, whatever the program does."""
    once = open_attempt(stored.payments[0], "authorize", now=NOW)
    second = msgspec.structs.replace(once.attempts[0], key="tf:another", number=2)
    twice = msgspec.structs.replace(once, attempts=(*once.attempts, second))
    with pytest.raises(ConflictError):
        saved(records, msgspec.structs.replace(stored, payments=(twice,)))


def test_a_block_that_raises_leaves_nothing_behind(records: Any, stored: Checkout) -> None:
    """What is decided together is stored together, or not at all."""
    with pytest.raises(IllegalError), records.begin() as work:
        _write_and_fail(work, stored)
    with records.begin() as work:
        assert work.money.checkout(stored.id).version == 0
        assert work.money.lease_step(f"step_{stored.id}", now=NOW, until=LATER) is None


def _write_and_fail(work: Any, stored: Checkout) -> None:
    work.money.save(msgspec.structs.replace(stored, version=1))
    work.money.add_step(KeptStep(f"step_{stored.id}", stored.id, Step("hold", NOW)))
    work.money.post(Transaction("order", "odd", "ticketed", ()), at=NOW)


def _step(records: Any, stored: Checkout, kind: str = "hold", *, after: int = 0) -> KeptStep:
    step = KeptStep(f"step_{next(_NUMBERS)}", stored.id, Step(kind, NOW + timedelta(seconds=after), "subject", 2))
    with records.begin() as work:
        work.money.add_step(step)
        work.money.add_step(step)
    return step


def test_a_step_is_leased_by_one_worker_at_a_time(records: Any, stored: Checkout) -> None:
    """Two rings make one call; when a lease has run out the next worker has a higher fence."""
    step = _step(records, stored)
    with records.begin() as work:
        first = work.money.lease_step(step.id, now=NOW, until=LATER)
        assert first == msgspec.structs.replace(step, fence=1)
        assert work.money.lease_step(step.id, now=NOW, until=LATER) is None
        assert work.money.lease_step(step.id, now=LATER, until=LATER + timedelta(minutes=1)).fence == 2
    with pytest.raises(ConflictError), records.begin() as work:
        work.money.finish_step(first)
    with pytest.raises(ConflictError), records.begin() as work:
        work.money.put_off_step(first, due_at=LATER)


def test_a_step_that_is_done_is_never_leased_again(records: Any, stored: Checkout) -> None:
    """A late ring does nothing."""
    step = _step(records, stored)
    with records.begin() as work:
        leased = work.money.lease_step(step.id, now=NOW, until=LATER)
        work.money.finish_step(leased)
    with records.begin() as work:
        assert work.money.lease_step(step.id, now=LATER, until=LATER) is None
        assert step.id not in work.money.due_steps(LATER, most=1000)
    with pytest.raises(ConflictError), records.begin() as work:
        work.money.finish_step(leased)


def test_a_step_that_is_put_off_comes_back_and_is_counted(records: Any, stored: Checkout) -> None:
    """A gateway that is away is asked again later, ever more slowly."""
    step = _step(records, stored)
    with records.begin() as work:
        leased = work.money.lease_step(step.id, now=NOW, until=LATER)
        work.money.put_off_step(leased, due_at=NOW + timedelta(seconds=5))
    with records.begin() as work:
        assert work.money.lease_step(step.id, now=NOW, until=LATER) is None
        again = work.money.lease_step(step.id, now=NOW + timedelta(seconds=5), until=LATER)
    assert (again.step.tries, again.fence) == (3, 2)


def test_due_steps_come_in_their_order(records: Any, stored: Checkout) -> None:
    """Who has waited longest is served first, and what is not due yet waits."""
    late, soon, never = (_step(records, stored, after=seconds) for seconds in (30, 10, 3600))
    expire = _step(records, stored, "expire", after=20)
    mine = {late.id, soon.id, never.id, expire.id}
    with records.begin() as work:
        due = [one for one in work.money.due_steps(LATER, most=1000) if one in mine]
        assert due == [soon.id, expire.id, late.id]
        assert [one for one in work.money.due_steps(LATER, most=1000, kind="expire") if one in mine] == [expire.id]
        assert len(work.money.due_steps(LATER, most=1)) == 1
        assert work.money.next_step_at() is not None


def test_a_link_may_end_later_and_never_earlier(records: Any, stored: Checkout) -> None:
    """A bank that says no after days opens the page again for another method."""
    name = f"hash of {stored.id}, longer"
    with records.begin() as work:
        work.money.add_link(name, PayLink(stored.id, NOW))
        work.money.prolong_link(name, LATER)
        work.money.prolong_link(name, NOW)
        work.money.prolong_link("never", LATER)
        assert work.money.link(name) == PayLink(stored.id, LATER)


def test_a_link_belongs_to_the_first_browser(records: Any, stored: Checkout) -> None:
    """A link that was forwarded is of no use once somebody has paid with it."""
    link = PayLink(stored.id, LATER)
    with records.begin() as work:
        work.money.add_link(f"hash of {stored.id}", link)
        work.money.add_link(f"hash of {stored.id}", PayLink(stored.id, NOW))
        assert work.money.link(f"hash of {stored.id}") == link
        assert work.money.bind(f"hash of {stored.id}", "hers") == "hers"
        assert work.money.bind(f"hash of {stored.id}", "his") == "hers"
        assert work.money.link(f"hash of {stored.id}") == msgspec.structs.replace(link, browser="hers")


def test_an_instrument_is_kept(records: Any, stored: Checkout) -> None:
    """A request that is repeated after a restart charges the same card."""
    kept = KeptInstrument(f"ins_{stored.id}", "sandbox", "tok_1", "visa", "4242", 12, 2029, "print", "FR", "credit")
    with records.begin() as work:
        work.money.keep_instrument(kept, checkout=stored.id)
    with records.begin() as work:
        assert work.money.instrument(kept.id) == kept


def test_a_fact_is_posted_once(records: Any, stored: Checkout) -> None:
    """A capture that is told twice is in the books once."""
    taken = posting.captured(stored.payments[0].id, Money(100, "EUR"))
    with records.begin() as work:
        assert work.money.post(taken, at=NOW)
        assert not work.money.post(taken, at=NOW)
    earned = posting.ticketed(stored.order.id, Money(100, "EUR"))
    with records.begin() as work:
        assert work.money.post(earned, at=LATER)
        assert work.money.transactions(stored.order.id, stored.payments[0].id) == (taken, earned)
        assert {taken, earned} <= set(work.money.transactions())


def test_a_transaction_that_makes_money_is_refused(records: Any) -> None:
    """No fault of ours can make money out of nothing."""
    odd = Transaction("payment", "pay_odd", "capture", (Entry("psp_receivable", Money(1, "EUR")),))
    with pytest.raises(IllegalError), records.begin() as work:
        work.money.post(odd, at=NOW)


def test_the_audit_is_read_in_order(records: Any, stored: Checkout) -> None:
    """Staff can see how a checkout came to be what it is."""
    lines = tuple(Audit(NOW, "checkout", stored.id, str(n), str(n + 1), "because") for n in range(3))
    with records.begin() as work:
        for line in lines:
            work.money.audit(line)
    with records.begin() as work:
        assert work.money.audited(stored.id) == lines


@pytest.mark.real
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entries SET amount_minor = 1",
        "DELETE FROM ledger_transactions",
        "TRUNCATE audit",
        "UPDATE audit SET cause = 'another'",
    ],
)
def test_nobody_changes_the_books(postgres: str, statement: str) -> None:
    """Not even somebody with the database's password changes what was written, short of taking the guard away."""
    engine = make_engine(postgres)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.mark.real
def test_the_database_itself_adds_up(postgres: str) -> None:
    """A transaction that does not sum to nought is refused by the database, whoever writes it."""
    forged = text(
        "WITH made AS (INSERT INTO ledger_transactions (source_kind, source_id, posting_kind, posted_at) "
        "VALUES ('payment', 'pay_forged', 'capture', now()) RETURNING id) "
        "INSERT INTO ledger_entries SELECT id, 0, 'psp_receivable', 5, 'EUR' FROM made"
    )
    engine = make_engine(postgres)
    with pytest.raises(DBAPIError, match="sum to nought"), engine.begin() as connection:
        connection.execute(forged)
    engine.dispose()
