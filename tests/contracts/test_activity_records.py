"""What every archive of account activity promises, in memory and in a real PostgreSQL alike."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.conversation.profile import Profile
from bot.domain.money import Money
from bot.domain.payment.activity import Activity
from bot.ports.activity_records import MAILBOX, Batch, Place
from bot.ports.wallet_records import Traveller
from tests.builders.activity import happened
from tests.builders.world import NOW
from tests.fakes.records import MemoryRecords
from tests.fakes.records_talk import MemoryTalkRecords

MARIE, JEAN = "trv_told_marie", "trv_told_jean"
THREAD = "messenger:page:told"
HERE, MAIL = Place(MARIE, THREAD), Place(MARIE, MAILBOX)
SECOND = timedelta(seconds=1)


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.real)])
def records(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Each archive in turn, with two travellers to whom nothing has happened."""
    if request.param == "memory":
        found: Any = MemoryRecords(talk=MemoryTalkRecords())
        _enrol(found)
        yield found
        return
    engine = make_engine(request.getfixturevalue("postgres"))
    with engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE account_activity CASCADE")
    found = SqlRecords(engine)
    _enrol(found)
    yield found
    engine.dispose()


def _enrol(records: Any) -> None:
    with records.begin() as work:
        for number, name in enumerate((MARIE, JEAN)):
            work.wallet.enroll(f"messenger:page:told_{number}", Traveller(name, NOW, Profile(1)))
            work.wallet.save_traveller(Traveller(name, NOW, Profile(1)))


def add(records: Any, *activities: Activity, places: tuple[str, ...] = (THREAD, MAILBOX), **fields: Any) -> list[bool]:
    """Activities are kept, due at once."""
    with records.begin() as work:
        due = fields.get("due_at", NOW)
        return [work.activity.add(fields.get("traveller", MARIE), one, places=places, due_at=due) for one in activities]


def hand(records: Any, name: str, place: Place, *, at: Any = NOW) -> None:
    """All that waits at a place goes into a batch."""
    with records.begin() as work:
        work.activity.hand_over(Batch(name, place, work.activity.waiting(place)), at=at)


def ask(records: Any, what: str, *args: Any, **named: Any) -> Any:
    """What an archive answers."""
    with records.begin() as work:
        return getattr(work.activity, what)(*args, **named)


def test_an_activity_is_kept_once(records: Any) -> None:
    """The same id again is the same activity, whatever else is said of it: nobody is told a second time."""
    paid = happened("payment_made", money=Money(100, "EUR"), checkout="chk_1", thread=THREAD, told=True)
    assert add(records, paid) == [True]
    hand(records, "ntc_1", HERE)
    assert add(records, paid, happened("payment_made", money=Money(999, "EUR"))) == [False, False]
    assert ask(records, "of", MARIE, most=9) == (paid,)
    assert ask(records, "waiting", HERE) == ()


def test_a_place_is_due_when_one_of_its_notices_is(records: Any) -> None:
    """The longest due first; what lies in the future waits."""
    add(records, happened("method_added"), due_at=NOW + SECOND)
    add(records, happened("pin_changed"), places=(THREAD,), due_at=NOW)
    add(records, happened("refunded"), places=(MAILBOX,), traveller=JEAN, due_at=NOW + 2 * SECOND)
    assert ask(records, "due", NOW - SECOND, most=9) == ()
    assert ask(records, "due", NOW, most=9) == (HERE,)
    assert ask(records, "due", NOW + 2 * SECOND, most=9) == (HERE, MAIL, Place(JEAN, MAILBOX))
    assert ask(records, "due", NOW + 2 * SECOND, most=1) == (HERE,)
    with records.begin() as work:
        work.activity.put_off(HERE, until=NOW + 5 * SECOND)
    assert HERE not in ask(records, "due", NOW + 4 * SECOND, most=9)


def test_what_waits_goes_into_one_message_in_order(records: Any) -> None:
    """A batch never changes again: what comes later waits for the next."""
    second, first = happened("pin_changed", at=NOW + SECOND), happened("method_added")
    add(records, second, first)
    assert ask(records, "waiting", HERE) == (first, second)
    hand(records, "ntc_1", HERE)
    late = happened("new_device", at=NOW - SECOND)
    add(records, late)
    assert ask(records, "waiting", HERE) == (late,)
    assert ask(records, "batch", "ntc_1") == Batch("ntc_1", HERE, (first, second))
    assert ask(records, "batch", "ntc_2") is None
    assert ask(records, "waiting", MAIL) == (late, first, second)


