"""Cancelling at the desk: the traveller's own quote, and a yes to that quote and no other."""

from datetime import timedelta

import pytest

from bot.domain.conversation.aftersale_events import BookingCancelled, RefundQuoted
from bot.domain.errors import ConflictError, InvalidError
from bot.services import desk_returns, turns
from tests.builders.desk_town import DeskTown, paid, unpaid, wish


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)


def quoted(town: DeskTown) -> RefundQuoted:
    """What cancelling gives back now."""
    found = desk_returns.quote(town.desk, town.checkout.thread, town.checkout.id)
    assert isinstance(found, RefundQuoted)
    return found


def test_the_quote_comes_first_and_nothing_moves_before_the_yes() -> None:
    """An agent reads the amounts; the booking is as it was."""
    town = paid()
    before = town.checkout
    assert quoted(town).quote.total.minor > 0
    assert town.checkout == before
    assert town.acts == []


def test_a_yes_cancels_for_what_was_shown_once_and_says_who() -> None:
    """Seats and money go the way of the traveller's own yes; the audit has the agent, and so has the refund."""
    town = paid()
    shown = quoted(town)
    for _ in range(2):
        assert desk_returns.cancel(town.desk, wish(), town.checkout.id, proof=shown.proof, until=shown.until) is None
    town.work()
    assert town.checkout.state == "returned"
    assert town.town.gateway.records().moved("refunded") == shown.quote.total.minor
    assert [event.total for event in town.told(BookingCancelled)] == [shown.quote.total]
    assert {refund.by for refund in town.checkout.refunds} == {"Ana"}
    [act] = town.acts
    assert (act.what, act.subject, act.who) == ("booking.cancel", town.checkout.id, "agt_ana")


def test_a_yes_that_comes_too_late_is_asked_anew() -> None:
    """Nobody agrees to amounts that were not read."""
    town = paid()
    shown = quoted(town)
    town.town.clock.moment += timedelta(minutes=11)
    again = desk_returns.cancel(town.desk, wish(), town.checkout.id, proof=shown.proof, until=shown.until)
    assert isinstance(again, RefundQuoted)
    assert again.again
    assert again.until > shown.until
    assert town.checkout.state == "paid"
    assert town.acts == []


def test_a_booking_of_another_thread_is_neither_quoted_nor_cancelled() -> None:
    """An agent acts on the purchases of the thread that is open, and on no other."""
    town = paid()
    shown = quoted(town)
    assert "no such booking" in str(desk_returns.quote(town.desk, "messenger:page:eve", town.checkout.id))
    stranger = wish(thread="messenger:page:eve")
    with pytest.raises(ConflictError, match="no such booking"):
        desk_returns.cancel(town.desk, stranger, town.checkout.id, proof=shown.proof, until=shown.until)
    with pytest.raises(InvalidError):
        desk_returns.cancel(town.desk, wish(reason=""), town.checkout.id, proof=shown.proof, until=shown.until)


def test_why_nothing_is_quoted_is_a_sentence() -> None:
    """Before there are tickets, and once it was cancelled."""
    town = paid()
    shown = quoted(town)
    desk_returns.cancel(town.desk, wish(), town.checkout.id, proof=shown.proof, until=shown.until)
    assert "being cancelled" in str(desk_returns.quote(town.desk, town.checkout.thread, town.checkout.id))
    other = unpaid()
    assert "no tickets" in str(desk_returns.quote(other.desk, other.checkout.thread, other.checkout.id)).lower()
