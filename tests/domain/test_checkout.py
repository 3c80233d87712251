"""The saga: seats, then money held, then tickets, then money taken; and everything undone when a part fails."""

from datetime import timedelta

import msgspec
import pytest

from bot.domain import checkout as saga
from bot.domain.checkout_case import AUTHORIZE_NEEDS, PAY_LINK, Checkout, Decision
from bot.domain.checkout_facts import (
    AnotherCard,
    Answered,
    Cancelled,
    CardLost,
    CardReceived,
    CardTokenized,
    Fact,
    HoldExtended,
    HoldRefused,
    NotSent,
    SeatsKept,
    SeatsReleased,
    Sending,
    TicketsIssued,
    TicketsRefused,
    TimePassed,
)
from bot.domain.conversation.events import (
    CheckoutEnded,
    PaymentDeclined,
    PriceChanged,
    SeatsHeld,
    SoldOut,
    TicketIssued,
)
from bot.domain.errors import IllegalError
from bot.domain.money import Money
from tests.builders.checkouts import (
    HELD,
    NOW,
    PRICE,
    TICKETS,
    approved,
    asking,
    declined,
    feed,
    key,
    new_checkout,
    offer,
)

NEW = new_checkout()
AUTHORIZE = key(NEW, "authorize")


def kinds(decision: Decision) -> list[str]:
    """The steps of a decision."""
    return [step.kind for step in decision.steps]


def told(decision: Decision) -> list[type]:
    """What a decision tells."""
    return [type(event) for event in decision.tells]


def after(*facts: Fact) -> Checkout:
    """The checkout after facts."""
    return feed(NEW, *facts).checkout


HOLDING = NEW
COLLECTING = after(HELD)
TOKENIZING = after(HELD, CardReceived("card_1"))
AUTHORIZING = after(HELD, *asking(NEW))
CHALLENGING = after(HELD, *asking(NEW), Answered(AUTHORIZE, "action", "sbx_1_1", action_url="https://bank"))
SWITCHING = feed(CHALLENGING, AnotherCard()).checkout
TICKETING = after(HELD, *asking(NEW), approved(NEW))
CAPTURING = after(HELD, *asking(NEW), approved(NEW), TICKETS)
PAID = after(HELD, *asking(NEW), approved(NEW), TICKETS, approved(NEW, "capture"))


def test_a_checkout_begins_by_holding_the_seats() -> None:
    """Nobody is asked for money for seats that are not hers."""
    assert kinds(saga.begin(NEW, now=NOW)) == ["hold"]


def test_held_seats_open_a_link_for_a_quarter_of_an_hour() -> None:
    """The traveller has fifteen minutes on the page, and the seats stay hers for longer."""
    held = feed(NEW, HELD)
    (event,) = held.tells
    assert isinstance(event, SeatsHeld)
    assert (event.id, event.checkout, event.url, event.total) == ("chk_1:1", "chk_1#0", PAY_LINK, PRICE)
    assert event.until == int(NOW.timestamp()) + 900
    assert [(step.kind, step.due_at - NOW) for step in held.steps] == [("expire", timedelta(minutes=15))]


def test_a_short_hold_makes_a_short_link() -> None:
    """A card that is sent at the last second still leaves time to ask the bank and issue tickets."""
    held = feed(NEW, msgspec.structs.replace(HELD, until=NOW + timedelta(minutes=10)))
    assert held.checkout.link_until == NOW + timedelta(minutes=10) - AUTHORIZE_NEEDS


@pytest.mark.parametrize(
    "hold",
    [
        SeatsKept("ABC234", NOW + timedelta(minutes=6), PRICE),
        SeatsKept("ABC234", NOW + timedelta(minutes=30), PRICE + Money(1, "EUR")),
    ],
)
def test_a_hold_that_cannot_be_sold_is_given_back(hold: SeatsKept) -> None:
    """A traveller is not led to a page where she could not pay in time, nor for another price than she agreed to."""
    undoing = feed(NEW, hold)
    assert (undoing.checkout.state, undoing.checkout.ending, kinds(undoing)) == ("unwinding", "failed", ["release"])
    ended = feed(undoing.checkout, SeatsReleased())
    assert [event.reason for event in ended.tells if isinstance(event, CheckoutEnded)] == ["failed"]


