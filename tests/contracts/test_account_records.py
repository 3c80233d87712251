"""What every archive of channel accounts promises, in memory and in a real PostgreSQL alike."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.ports.account_records import FORGET_MS, AccountTrouble
from tests.fakes.records import MemoryRecords

TOKEN = AccountTrouble("messenger:1001", "token", "The token does not hold.", since=1000, until=2000)
BUSY = AccountTrouble("whatsapp:2002", "rate_limited", "Too fast.", since=500, until=900)


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.real)])
def records(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Each archive in turn, empty."""
    if request.param == "memory":
        yield MemoryRecords()
        return
    engine = make_engine(request.getfixturevalue("postgres"))
    with engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE account_troubles")
    yield SqlRecords(engine)
    engine.dispose()


def note(records: Any, trouble: AccountTrouble) -> bool:
    """Write a trouble; gives whether it is news."""
    with records.begin() as work:
        return bool(work.accounts.note_trouble(trouble))


def known(records: Any) -> tuple[AccountTrouble, ...]:
    """What staff read."""
    with records.begin() as work:
        found: tuple[AccountTrouble, ...] = work.accounts.troubles()
        return found


def test_staff_read_which_accounts_cannot_send_the_longest_first(records: Any) -> None:
    """One look tells what to mend."""
    assert known(records) == ()
    assert note(records, TOKEN)
    assert note(records, BUSY)
    assert known(records) == (BUSY, TOKEN)


def test_the_same_trouble_again_is_no_news_and_began_when_it_began(records: Any) -> None:
    """Staff are told once, however many messages meet it."""
    note(records, TOKEN)
    again = msgspec.structs.replace(TOKEN, since=1900, until=2900, detail="Still not.")
    assert not note(records, again)
    assert known(records) == (msgspec.structs.replace(again, since=1000),)


def test_a_trouble_that_nobody_met_for_long_was_over(records: Any) -> None:
    """What comes back after a quiet hour is told again."""
    note(records, TOKEN)
    later = TOKEN.until + FORGET_MS + 1
    again = msgspec.structs.replace(TOKEN, since=later, until=later + 1000)
    assert note(records, again)
    assert known(records) == (again,)


def test_another_trouble_of_the_same_account_is_news(records: Any) -> None:
    """A token that was mended may show that a permission is missing."""
    note(records, TOKEN)
    other = msgspec.structs.replace(TOKEN, reason="permission", since=1900)
    assert note(records, other)
    assert known(records) == (other,)


def test_an_account_that_sends_again_is_in_no_trouble(records: Any) -> None:
    """What was mended does not stand on the desk any more, and is told once."""
    note(records, TOKEN)
    with records.begin() as work:
        assert work.accounts.note_end(TOKEN.account)
        assert not work.accounts.note_end(TOKEN.account)
    assert known(records) == ()
