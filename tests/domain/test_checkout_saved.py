"""The checkout and saved cards: chosen in the thread, kept with consent, let go when the booking comes to nothing."""

from datetime import timedelta

import msgspec
import pytest

from bot.domain.checkout_case import CHALLENGE_LASTS, PAY_LINK, Checkout, Decision
from bot.domain.checkout_facts import (
    AnotherCard,
    Answered,
    Cancelled,
    CardReceived,
    CardTokenized,
    Fact,
    MethodChosen,
    MethodRefused,
    NotSent,
    SeatsReleased,
    Sending,
    TicketsRefused,
)
from bot.domain.conversation.events import PaymentChallenged, PaymentChecking, PaymentDeclined
from bot.domain.payment.consent import Consent
from bot.domain.payment.payment import request_hash
from tests.builders.checkouts import HELD, NOW, TICKETS, approved, declined, feed, key, new_checkout

CHOSEN = MethodChosen("ins_saved", "Visa •4242")
YES = Consent("saved_card", "en", 1, "The words.", NOW)
BANK = "https://bank.example/challenge/1"


@pytest.fixture(name="held")
def _held() -> Checkout:
    """Seats are held and payment is awaited."""
    return feed(new_checkout(), HELD).checkout


def sent(checkout: Checkout, number: int = 1) -> tuple[Fact, ...]:
    """A saved card was chosen and the request has left."""
    return CHOSEN, Sending(key(checkout, "authorize", number))


def saving(checkout: Checkout) -> tuple[Fact, ...]:
    """A new card was sent with the box ticked, and the bank is being asked."""
    attempt = key(checkout, "authorize")
    return CardReceived("card_1", YES), CardTokenized(attempt, "ins_new", "Visa •4242"), Sending(attempt)


def kinds(decision: Decision) -> list[str]:
    """What is wanted next."""
    return [step.kind for step in decision.steps]


def test_a_chosen_card_asks_the_bank_at_once(held: Checkout) -> None:
    """There is nothing to make a token of: the saved one is charged, as a saved one, under a key of its own."""
    chosen = feed(held, CHOSEN)
    attempt = chosen.checkout.payments[0].attempts[0]
    assert kinds(chosen) == ["authorize"]
    assert (attempt.instrument, attempt.usage, attempt.sealed) == ("ins_saved", "saved", "")
    assert attempt.request_hash == request_hash(chosen.checkout.payments[0], attempt)
    assert chosen.checkout.payments[0].method == "Visa •4242"


def test_a_booking_is_paid_with_a_saved_card(held: Checkout) -> None:
    """Hold, authorize, ticket, capture: the order of money is the same."""
    paid = feed(held, *sent(held), approved(held), TICKETS, approved(held, "capture")).checkout
    assert paid.state == "paid"
    assert paid.payments[0].charged is not None
    assert paid.payments[0].charged.usage == "saved"


@pytest.mark.parametrize("again", [CHOSEN, CardReceived("card_2"), MethodRefused("method_gone")])
def test_a_second_tap_is_not_a_second_payment(held: Checkout, again: Fact) -> None:
    """While the bank is asked, neither a tap nor a page nor a removal opens another attempt."""
    asked = feed(held, *sent(held)).checkout
    assert feed(asked, again).checkout == asked


@pytest.mark.parametrize("tap", [CHOSEN, MethodRefused("method_gone")])
def test_a_tap_while_a_card_of_the_page_is_asked_is_told_to_pay_nothing(held: Checkout, tap: Fact) -> None:
    """The thread had said that the tapped card pays: it is put right at every step, and nothing else changes."""
    asked = feed(held, *saving(held)).checkout
    challenge = Answered(key(held, "authorize"), "action", reference="sbx_1", action_url=BANK)
    issuing = feed(asked, approved(held)).checkout
    for checkout in (asked, feed(asked, challenge).checkout, issuing, feed(issuing, TICKETS).checkout):
        passed = feed(checkout, tap)
        assert [(type(told), told.other) for told in passed.tells if isinstance(told, PaymentChecking)] == [
            (PaymentChecking, True)
        ]
        assert passed.steps == ()
        assert msgspec.structs.replace(passed.checkout, told=checkout.told) == checkout
    over = feed(asked, approved(held), TICKETS, approved(held, "capture")).checkout
    assert feed(over, tap).checkout == over


def test_a_tap_on_another_saved_card_is_told_to_pay_nothing(held: Checkout) -> None:
    """Two saved cards, one payment."""
    asked = feed(held, *sent(held)).checkout
    (told,) = feed(asked, MethodChosen("ins_other", "Mastercard •4444")).tells
    assert isinstance(told, PaymentChecking)
    assert told.other


def test_after_the_time_to_pay_a_tap_pays_nothing(held: Checkout) -> None:
    """A button that was tapped too late costs nothing."""
    late = NOW + timedelta(minutes=16)
    assert feed(held, CHOSEN, now=late).checkout == held
    assert feed(held, MethodRefused("method_gone"), now=late).tells == ()


def test_a_declined_card_leads_to_another(held: Checkout) -> None:
    """The link stays open, and the same or another saved card may be tapped."""
    no = feed(held, *sent(held), declined(held, code="insufficient_funds"))
    assert no.checkout.state == "collecting"
    assert isinstance(no.tells[-1], PaymentDeclined)
    assert no.tells[-1].url == PAY_LINK
    assert kinds(feed(no.checkout, CHOSEN)) == ["authorize"]


