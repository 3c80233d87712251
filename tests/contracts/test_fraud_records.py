"""What every archive of fraud records promises, in memory and in a real PostgreSQL alike."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.payment.fraud import Assessment
from bot.ports.fraud_records import Blocked, Decided, Published, Review, Seen, Try
from tests.fakes.records import MemoryRecords

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
FIRST = Try("tf:pay_1:authorize:1", NOW, "chat", "ada", "phone", "net", "visa")


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.real)])
def records(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Each archive in turn, empty."""
    if request.param == "memory":
        yield MemoryRecords()
        return
    engine = make_engine(request.getfixturevalue("postgres"))
    with engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE payment_tries, blocked, payment_places, card_holders, reviews")
    yield SqlRecords(engine)
    engine.dispose()


def other(number: int, **changes: Any) -> Try:
    """Another try than the first, so many seconds before it."""
    return msgspec.structs.replace(FIRST, attempt=f"tf:pay_1:authorize:{number}", **changes)


def tried(records: Any, *tries: Try, declined: bool = False) -> None:
    """Note tries, perhaps with the bank's no."""
    with records.begin() as work:
        for one in tries:
            work.fraud.note(one)
            if declined:
                work.fraud.settle(one.attempt, "declined")


def seen(records: Any, one: Try = FIRST) -> Seen:
    """What was seen up to a try."""
    with records.begin() as work:
        found: Seen = work.fraud.seen(one)
        return found


def test_a_try_is_counted_once_however_often_it_is_noted(records: Any) -> None:
    """A job that runs again makes nobody look worse."""
    tried(records, FIRST, FIRST)
    assert seen(records) == Seen(1, 0, 1, True, 0, 1, 1, 0)


def test_different_cards_of_a_chat_are_counted(records: Any) -> None:
    """The same card a second time is no second card."""
    tried(records, FIRST, other(2, card="amex"), other(3, card="amex"), other(4, card="other", thread="else"))
    assert seen(records).thread_cards_1h == 2
    assert seen(records).device_cards_24h == 3


def test_a_chat_is_counted_for_an_hour_and_no_longer(records: Any) -> None:
    """Who comes back in the evening starts anew; what comes later than a try does not count for it."""
    tried(records, FIRST, other(2, card="b", at=NOW - timedelta(minutes=59)))
    tried(records, other(3, card="c", at=NOW - timedelta(hours=1)), other(4, card="d", at=NOW + timedelta(seconds=1)))
    assert seen(records).thread_cards_1h == 2


def test_declines_are_counted_by_chat_and_by_network(records: Any) -> None:
    """Only what a bank refused counts, and its first word stays."""
    tried(records, FIRST)
    tried(records, other(2), other(3, thread="else", at=NOW - timedelta(minutes=9)), declined=True)
    with records.begin() as work:
        work.fraud.settle(FIRST.attempt, "approved")
        work.fraud.settle(FIRST.attempt, "declined")
        work.fraud.settle("nobody's", "declined")
    found = seen(records)
    assert (found.thread_declines_15m, found.network_declines_10m) == (1, 2)
    assert (found.brand_tries_5m, found.brand_declines_5m) == (2, 1)


def test_a_card_is_counted_by_people(records: Any) -> None:
    """One card of three people within a day is seen; the chats of one account are one person."""
    tried(records, FIRST, other(2, thread="b"))
    assert seen(records).card_people_24h == 1
    tried(records, other(3, traveller="bob"), other(4, traveller="eve", at=NOW - timedelta(hours=23)))
    tried(records, other(5, traveller="old", at=NOW - timedelta(hours=24)))
    assert seen(records).card_people_24h == 3


def test_a_device_is_new_until_something_was_paid_on_it(records: Any) -> None:
    """A declined try does not make a device known, nor does somebody else's purchase."""
    tried(records, FIRST, other(2), other(3, traveller="bob"))
    with records.begin() as work:
        work.fraud.settle(other(3).attempt, "approved")
    assert seen(records).device_new is True
    with records.begin() as work:
        work.fraud.settle(other(2).attempt, "approved")
    assert seen(records).device_new is False