def test_a_place_knows_when_it_was_told(records: Any) -> None:
    """Each message once, however much it tells; what was withheld was no message."""
    add(records, happened("method_added"), happened("pin_changed"))
    hand(records, "ntc_1", HERE)
    add(records, happened("new_device"))
    hand(records, "ntc_2", HERE, at=NOW + SECOND)
    add(records, happened("refunded"))
    with records.begin() as work:
        work.activity.withhold(HERE, at=NOW + 2 * SECOND)
    assert ask(records, "handed", HERE, since=NOW) == (NOW, NOW + SECOND)
    assert ask(records, "handed", HERE, since=NOW + SECOND) == (NOW + SECOND,)
    assert ask(records, "handed", MAIL, since=NOW) == ()
    assert ask(records, "due", NOW, most=9) == (MAIL,)


def test_a_mail_is_sent_by_one_at_a_time_until_it_ends(records: Any) -> None:
    """Whoever dies while sending leaves it to the next, a lease later; a thread's message is no mail."""
    add(records, happened("method_added"), happened("pin_changed"))
    hand(records, "ntc_1", HERE)
    hand(records, "ntc_2", MAIL, at=NOW + SECOND)
    assert ask(records, "open_mails", NOW, most=9) == ("ntc_2",)
    later = NOW + timedelta(minutes=1)
    assert ask(records, "lease_mail", "ntc_2", now=NOW, until=later) == NOW + SECOND
    assert ask(records, "lease_mail", "ntc_2", now=NOW + SECOND, until=later) is None
    assert ask(records, "open_mails", NOW + SECOND, most=9) == ()
    assert ask(records, "open_mails", later, most=9) == ("ntc_2",)
    assert ask(records, "lease_mail", "ntc_2", now=later, until=later + SECOND) is not None
    ask(records, "end_mail", "ntc_2", "told")
    ask(records, "end_mail", "ntc_2", "failed")
    assert ask(records, "open_mails", later + timedelta(hours=1), most=9) == ()
    assert ask(records, "lease_mail", "ntc_1", now=later, until=later) is None


@pytest.mark.parametrize(("outcome", "goes"), [("", True), ("told", True), ("failed", False), ("withheld", False)])
def test_whether_a_mail_tells_it_is_known(records: Any, outcome: str, *, goes: bool) -> None:
    """A mail that failed tells nothing; nor does one that was never wanted."""
    add(records, happened("method_added"))
    assert ask(records, "mails", ("one:method_added",))
    hand(records, "ntc_1", MAIL)
    if outcome:
        ask(records, "end_mail", "ntc_1", outcome)
    assert ask(records, "mails", ("one:method_added",)) is goes
    assert not ask(records, "mails", ("one:method_added", "one:unheard_of"))
    assert not ask(records, "mails", ())


def test_who_was_thought_to_be_two_keeps_both_pasts(records: Any) -> None:
    """What happened under the other name is theirs, the newest first."""
    older, newer = happened("method_added"), happened("pin_changed", at=NOW + SECOND)
    add(records, older)
    add(records, newer, traveller=JEAN)
    assert ask(records, "of", MARIE, most=9) == (older,)
    with records.begin() as work:
        work.wallet.save_traveller(Traveller(JEAN, NOW, Profile(2), merged_into=MARIE))
    assert ask(records, "of", MARIE, most=9) == (newer, older)
    assert ask(records, "of", MARIE, most=1) == (newer,)


def test_nothing_is_kept_of_who_is_forgotten(records: Any) -> None:
    """What waits is told to nobody, what is in a message is found no more; others keep theirs."""
    add(records, happened("method_added"))
    hand(records, "ntc_1", HERE)
    add(records, happened("pin_changed"))
    add(records, happened("refunded"), traveller=JEAN)
    with records.begin() as work:
        work.activity.forget(MARIE)
    assert ask(records, "of", MARIE, most=9) == ()
    assert ask(records, "batch", "ntc_1") is None
    assert {place.traveller for place in ask(records, "due", NOW, most=9)} == {JEAN}


def test_a_transaction_that_fails_keeps_nothing(records: Any) -> None:
    """What did not happen after all is told to nobody."""

    def fail() -> None:
        with records.begin() as work:
            work.activity.add(MARIE, happened(), places=(THREAD,), due_at=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert ask(records, "due", NOW, most=9) == ()
    assert add(records, happened()) == [True]
