"""In the thread the last payments are cards, each receipt comes again by a tap, and the question stays open."""

import msgspec
import pytest

from bot.domain.conversation.account_effects import FindPayments, FindReceipt
from bot.domain.conversation.account_events import PaymentsFound, ReceiptFound
from bot.domain.conversation.effects import Say
from bot.domain.conversation.messages import Carousel, Receipt, Text, options_of
from bot.domain.payment.history import Line
from tests.builders.payments import THREAD, given_back, paid, refused
from tests.builders.talk import Talk
from tests.domain.payment.test_history import line

PAID = line(paid("chk_1", thread=THREAD))
RETURNED = line(given_back(paid("chk_2", thread=THREAD), 20000), 20000)
DECLINED = line(refused("chk_3", thread=THREAD))


def found(talk: Talk, *lines: Line, count: int = 0) -> Talk:
    """The talk after payments were found."""
    return talk.happen(PaymentsFound(f"{talk.last_event}#0", talk.now, lines, count or len(lines)))


def messages(talk: Talk) -> list[object]:
    """What was said in the last turn."""
    return [effect.message for effect in talk.last if isinstance(effect, Say)]


@pytest.mark.parametrize("words", ["my payments", "receipts", "mes paiements", "mis pagos", "meine Zahlungen"])
def test_words_for_payments_look_for_them(words: str) -> None:
    """In any language that is understood, at any step."""
    assert FindPayments() in Talk().say("hello").say(words).last


def test_the_last_payments_are_cards_with_their_state_and_receipt() -> None:
    """Amount, trip, method, day, refund, and a way to all of them on the page."""
    talk = found(Talk().say("my payments"), PAID, RETURNED, count=7)
    carousel = next(one for one in messages(talk) if isinstance(one, Carousel))
    assert carousel.text == "The last 2 of 7 payments:"
    first, second = carousel.cards
    assert first.title.startswith("€1,007.00, ABC234")
    assert first.lines[0] == "Paid"
    assert "Visa •4242" in first.lines[1]
    assert "Refund of €200.00" in second.lines[2]
    assert f"data:receipt:{PAID.number}" in [option.payload for option in options_of(carousel)]
    assert "go:wallet" in [option.payload for option in options_of(carousel)]


def test_the_question_that_was_open_is_asked_again() -> None:
    """Looking at payments loses nothing of a booking."""
    talk = Talk().say("Paris to New York")
    node = talk.conversation.position.node if talk.conversation.position else ""
    talk = found(talk.say("my payments"), PAID)
    assert talk.conversation.position is not None
    assert talk.conversation.position.node == node
    assert isinstance(messages(talk)[-1], Text)


def test_without_payments_that_is_said() -> None:
    """And where bookings are."""
    talk = found(Talk().say("my payments"))
    assert "no payments of yours" in talk.words


def test_a_tap_brings_the_receipt_again() -> None:
    """The number, who flew, what paid, what was charged, and what went back."""
    talk = found(Talk().say("my payments"), RETURNED)
    talk.tap("Receipt")
    assert FindReceipt(RETURNED.number) in talk.last
    talk.happen(ReceiptFound(f"{talk.last_event}#0", talk.now, RETURNED))
    receipt = next(one for one in messages(talk) if isinstance(one, Receipt))
    assert (receipt.number, receipt.total, receipt.method) == (RETURNED.number, RETURNED.taken, "Visa •4242")
    assert "Refunded in part. Refund of €200.00" in receipt.text
    assert receipt.again > receipt.at


def test_what_was_never_charged_has_words_and_no_receipt() -> None:
    """A declined card is told as such."""
    talk = Talk().say("hello").happen(ReceiptFound("m9#0", 0, DECLINED))
    assert "Declined, nothing charged" in talk.words
    assert not any(isinstance(one, Receipt) for one in messages(talk))


def test_a_receipt_that_is_not_theirs_is_not_found() -> None:
    """Whoever made the number up."""
    assert "don't find that receipt" in Talk().say("hello").happen(ReceiptFound("m9#0", 0, None)).words


def test_while_a_person_has_the_thread_the_bot_says_nothing() -> None:
    """The desk sees the wish, and answers."""
    talk = Talk().say("hello").say("I want to talk to a person")
    assert talk.conversation.owner == "queue"
    assert found(talk, PAID).last == ()


def test_payments_speak_french() -> None:
    """In the language of the talk."""
    talk = Talk().say("bonjour, je voudrais voir mes paiements")
    talk = talk if FindPayments() in talk.last else talk.say("mes paiements")
    talk = found(talk, msgspec.structs.replace(PAID))
    carousel = next(one for one in messages(talk) if isinstance(one, Carousel))
    assert carousel.text == "Vos paiements, le plus récent d'abord :"
    assert carousel.cards[0].lines[0] == "Payé"
