"""Cancelling what is paid, as effects of a thread: whose booking it is, which quote a yes is to, and late ones."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.domain.conversation.aftersale_effects import CancelBooking, QuoteRefund, TellRefunds
from bot.domain.conversation.aftersale_events import CancellationRefused, RefundQuoted, ReturnsFound
from bot.domain.conversation.effects import SearchFlights
from bot.domain.money import Money
from bot.ports.conversations import Due
from bot.ports.link_records import Parted
from bot.services import checkouts, refunds, returns
from tests.builders.checkouts import paid_checkout
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.returning_town import OTHER, ReturningTown, ReturnPlan
from tests.journeys.crash_points.town import THREAD

EVE = "messenger:page:eve"


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.turns.pay_off", lambda *_: 0)


@pytest.fixture(name="town")
def _town() -> ReturningTown:
    """A booking is paid, an hour ago."""
    town = ReturningTown(ReturnPlan(chats=(), ends=("paid",)), Fuse())
    town.play()
    return town


def quote(town: ReturningTown, *, thread: str = THREAD, **wish: str) -> Any:
    """What a thread is answered that wants to cancel."""
    return returns.quote(town.runtime, Due("ask#0", thread, QuoteRefund(**wish), 0))


def cancel(town: ReturningTown, quoted: RefundQuoted, effect: str = "yes#0", *, thread: str = THREAD) -> Any:
    """What a thread is answered that says yes."""
    wish = CancelBooking(quoted.trip.id, quoted.proof, quoted.until)
    return returns.cancel(town.runtime, Due(effect, thread, wish, 0))


def another(town: ReturningTown, name: str, *, days: int = 0) -> None:
    """Another paid booking of the thread."""
    more = paid_checkout(name, locator=f"{name[-3:].upper()}234", thread=THREAD)
    began = town.clock.now() - timedelta(days=days)
    with town.records.begin() as work:
        work.money.add(msgspec.structs.replace(more, began_at=began))


def test_the_only_booking_is_quoted(town: ReturningTown) -> None:
    """Whoever has one booking is not asked which."""
    quoted = quote(town)
    assert isinstance(quoted, RefundQuoted)
    assert town.checkout is not None
    assert quoted.trip.locator == town.checkout.order.locator
    assert quoted.quote.shares[0].method == "Visa •4242"


def test_of_several_she_chooses_by_id_or_reference(town: ReturningTown) -> None:
    """The one that is named is quoted, and no other."""
    another(town, "chk_abc")
    several = quote(town)
    assert isinstance(several, ReturnsFound)
    assert {trip.id for trip in several.trips} >= {"chk_abc"}
    for wish in ({"trip": "chk_abc"}, {"locator": "abc-234"}):
        chosen = quote(town, **wish)
        assert isinstance(chosen, RefundQuoted)
        assert chosen.trip.id == "chk_abc"


@pytest.mark.parametrize("wish", [{}, {"trip": "mine"}, {"locator": "mine"}])
def test_a_stranger_cancels_nothing(town: ReturningTown, wish: dict[str, str]) -> None:
    """Who knows the id or the reference of a booking that another made is sent to a person."""
    assert town.checkout is not None
    names = {"trip": town.checkout.id, "locator": town.checkout.order.locator}
    answer = quote(town, thread=EVE, **{key: names[key] for key in wish})
    assert isinstance(answer, CancellationRefused)
    assert answer.reason == ("not_yours" if wish else "none")


def test_a_strangers_yes_cancels_nothing(town: ReturningTown) -> None:
    """A proof is no permission."""
    answer = cancel(town, quote(town), thread=EVE)
    assert isinstance(answer, CancellationRefused)
    assert town.checkout is not None
    assert town.checkout.state == "paid"


def test_who_writes_in_a_chat_that_changed_hands_cancels_nothing(town: ReturningTown) -> None:
    """The number's next owner did not buy it."""
    quoted, now = quote(town), town.clock.now()
    with town.records.begin() as work:
        work.links.part(Parted(THREAD, "changed", "", now, "changed", 9))
    assert isinstance(cancel(town, quoted), CancellationRefused)


def test_a_linked_chat_may_cancel(town: ReturningTown) -> None:
    """A traveller's chats are one traveller."""
    assert cancel(town, quote(town, thread=OTHER), thread=OTHER) is None
    assert town.checkout is not None
    assert town.checkout.state == "returned"


def test_a_yes_that_is_performed_again_is_the_same_yes(town: ReturningTown) -> None:
    """A worker that dies after the commit does no harm."""
    quoted = quote(town)
    for _ in range(3):
        assert cancel(town, quoted) is None
    assert town.gateway.records().count("refunded") == 1