def test_the_card_of_a_try_is_known(records: Any) -> None:
    """By it staff block a card of which nothing else is left."""
    tried(records, FIRST)
    with records.begin() as work:
        assert (work.fraud.card_of(FIRST.attempt), work.fraud.card_of("nobody's")) == ("visa", "")


def test_what_has_no_name_is_not_counted(records: Any) -> None:
    """Two tries without a device are not two on one device."""
    bare = Try("tf:pay_2:authorize:1", NOW, "chat2")
    tried(records, bare, msgspec.structs.replace(bare, attempt="tf:pay_2:authorize:2"))
    found = seen(records, bare)
    assert (found.device_cards_24h, found.device_new, found.network_declines_10m, found.card_people_24h) == (None,) * 4
    assert found.thread_cards_1h == 0


def test_the_first_decision_of_an_attempt_stays(records: Any) -> None:
    """A worker that is started again cannot decide otherwise."""
    one = Decided("tf:pay_d:authorize:1", NOW, 3, Assessment("review", 60, ("R10",), ("R99",)), {"trip.one_way": True})
    two = msgspec.structs.replace(one, assessment=Assessment("allow"))
    with records.begin() as work:
        assert work.fraud.decide(one) == one.assessment
        assert work.fraud.decide(two) == one.assessment
        assert work.fraud.decision(one.attempt) == one
        assert work.fraud.decision("nobody's") is None


def test_decisions_are_listed_from_the_newest(records: Any) -> None:
    """Staff try new rules on what was decided since a day."""
    since = NOW + timedelta(days=100)
    many = [
        Decided(f"tf:pay_l:authorize:{n}", since + timedelta(minutes=n), 1, Assessment(), {"payment.minor": n})
        for n in range(3)
    ]
    with records.begin() as work:
        for one in many:
            work.fraud.decide(one)
        assert work.fraud.decisions(since=since + timedelta(minutes=1), most=9) == (many[2], many[1])
        assert work.fraud.decisions(since=since, most=1) == (many[2],)


def test_what_is_blocked_is_blocked_until_its_time(records: Any) -> None:
    """A block ends by itself, or when staff take it back."""
    block = Blocked("card", "hash", NOW + timedelta(days=1), "Ida", "fraud dispute")
    with records.begin() as work:
        work.fraud.block(msgspec.structs.replace(block, until=NOW))
        assert not work.fraud.is_blocked("card", "hash", now=NOW)
        work.fraud.block(block)
        assert work.fraud.is_blocked("card", "hash", now=NOW)
        assert not work.fraud.is_blocked("email", "hash", now=NOW)
        assert work.fraud.blocked(now=NOW) == (block,)
        assert work.fraud.unblock("card", "hash")
        assert not work.fraud.unblock("card", "hash")
        assert work.fraud.blocked(now=NOW) == ()


def test_the_newest_rules_are_in_force(records: Any) -> None:
    """Each revision is kept; rolling back is publishing an older one again."""
    with records.begin() as work:
        first = work.fraud.publish(b'{"rules":[]}', by="Ida", note="first", at=NOW)
        second = work.fraud.publish(b'{"rules":[1]}', by="Ida", note="second", at=NOW)
        assert second == first + 1
        assert work.fraud.rules() == (second, b'{"rules":[1]}')
        assert work.fraud.published(most=2) == (
            Published(second, NOW, "Ida", "second"),
            Published(first, NOW, "Ida", "first"),
        )
        assert (work.fraud.rules_of(first), work.fraud.rules_of(second + 1)) == (b'{"rules":[]}', None)


def test_the_place_of_a_checkout_is_the_last_one(records: Any) -> None:
    """What a later page does not tell stays as it was known."""
    with records.begin() as work:
        assert work.fraud.placed("chk_1") == ("", "")
        work.fraud.place("chk_1", device="", network="", at=NOW)
        assert work.fraud.placed("chk_1") == ("", "")
        work.fraud.place("chk_1", device="phone", network="net", at=NOW)
        work.fraud.place("chk_1", device="", network="", at=NOW)
        assert work.fraud.placed("chk_1") == ("phone", "net")
        work.fraud.place("chk_1", device="desk", network="", at=NOW)
        assert work.fraud.placed("chk_1") == ("desk", "net")
        assert work.fraud.placed("chk_2") == ("", "")


