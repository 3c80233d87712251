"""Talk about cancelling what is paid: a quote, a yes to that quote, and news of the money wherever the talk stands."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from bot.domain.booking.refund_quote import RefundLine, RefundQuote
from bot.domain.conversation.aftersale_effects import CancelBooking, QuoteRefund, TellRefunds
from bot.domain.conversation.aftersale_events import (
    BookingCancelled,
    CancellationRefused,
    ChargedTwice,
    RefundMoved,
    RefundQuoted,
    RefundsTold,
    ReturnableTrip,
    ReturnsFound,
    ToldRefund,
)
from bot.domain.conversation.agent_events import AgentTook
from bot.domain.conversation.effects import CallAgent, CancelCheckout, RemoveMethod
from bot.domain.conversation.events import TripsFound
from bot.domain.money import Money
from bot.domain.payment.refunds import Share
from tests.builders import trips
from tests.builders.returning import known
from tests.builders.talk import Talk

EUR = "EUR"
TRIP = ReturnableTrip("chk_1", "ABC234", "CDG", "JFK", datetime(2026, 12, 4, 11, 25))  # noqa: DTZ001  local wall clock
OTHER = ReturnableTrip("chk_2", "XYZ789", "NCE", "CDG", datetime(2026, 12, 9, 8, 35))  # noqa: DTZ001  local wall clock
SHARE = Share("pay_1", "Visa •4242", Money(18320, EUR))
ASK_NAME = "Passenger 1 (adult): first name and family name, as in the passport?"


def quoted(talk: Talk, *, again: bool = False, **changes: Any) -> RefundQuoted:
    """A quote of 183.20 euros for two, good for ten minutes."""
    until = talk.now // 1000 + 601
    lines = (
        RefundLine("Marie Durand", Money(10000, EUR), Money(2650, EUR), Money(3000, EUR)),
        RefundLine("Léa Durand", Money(6020, EUR), Money(2650, EUR), Money(0, EUR)),
    )
    quote = RefundQuote(
        lines=lines,
        limited=Money(0, EUR),
        total=Money(18320, EUR),
        fee=Money(3000, EUR),
        shares=(SHARE,),
        valid_until=datetime.fromtimestamp(until, UTC),
        reasons=("by_fare",),
    )
    return RefundQuoted(
        f"q{talk.now}", talk.now, TRIP, msgspec.structs.replace(quote, **changes), "proof", until, again
    )


def asked(talk: Talk | None = None) -> Talk:
    """A talk in which a quote was shown."""
    talk = (talk or known()).say("cancel my booking")
    return talk.happen(quoted(talk))


def cancelled(talk: Talk) -> BookingCancelled:
    """The supplier took the booking back."""
    return BookingCancelled(f"c{talk.now}", talk.now, "m#0", "ABC234", Money(18320, EUR), Money(3000, EUR), (SHARE,))


def titles(talk: Talk) -> list[str]:
    """What the last turn gave to tap."""
    return [option.title for option in talk.options]


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("cancel my booking", QuoteRefund()),
        ("cancel my booking ABC234", QuoteRefund(locator="ABC234")),
        ("annuler ma réservation", QuoteRefund()),
    ],
)
def test_a_quote_is_asked_for_in_plain_words(words: str, wish: QuoteRefund) -> None:
    """Nothing is cancelled by words alone: first comes what would come back."""
    talk = known().say(words)
    assert talk.of(QuoteRefund) == (wish,)
    assert talk.words


def test_a_quote_has_a_line_for_each_passenger_and_each_payment() -> None:
    """She reads what comes back for whom, less what, and to which card, before she says yes."""
    talk = asked()
    assert talk.words.splitlines() == [
        "Shall I cancel booking ABC234 (Paris → New York, Fri 4 Dec) for everybody on it?",
        "Marie Durand: fare €100.00 and taxes €26.50 come back, less a fee of €30.00.",
        "Léa Durand: fare €60.20 and taxes €26.50 come back.",
        "That is what your fare allows.",
        "You get back €183.20:",
        "€183.20 to Visa •4242, in 5 to 10 days",
        "This holds for 10 min. A cancelled booking can't be brought back.",
    ]
    assert titles(talk) == ["Yes, cancel it", "No, keep it", "Talk to a person"]


def test_a_fare_that_gives_nothing_back_says_so_before_the_yes() -> None:
    """Nobody cancels for nothing without having read that it is for nothing."""
    talk = known().say("cancel my booking")
    nothing = Money(0, EUR)
    talk.happen(quoted(talk, total=nothing, shares=(), reasons=("taxes_only",), lines=()))
    assert "You get nothing back." in talk.words


@pytest.mark.parametrize("yes", ["yes", "Yes, cancel it"])
def test_a_yes_cancels_what_was_quoted(yes: str) -> None:
    """Tapped or typed, the yes is to these very amounts."""
    talk = asked()
    until = int(talk.options[0].payload.split(":")[3])
    talk.say(yes)
    assert talk.of(CancelBooking) == (CancelBooking("chk_1", "proof", until),)
    assert talk.words == "I'm cancelling the booking, one moment…"


@pytest.mark.parametrize("no", ["no", "No, keep it"])
def test_a_no_keeps_the_booking(no: str) -> None:
    """Whoever thinks better of it has lost nothing."""
    talk = asked().say(no)
    assert talk.of(CancelBooking) == ()
    assert talk.words.startswith("Your booking stays as it is.")


def test_a_yes_after_something_else_was_said_cancels_nothing() -> None:
    """A yes answers what was said last."""
    talk = asked()
    talk.happen(RefundMoved("r1", talk.now, "m#0", "XYZ789", "done", Money(500, EUR), "Visa •4242")).say("yes")
    assert talk.of(CancelBooking) == ()
    assert asked().say("which cards do you have?").say("yes").of(CancelBooking) == ()


def test_a_tap_on_an_older_quote_is_passed_on_with_its_proof() -> None:
    """The service finds out that the amounts are others by now, and asks again."""
    talk = asked()
    old = talk.options[0].payload
    talk.say("hello").tap_payload(old)
    assert [effect.proof for effect in talk.of(CancelBooking)] == ["proof"]
    talk.happen(quoted(talk, again=True))
    assert talk.words.startswith("That answer came too late for what I had told you")
    assert "Yes, cancel it" in titles(talk)


def test_a_damaged_tap_keeps_the_booking() -> None:
    """What is not a whole yes is none."""
    for payload in ("back:yes:chk_1", "back:yes:chk_1:soon:proof", "back:what:chk_1"):
        assert asked().tap_payload(payload).of(CancelBooking) == ()


def test_of_several_bookings_she_is_asked_which() -> None:
    """No booking is cancelled by mistake for another."""
    talk = known().say("cancel my booking")
    talk.happen(ReturnsFound("f1", talk.now, (TRIP, OTHER)))
    assert talk.words.splitlines() == [
        "Which booking shall I cancel?",
        "ABC234: Paris → New York, Fri 4 Dec",
        "XYZ789: Nice → Paris, Wed 9 Dec",
    ]
    assert talk.tap("XYZ789").of(QuoteRefund) == (QuoteRefund("chk_2"),)


def test_cancelling_in_the_middle_of_a_booking_leads_back_to_it() -> None:
    """She cancels another trip while she books, and her basket stays."""
    talk = known().to_offers().tap("Choose")
    asked(talk).say("yes").happen(cancelled(talk))
    assert "ABC234 is cancelled, and your refund is on its way:\n€183.20 to Visa •4242" in talk.words
    assert ASK_NAME in talk.words
    assert talk.say("no, Lyon").of(CancelBooking) == ()


def test_a_yes_to_a_card_is_no_yes_to_a_booking() -> None:
    """Each question has its own yes."""
    talk = asked().say("remove my card").say("yes")
    assert talk.of(CancelBooking) == ()
    assert talk.of(RemoveMethod)


def test_seats_that_are_held_are_what_cancel_means_there() -> None:
    """While a checkout is going on the words are about it."""
    talk = Talk()
    checkout = talk.to_checkout()
    assert talk.say("cancel my booking").of(CancelCheckout) == (CancelCheckout(checkout),)


def test_who_never_booked_reads_that_nothing_is_booked() -> None:
    """In the middle of a first search there is nothing to look up."""
    talk = Talk().to_offers().say("cancel my booking")
    assert talk.words.startswith("Nothing is booked and nothing was charged.")
    assert talk.of(QuoteRefund) == ()


def test_the_booking_that_is_looked_at_is_meant() -> None:
    """On her trip she need not say which."""
    talk = known().say("my trip")
    mine = msgspec.structs.replace(trips.trip(), id="chk_1", locator="ABC234")
    talk.happen(TripsFound(talk.awaited, talk.now, (mine,))).say("cancel my booking")
    assert talk.of(QuoteRefund) == (QuoteRefund("chk_1"),)


def test_a_booking_that_was_looked_up_by_reference_is_for_a_person() -> None:
    """Who knows a reference and a surname may look, and cancels nothing."""
    talk = known().say("my trip")
    found = msgspec.structs.replace(trips.trip(), id="chk_1", locator="ABC234", by_reference=True)
    talk.happen(TripsFound(talk.awaited, talk.now, (found,))).say("cancel my booking")
    assert talk.of(QuoteRefund) == ()
    assert "I can only cancel a booking in the chat in which it was made" in talk.words
    assert talk.tap("Talk to a person").of(CallAgent)


_HELPED = ("none", "not_yours", "departed", "flown", "no_rule", "disputed", "kept", "failed")


@pytest.mark.parametrize("reason", [*_HELPED, "under_way", "cancelled", "not_booked"])
def test_a_refusal_says_why_and_who_may_help(reason: str) -> None:
    """Nobody is left with a plain no."""
    talk = known().say("cancel my booking")
    talk.happen(CancellationRefused("r1", talk.now, reason, "ABC234"))
    assert talk.words
    assert ("Talk to a person" in titles(talk)) == (reason in _HELPED)


def test_news_of_the_money_is_told_while_a_person_has_the_thread() -> None:
    """Money news is never kept back; a quote that comes then is not asked."""
    talk = asked().say("yes")
    talk.happen(AgentTook("t1", talk.now, "agent_1", "Eve"))
    assert "is cancelled" in talk.happen(cancelled(talk)).words
    talk.happen(RefundMoved("r1", talk.now, "m#0", "ABC234", "done", Money(18320, EUR), "Visa •4242"))
    assert talk.words == "Refunded: €183.20 to Visa •4242 for booking ABC234. Your bank shows it in 5 to 10 days."
    assert talk.happen(quoted(talk)).words == ""


@pytest.mark.parametrize(
    ("state", "words"), [("begun", "We are giving you"), ("done", "Refunded:"), ("failed", "did not go through")]
)
def test_each_step_of_a_refund_is_told(state: Any, words: str) -> None:
    """She hears when it begins, when it is done, and when a person has to find another way."""
    talk = known()
    talk.happen(RefundMoved("r1", talk.now, "m#0", "ABC234", state, Money(2000, EUR), ""))
    assert words in talk.words
    assert "the way you paid" in talk.words


def test_a_charge_that_came_twice_is_told() -> None:
    """She need not find it on her statement."""
    talk = known()
    talk.happen(ChargedTwice("d1", talk.now, "m#0", "ABC234", Money(2000, EUR), "Visa •4242"))
    assert "€20.00 once too often with Visa •4242" in talk.words


def test_my_refund_tells_where_each_stands() -> None:
    """On its way, back, or with a person: with the day."""
    talk = known().say("where is my refund?")
    assert talk.of(TellRefunds) == (TellRefunds(),)
    at = datetime(2026, 11, 25, tzinfo=UTC)
    states: tuple[Any, ...] = ("due", "done", "failed")
    told = tuple(ToldRefund("ABC234", Money(2000, EUR), "Visa •4242", state, at) for state in states)
    talk.happen(RefundsTold("t1", talk.now, told))
    assert talk.words.splitlines()[:3] == [
        "Booking ABC234: €20.00 to Visa •4242 is on its way since Wed 25 Nov.",
        "Booking ABC234: €20.00 went back to Visa •4242 on Wed 25 Nov; banks show it in 5 to 10 days.",
        "Booking ABC234: €20.00 could not go back to Visa •4242; our team is looking for another way.",
    ]
    assert "I see no refund here." in talk.happen(RefundsTold("t2", talk.now, ())).words


def test_a_booking_that_was_cancelled_is_cancelled_where_it_is_looked_at() -> None:
    """What she sees of her trip does not contradict what she was told."""
    talk = known().say("my trip")
    mine = msgspec.structs.replace(trips.trip(), id="chk_1", locator="ABC234")
    talk.happen(TripsFound(talk.awaited, talk.now, (mine,))).happen(cancelled(talk))
    assert [trip.state for trip in talk.conversation.trips] == ["cancelled"]


def test_news_of_somebody_elses_checkout_is_told_to_nobody_here() -> None:
    """A chat that changed hands hears nothing of what was bought in it before."""
    talk = known()
    slots = {**talk.conversation.slots, "disowned": "m#0"}
    talk.conversation = msgspec.structs.replace(talk.conversation, slots=slots)
    assert talk.happen(cancelled(talk)).words == ""


def test_it_all_stands_in_french_as_well() -> None:
    """Une voyageuse lit la même chose dans sa langue."""
    talk = known().say("annuler ma réservation")
    talk.happen(quoted(talk))
    assert talk.words.startswith("J'annule la réservation ABC234 (Paris → New York, ven. 4 déc.)")
    assert "183,20\xa0€ sur Visa •4242" in talk.words
    assert titles(talk) == ["Oui, annuler", "Non, la garder", "Parler à quelqu'un"]


def test_a_quote_that_ends_soon_says_a_minute() -> None:
    """What holds for half a minute is not called ten."""
    talk = known().say("cancel my booking")
    soon = msgspec.structs.replace(quoted(talk), until=talk.now // 1000 + 30)
    assert "This holds for 1 min." in talk.happen(soon).words
    assert timedelta(0) < soon.quote.valid_until - datetime.fromtimestamp(talk.now / 1000, UTC)
