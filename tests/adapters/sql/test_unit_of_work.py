"""Transactions on PostgreSQL: what a failure means to whoever asked."""

from collections.abc import Iterator

import msgspec
import pytest
from sqlalchemy import text

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.checkout_case import Checkout
from bot.domain.errors import ConflictError, IllegalError, InvalidError, ThreadfareError, UnavailableError
from bot.domain.payment import posting
from tests.builders.checkouts import NOW, PRICE, new_checkout

pytestmark = pytest.mark.real


@pytest.fixture(name="records")
def _records(postgres: str) -> Iterator[SqlRecords]:
    engine = make_engine(postgres)
    yield SqlRecords(engine)
    engine.dispose()


def _raised(records: SqlRecords, statement: str) -> ThreadfareError:
    with pytest.raises(ThreadfareError) as caught, records.begin() as work:
        work.money._connection.execute(text(statement))
    return caught.value


@pytest.mark.parametrize(
    ("statement", "meaning", "again"),
    [
        ("INSERT INTO effects VALUES ('twice', 'a'), ('twice', 'b')", ConflictError, True),
        ("INSERT INTO effects VALUES ('secret', NULL)", IllegalError, False),
        ("DELETE FROM audit", IllegalError, False),
        ("SELECT 1 / 0", InvalidError, False),
        ("SELECT pg_terminate_backend(pg_backend_pid())", UnavailableError, True),
    ],
)
def test_a_failure_says_whether_it_is_worth_trying_again(
    records: SqlRecords,
    statement: str,
    meaning: type[ThreadfareError],
    again: bool,  # noqa: FBT001  a parameter of the case
) -> None:
    """What a rule forbids is told as a fault at once, instead of being tried for ever as if somebody were faster."""
    raised = _raised(records, statement)
    assert (type(raised), raised.retryable) == (meaning, again)


def test_a_fault_does_not_carry_the_row_that_was_to_be_written(records: SqlRecords) -> None:
    """The driver tells the whole row in its error; a log that prints causes must not hold a traveller's words."""
    raised = _raised(records, "INSERT INTO effects VALUES ('ada@example.org', NULL)")
    assert raised.__cause__ is None
    assert raised.__suppress_context__
    assert "ada" not in str(raised)


def test_more_than_was_authorized_is_never_stored(records: SqlRecords) -> None:
    """The database refuses what the program should have refused, and says that it is a fault."""
    checkout = new_checkout("chk_too_much")
    with records.begin() as work:
        work.money.add(checkout)
    taken = msgspec.structs.replace(checkout.payments[0], captured=PRICE.minor)
    with pytest.raises(IllegalError):
        _post_and_save(records, msgspec.structs.replace(checkout, version=1, payments=(taken,)))
    with records.begin() as work:
        assert work.money.transactions("pay_too_much") == ()


def _post_and_save(records: SqlRecords, checkout: Checkout) -> None:
    with records.begin() as work:
        work.money.post(posting.captured("pay_too_much", PRICE), at=NOW)
        work.money.save(checkout)