@pytest.mark.parametrize(
    ("fact", "events"),
    [
        (HoldRefused("sold_out"), [SoldOut]),
        (HoldRefused("offer_gone"), [SoldOut]),
        (HoldRefused("price_changed"), [SoldOut]),
        (HoldRefused("price_changed", offer(Money(110000, "EUR"))), [PriceChanged]),
        (HoldRefused("failed"), [CheckoutEnded]),
    ],
)
def test_seats_that_are_refused_end_the_checkout(fact: HoldRefused, events: list[type]) -> None:
    """The traveller learns at once whether the seats are gone or cost something else now."""
    refused = feed(NEW, fact)
    assert (refused.checkout.state, told(refused), kinds(refused)) == ("ended", events, [])


@pytest.mark.parametrize("answer", [HELD, HoldRefused("sold_out")])
def test_who_gives_up_before_the_seats_are_held_gets_none(answer: Fact) -> None:
    """A traveller who changes her mind at once is not kept to it."""
    wished = after(Cancelled())
    ended = feed(wished, answer, SeatsReleased())
    assert (ended.checkout.state, ended.checkout.ending) == ("ended", "cancelled")


def test_the_good_way_asks_one_after_the_other() -> None:
    """Tickets are asked for when the money is held, and the money is taken when the tickets exist."""
    card = feed(COLLECTING, CardReceived("card_1"))
    assert [(step.kind, step.subject) for step in card.steps] == [("tokenize", AUTHORIZE)]
    token = feed(card.checkout, CardTokenized(AUTHORIZE, "ins_1", "Visa •4242"))
    assert [(step.kind, step.subject) for step in token.steps] == [("authorize", AUTHORIZE)]
    yes = feed(AUTHORIZING, approved(NEW))
    assert (yes.checkout.state, kinds(yes), yes.checkout.order.state) == ("ticketing", ["ticket"], "ticketing")
    issued = feed(TICKETING, TICKETS)
    assert [(step.kind, step.subject) for step in issued.steps] == [("capture", key(NEW, "capture"))]
    assert [posting.posting_kind for posting in issued.postings] == ["ticketed"]
    paid = feed(CAPTURING, approved(NEW, "capture"))
    assert (paid.checkout.state, kinds(paid), told(paid)) == ("paid", [], [TicketIssued])
    assert [posting.posting_kind for posting in paid.postings] == ["capture"]


def test_the_traveller_is_told_all_of_her_booking() -> None:
    """The receipt names the booking, the flights, the people, the tickets, the price and the card."""
    (event,) = feed(CAPTURING, approved(NEW, "capture")).tells
    assert isinstance(event, TicketIssued)
    booked = event.booked
    assert (booked.locator, booked.tickets, booked.total) == ("ABC234", TICKETS.tickets, PRICE)
    assert (booked.method, booked.email, booked.paid_at) == ("Visa •4242", "ada@example.org", NOW)


@pytest.mark.parametrize(
    "checkout", [HOLDING, COLLECTING, TOKENIZING, AUTHORIZING, CHALLENGING, SWITCHING, TICKETING, CAPTURING, PAID]
)
@pytest.mark.parametrize(
    "fact",
    [
        HELD,
        HoldRefused("sold_out"),
        CardReceived("card_2"),
        CardTokenized(AUTHORIZE, "ins_2", "Visa •1111"),
        CardLost(AUTHORIZE),
        NotSent("tf:nobody"),
        Sending("tf:nobody"),
        Answered("tf:nobody", "approved"),
        TICKETS,
        TicketsRefused("refused"),
        SeatsReleased(),
        TimePassed(),
        AnotherCard(),
        Cancelled(),
    ],
)
def test_a_fact_out_of_its_time_never_harms(checkout: Checkout, fact: Fact) -> None:
    """What comes twice, late or out of order never issues, captures or ends anything that it should not."""
    decision = feed(checkout, fact)
    again = feed(decision.checkout, fact)
    assert again.checkout == decision.checkout
    assert again.tells == ()
    assert again.postings == ()