def test_the_thread_is_told_where_the_bank_waits(held: Checkout) -> None:
    """Who pays in the thread is led to the bank from there."""
    action = Answered(key(held, "authorize"), "action", reference="sbx_1", action_url=BANK)
    asked = feed(held, *sent(held), action)
    told = asked.tells[0]
    assert isinstance(told, PaymentChallenged)
    assert told.url == BANK
    assert asked.checkout.action_until is not None
    assert told.until == int((NOW + CHALLENGE_LASTS).timestamp())
    assert feed(asked.checkout, approved(held)).checkout.state == "ticketing"


def test_a_refused_method_is_told_before_anything_is_asked(held: Checkout) -> None:
    """A card that was removed costs no attempt: the traveller hears why and has the link."""
    refused = feed(held, MethodRefused("method_gone"))
    told = refused.tells[0]
    assert isinstance(told, PaymentDeclined)
    assert (told.reason, told.url) == ("method_gone", PAY_LINK)
    assert refused.checkout.payments[0].attempts == ()


def test_a_method_that_is_refused_before_it_left_is_no_decline(held: Checkout) -> None:
    """A removal between tap and charge gives the page back, without a word of a bank, and without counting a try."""
    refused = feed(held, CHOSEN, MethodRefused("method_gone", key(held, "authorize")))
    assert refused.checkout.state == "collecting"
    assert (refused.checkout.trouble, refused.checkout.declines) == ("", 0)
    assert refused.checkout.payments[0].open_attempt is None
    assert isinstance(refused.tells[-1], PaymentDeclined)


def test_what_may_have_left_is_not_refused_any_more(held: Checkout) -> None:
    """Once the bank may have heard of it, only the bank's answer ends an attempt."""
    asked = feed(held, *sent(held)).checkout
    assert feed(asked, MethodRefused("method_gone", key(held, "authorize"))).checkout == asked
    unsent = feed(asked, NotSent(key(held, "authorize"))).checkout
    assert feed(unsent, MethodRefused("method_gone", key(held, "authorize"))).checkout.state == "collecting"


def test_a_refusal_of_another_attempt_changes_nothing(held: Checkout) -> None:
    """Old news and new cards are not mixed up."""
    new = feed(held, CardReceived("card_1")).checkout
    for refused in (MethodRefused("method_gone", "tf:other"), MethodRefused("method_gone", key(held, "authorize"))):
        assert feed(new, refused).checkout == new


def test_a_ticked_box_is_noted_with_its_card(held: Checkout) -> None:
    """The consent belongs to the card that was sent with it, and not to the next one."""
    ticked = feed(held, *saving(held)).checkout
    assert ticked.saving == YES
    assert ticked.payments[0].attempts[0].usage == "keep"
    plain = feed(ticked, declined(held), CardReceived("card_2")).checkout
    assert plain.saving is None
    assert plain.payments[0].attempts[1].usage == "once"


@pytest.mark.parametrize("steps", [(), (TICKETS,)])
def test_a_booking_that_comes_to_nothing_keeps_no_card(held: Checkout, steps: tuple[Fact, ...]) -> None:
    """The gateway is told to forget what it was to keep, once the money is let go."""
    ending: tuple[Fact, ...] = (TicketsRefused("no"),) if not steps else ()
    if steps:
        ending = tuple(declined(held, "capture", number) for number in range(1, 6))
    undone = feed(held, *saving(held), approved(held), *steps, *ending, SeatsReleased(), approved(held, "void"))
    assert undone.checkout.state == "ended"
    assert [(step.kind, step.subject) for step in undone.steps] == [("detach", "ins_new")]


@pytest.mark.parametrize("paid", [True, False])
def test_a_challenge_that_was_left_keeps_no_card(held: Checkout, *, paid: bool) -> None:
    """It may have been confirmed a moment before it was closed: whatever comes of the booking, the token is let go."""
    asks = Answered(key(held, "authorize"), "action", "sbx_1_1", action_url=BANK)
    left = feed(held, *saving(held), asks, AnotherCard() if paid else Cancelled()).checkout
    if paid:
        more = (CHOSEN, Sending(key(held, "authorize", 2)), approved(held, "authorize", 2), TICKETS)
        over = feed(left, approved(held, "void"), *more, approved(held, "capture"))
    else:
        over = feed(left, SeatsReleased(), approved(held, "void"))
    assert over.checkout.state == ("paid" if paid else "ended")
    assert [step.subject for step in over.steps if step.kind == "detach"] == ["ins_new"]


def test_a_card_that_was_not_to_be_kept_needs_no_forgetting(held: Checkout) -> None:
    """Without a yes there is nothing to undo; nor with a saved card, which stays."""
    for begin in (sent(held), (CardReceived("c"), CardTokenized(key(held, "authorize"), "ins_1", "Visa •4242"))):
        begun = feed(held, *begin, Sending(key(held, "authorize")), approved(held))
        undone = feed(begun.checkout, TicketsRefused("no"), SeatsReleased(), approved(held, "void"))
        assert undone.checkout.state == "ended"
        assert undone.steps == ()