def test_a_second_yes_learns_what_the_first_did(town: ReturningTown) -> None:
    """A double tap is answered."""
    quoted = quote(town)
    cancel(town, quoted)
    again = cancel(town, quoted, "yes#1")
    assert isinstance(again, CancellationRefused)
    assert again.reason == "cancelled"
    asked = quote(town)
    assert isinstance(asked, CancellationRefused)
    assert asked.reason == "cancelled"


def test_while_the_supplier_is_asked_it_is_under_way(town: ReturningTown) -> None:
    """Who asks again meanwhile is not asked for another yes."""
    quoted = quote(town)
    town.supplier.down = True
    assert cancel(town, quoted) is None
    again = cancel(town, quoted, "yes#1")
    assert isinstance(again, CancellationRefused)
    assert again.reason == "under_way"


def test_a_yes_after_ten_minutes_is_asked_anew(town: ReturningTown) -> None:
    """An old quote is not a price; the same amounts are shown once more."""
    quoted = quote(town)
    town.clock.moment += timedelta(minutes=10)
    again = cancel(town, quoted)
    assert isinstance(again, RefundQuoted)
    assert again.again
    assert again.quote.total == quoted.quote.total
    assert cancel(town, again, "yes#1") is None


def test_a_yes_over_a_rules_border_is_asked_anew_with_the_new_amount(town: ReturningTown) -> None:
    """Nobody gets less than what she said yes to."""
    town.clock.moment += timedelta(hours=22, minutes=55)
    quoted = quote(town)
    assert quoted.quote.reasons == ("free_day",)
    assert quoted.until < town.clock.now().timestamp() + 600
    town.clock.moment += timedelta(minutes=6)
    again = cancel(town, quoted)
    assert isinstance(again, RefundQuoted)
    assert again.quote.reasons == ("taxes_only",)
    assert again.quote.total < quoted.quote.total


def test_a_yes_to_amounts_that_staff_changed_meanwhile_is_asked_anew(town: ReturningTown) -> None:
    """Between question and answer a gift was given: less is left."""
    quoted = quote(town)
    assert town.checkout is not None
    refunds.request(town.runtime, town.checkout.id, Money(2000, "EUR"), reason="goodwill", by="eve", key="form")
    assert isinstance(cancel(town, quoted), RefundQuoted)


def test_after_departure_a_person_has_to_look(town: ReturningTown) -> None:
    """The refusal names the booking."""
    town.clock.moment += timedelta(days=11)
    answer = quote(town)
    assert isinstance(answer, CancellationRefused)
    assert answer.reason == "flown"


def test_an_effect_of_another_kind_is_a_fault(town: ReturningTown) -> None:
    """A performer does what it is for."""
    wrong = Due("x#0", THREAD, msgspec.convert({}, TellRefunds), 0)
    for perform in (returns.quote, returns.cancel):
        with pytest.raises(TypeError):
            perform(town.runtime, wrong)
    with pytest.raises(TypeError):
        returns.refunds(town.runtime, Due("x#0", THREAD, QuoteRefund(), 0))
    assert SearchFlights is not None


def test_refunds_are_told_the_newest_first(town: ReturningTown) -> None:
    """She sees where each stands, those of staff among them."""
    assert town.checkout is not None
    refunds.request(town.runtime, town.checkout.id, Money(2000, "EUR"), reason="goodwill", by="eve", key="form")
    town.clock.moment += timedelta(minutes=1)
    cancel(town, quote(town))
    told = returns.refunds(town.runtime, Due("t#0", THREAD, TellRefunds(), 0)).refunds
    assert [one.state for one in told] == ["done", "done"]
    assert told[0].amount.minor == town.offer.total.minor - 2000
    assert returns.refunds(town.runtime, Due("t#0", EVE, TellRefunds(), 0)).refunds == ()


def test_what_went_back_of_a_booking_that_failed_is_told_as_well() -> None:
    """Who asks "my refund" after a booking that could not be made finds it."""
    town = ReturningTown(ReturnPlan(chats=(), ends=("ended",)), Fuse())
    town.play()
    checkout = town.checkout
    assert checkout is not None
    payment = msgspec.structs.replace(checkout.payments[0], state="refunding")
    with town.records.begin() as work:
        undone = msgspec.structs.replace(checkout, state="unwinding", payments=(payment,), version=checkout.version + 1)
        work.money.save(undone)
    (told,) = returns.refunds(town.runtime, Due("t#0", THREAD, TellRefunds(), 0)).refunds
    assert (told.state, told.amount) == ("due", town.offer.total)


def test_nothing_is_left_to_do_in_the_end(town: ReturningTown) -> None:
    """No step of a cancelled booking waits for ever."""
    cancel(town, quote(town))
    town.play()
    assert checkouts.due_steps(town.runtime) == ()