def test_a_second_card_waits_for_the_first() -> None:
    """A double click and two tabs send one request to the bank."""
    assert feed(TOKENIZING, CardReceived("card_2")).checkout == TOKENIZING


def test_a_card_after_the_time_is_not_taken() -> None:
    """A page that was left open does not pay for seats that are about to go."""
    late = feed(COLLECTING, CardReceived("card_1"), now=NOW + timedelta(minutes=15))
    assert late.checkout == COLLECTING


@pytest.mark.parametrize(("minutes", "gone"), [(14, False), (15, True)])
def test_a_link_ends_on_time(minutes: int, gone: bool) -> None:  # noqa: FBT001  a parameter of the case
    """Seats that nobody paid for go back, and the traveller is told when they have."""
    moment = NOW + timedelta(minutes=minutes)
    passed = feed(COLLECTING, TimePassed(), now=moment)
    assert (passed.checkout.state == "unwinding") == gone
    if gone:
        ended = feed(passed.checkout, SeatsReleased(), now=moment)
        assert [event.reason for event in ended.tells if isinstance(event, CheckoutEnded)] == ["expired"]
        assert ended.checkout.payments[0].state == "expired"


@pytest.mark.parametrize("late_by", ["tokenize", "authorize"])
def test_a_hold_that_gets_short_is_extended_once(late_by: str) -> None:
    """A slow queue costs the traveller nothing: more time is asked for before a bank is."""
    moment = NOW + timedelta(minutes=25)
    if late_by == "tokenize":
        short = msgspec.structs.replace(COLLECTING, link_until=NOW + timedelta(minutes=26))
        asked = feed(short, CardReceived("card_1"), now=moment)
    else:
        token = after(HELD, CardReceived("card_1"), CardTokenized(AUTHORIZE, "ins_1", "Visa •4242"))
        asked = feed(token, Sending(AUTHORIZE), now=moment)
    assert kinds(asked) == ["extend"]
    more = feed(asked.checkout, HoldExtended(NOW + timedelta(minutes=45)), now=moment)
    assert kinds(more) == [late_by]
    none = feed(asked.checkout, HoldExtended(NOW + timedelta(minutes=30)), now=moment)
    assert (none.checkout.state, none.checkout.ending) == ("unwinding", "expired")
    assert none.checkout.payments[0].attempts[0].result == "abandoned"


def test_a_longer_hold_changes_nothing_for_who_does_not_wait_for_it() -> None:
    """More time that comes late is noted, and that is all."""
    longer = feed(TICKETING, HoldExtended(NOW + timedelta(minutes=45)))
    assert longer.steps == ()
    assert longer.checkout.order.held_until == NOW + timedelta(minutes=45)
    assert feed(AUTHORIZING, HoldExtended(NOW + timedelta(minutes=45))).steps == ()


def test_a_request_that_may_have_left_is_not_stopped_by_time() -> None:
    """Once a bank may have been asked, its answer is found out however late it is."""
    again = feed(AUTHORIZING, Sending(AUTHORIZE), now=NOW + timedelta(minutes=29))
    assert again.steps == ()
    assert again.checkout.payments[0].attempts[0].sends == 2


def test_a_request_that_never_left_is_known_not_to_have() -> None:
    """While the gateway is down nothing is charged, so seats can be given back in time."""
    back = feed(AUTHORIZING, NotSent(AUTHORIZE)).checkout
    assert back.payments[0].attempts[0].sends == 0
    twice = feed(AUTHORIZING, Sending(AUTHORIZE), NotSent(AUTHORIZE)).checkout
    assert twice.payments[0].attempts[0].sends == 2
    silent = feed(AUTHORIZING, Answered(AUTHORIZE, "unknown"), NotSent(AUTHORIZE)).checkout
    assert silent.payments[0].attempts[0].sends == 1