def test_whether_a_cardholder_travels_is_said_once(records: Any) -> None:
    """A worker that is started again says the same; of a saved card nothing is known."""
    with records.begin() as work:
        assert work.fraud.holder_travels("a") is None
        work.fraud.name_holder("a", travels=False)
        work.fraud.name_holder("a", travels=True)
        work.fraud.name_holder("b", travels=True)
        assert (work.fraud.holder_travels("a"), work.fraud.holder_travels("b")) == (False, True)


def test_bookings_are_tries_that_a_bank_approved(records: Any) -> None:
    """Nobody's bookings are nobody's."""
    tried(records, FIRST, other(2), other(3, traveller="bob"), other(4, traveller=""))
    with records.begin() as work:
        for number in (1, 3, 4):
            work.fraud.settle(f"tf:pay_1:authorize:{number}", "approved")
        work.fraud.settle(other(2).attempt, "declined")
        assert [work.fraud.bookings_of(name) for name in ("ada", "bob", "eve", "")] == [1, 1, 0, 0]


def test_what_is_held_waits_until_somebody_has_decided(records: Any) -> None:
    """Held twice is held once, and the first verdict stays."""
    late, soon = Review("tf:b:authorize:1", "chk_b", NOW), Review("tf:a:authorize:1", "chk_a", NOW - timedelta(hours=1))
    with records.begin() as work:
        for one in (late, soon, msgspec.structs.replace(soon, opened_at=NOW + timedelta(hours=1))):
            work.fraud.hold(one)
        assert work.fraud.reviews() == (soon, late)
        assert not work.fraud.give_verdict("nobody's", "allowed", by="Ida", at=NOW)
        assert work.fraud.give_verdict(soon.attempt, "rejected", by="Ida", at=NOW)
        assert not work.fraud.give_verdict(soon.attempt, "allowed", by="Ben", at=NOW)
    with records.begin() as work:
        assert work.fraud.reviews() == (late,)
        assert work.fraud.review("nobody's") is None
        said = work.fraud.review(soon.attempt)
        assert said == msgspec.structs.replace(soon, verdict="rejected", by="Ida", decided_at=NOW)
        assert work.fraud.give_verdict(late.attempt, "lapsed", by="", at=NOW)


def test_who_is_forgotten_leaves_cards_and_devices(records: Any) -> None:
    """Counts by card and by device go on; nothing says any more by whom."""
    tried(records, FIRST, other(2, card="b", thread="chat2"), other(3, card="c", thread="else", traveller="bob"))
    with records.begin() as work:
        work.fraud.settle(FIRST.attempt, "approved")
        work.fraud.forget("chat", "ada", "")
        assert (work.fraud.bookings_of("ada"), work.fraud.bookings_of("bob")) == (0, 0)
    found = seen(records)
    assert (found.thread_cards_1h, found.device_cards_24h, found.card_people_24h) == (0, 3, 0)


def test_old_tries_go_and_decisions_stay(records: Any) -> None:
    """After thirteen months nothing is known of a card that was tried, but what the rules made of it."""
    old = other(2, at=NOW - timedelta(days=397))
    tried(records, FIRST, old)
    with records.begin() as work:
        work.fraud.decide(Decided(old.attempt, old.at, 1, Assessment("allow"), {}))
        for one in (FIRST, old):
            work.fraud.name_holder(one.attempt, travels=True)
            work.fraud.place(f"chk {one.attempt}", device="phone", network="", at=one.at)
        before = NOW - timedelta(days=396)
        assert (work.fraud.prune(before), work.fraud.prune(before)) == (1, 0)
        assert [work.fraud.holder_travels(one.attempt) for one in (FIRST, old)] == [True, None]
        places = [work.fraud.placed(f"chk {one.attempt}") for one in (FIRST, old)]
        assert places == [("phone", ""), ("", "")]
        assert work.fraud.decision(old.attempt) is not None