def test_a_key_never_asks_for_anything_else() -> None:
    """A fault of ours that would send another request under a key stops before the gateway is asked."""
    payment = TICKETING.payments[0]
    asked = feed(TICKETING, TICKETS).checkout.payments[0].attempts[-1]
    forged = msgspec.structs.replace(asked, request_hash="another")
    wrong = msgspec.structs.replace(payment, attempts=(*payment.attempts, forged))
    with pytest.raises(IllegalError):
        feed(msgspec.structs.replace(CAPTURING, payments=(wrong,)), Sending(asked.key))


def test_a_lost_card_is_asked_for_again() -> None:
    """A card that never reached us costs the traveller a second typing, and none of her tries at the bank."""
    lost = feed(TOKENIZING, CardLost(AUTHORIZE))
    assert (lost.checkout.state, lost.checkout.trouble, lost.checkout.declines) == ("collecting", "unreadable", 0)
    (event,) = lost.tells
    assert isinstance(event, PaymentDeclined)
    assert (event.reason, event.url) == ("card_unreadable", PAY_LINK)
    assert feed(AUTHORIZING, CardLost(AUTHORIZE)).checkout == AUTHORIZING


@pytest.mark.parametrize("checkout", [COLLECTING, CHALLENGING])
def test_who_gives_up_in_time_is_let_go(checkout: Checkout) -> None:
    """A traveller who cancels before the bank said yes gets her seats given back and is told so."""
    undoing = feed(checkout, Cancelled())
    assert (undoing.checkout.state, undoing.checkout.ending) == ("unwinding", "cancelled")
    assert "release" in kinds(undoing)


def test_who_gives_up_while_the_bank_is_asked_is_heard_afterwards() -> None:
    """The money that the bank has just held is let go, and no ticket is issued."""
    wished = feed(AUTHORIZING, Cancelled()).checkout
    yes = feed(wished, approved(NEW))
    assert kinds(yes) == ["release", "void"]
    assert feed(wished, declined(NEW)).checkout.ending == "cancelled"
    assert feed(wished, Answered(AUTHORIZE, "action", "sbx_1_1")).checkout.ending == "cancelled"
    unsent = feed(TOKENIZING, CardTokenized(AUTHORIZE, "ins_1", "Visa"), Cancelled(), Sending(AUTHORIZE))
    assert (unsent.checkout.ending, kinds(unsent)) == ("cancelled", ["release"])


@pytest.mark.parametrize("checkout", [TICKETING, CAPTURING, PAID])
def test_it_is_too_late_to_give_up_when_tickets_are_being_issued(checkout: Checkout) -> None:
    """A booking that is being made is finished; then it is cancelled by its fare's rules."""
    assert feed(checkout, Cancelled()).checkout == checkout


def test_refused_tickets_undo_everything() -> None:
    """Without tickets the money is let go, the seats are given back, and only then is the traveller told."""
    refused = feed(TICKETING, TicketsRefused("hold_expired"))
    assert kinds(refused) == ["release", "void"]
    assert refused.tells == ()
    half = feed(refused.checkout, SeatsReleased())
    assert half.tells == ()
    ended = feed(half.checkout, approved(NEW, "void"))
    assert (ended.checkout.state, told(ended)) == ("ended", [CheckoutEnded])
    assert ended.checkout.payments[0].state == "voided"
    assert ended.checkout.ending == "unticketed", "her bank has shown her the amount: she is told what becomes of it"


def test_too_few_tickets_are_shown_to_staff() -> None:
    """A supplier that forgets a passenger is noticed on the spot."""
    assert feed(TICKETING, TicketsIssued(("9992400000001",))).checkout.staff == ("tickets",)
