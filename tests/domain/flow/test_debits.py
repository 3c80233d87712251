"""Paying from a saved account in the thread: a notice and a yes before, plain words for days, and a way out."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from bot.domain.conversation.debit_events import DebitAsked, DebitUndone
from bot.domain.conversation.effects import CancelCheckout, PayWithSaved
from bot.domain.conversation.events import CheckoutEnded, PaymentDeclined
from bot.domain.conversation.profile import SavedMethod
from bot.domain.shopping.fares import BRANDS
from tests.builders.accounts import CREDITOR
from tests.builders.returning import PRICE, VISA, held, known
from tests.builders.talk import Talk
from tests.builders.world import issued

ACCOUNT = SavedMethod("mth_account", "IBAN •2606", kind="bank_account")


def early(*methods: SavedMethod, creditor: str = CREDITOR, days: int = 30) -> tuple[Talk, str]:
    """Seats of a flight that many days ahead wait for payment, by somebody who saved these methods."""
    talk = known(methods=methods)
    brand = msgspec.structs.replace(talk.world.brand, creditor=creditor)
    talk.world = msgspec.structs.replace(talk.world, brand=brand)
    checkout = held(talk)
    _move(talk, days)
    return talk, checkout


def _move(talk: Talk, days: int) -> None:
    """Let the chosen flight leave so many days after now."""
    offer = talk.conversation.basket.offer
    assert offer is not None
    leaves = datetime.fromtimestamp(talk.now / 1000, UTC).replace(tzinfo=None) + timedelta(days=days, hours=2)
    first = msgspec.structs.replace(offer.slices[0].segments[0], departs=leaves)
    slices = (msgspec.structs.replace(offer.slices[0], segments=(first,)), *offer.slices[1:])
    basket = msgspec.structs.replace(talk.conversation.basket, offer=msgspec.structs.replace(offer, slices=slices))
    talk.conversation = msgspec.structs.replace(talk.conversation, basket=basket)


def asked(talk: Talk, checkout: str) -> Talk:
    """The bank is asked, and says that it takes its time."""
    talk.tap("Pay with IBAN •2606").tap("Yes, debit it")
    until = talk.now // 1000 + 7 * 86400
    return talk.happen(DebitAsked(f"{checkout}:2", talk.now, checkout, PRICE, "IBAN •2606", until))


def titles(talk: Talk) -> list[str]:
    """What the last turn gave to tap."""
    return [option.title for option in talk.options]


def test_an_account_is_offered_beside_the_cards() -> None:
    """A card pays with a tap; the account is said to take days and to be told about first."""
    talk, _ = early(VISA, ACCOUNT)
    talk.say("what now?")
    assert {"Pay with Visa •4242", "Pay with IBAN •2606"} <= set(titles(talk))
    assert "One tap pays now: €612.40 with Visa •4242." in talk.words
    assert "With IBAN •2606 your bank is asked, which takes about 5 days" in talk.words


@pytest.mark.parametrize(("creditor", "days"), [("", 30), (CREDITOR, 13)])
def test_an_account_that_may_not_pay_is_not_shown(creditor: str, days: int) -> None:
    """Without a creditor identifier, or a fortnight before departure, nobody reads of accounts."""
    talk, _ = early(ACCOUNT, creditor=creditor, days=days)
    talk.say("what now?")
    assert "IBAN •2606" not in talk.words + " ".join(titles(talk))


def test_a_fare_without_long_holds_is_not_paid_from_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sold for minutes only is paid by card."""
    talk, _ = early(ACCOUNT)
    for name, fare in list(BRANDS.items()):
        monkeypatch.setitem(BRANDS, name, msgspec.structs.replace(fare, long_hold=False))
    talk.say("what now?")
    assert "Pay with IBAN •2606" not in titles(talk)


def test_nothing_is_debited_without_a_yes_to_the_notice() -> None:
    """How much, from where, by whom, when at the earliest, how long it takes, until when seats are held."""
    talk, checkout = early(ACCOUNT)
    talk.say("what now?").tap("Pay with IBAN •2606")
    assert talk.of(PayWithSaved) == ()
    for fact in ("€", "IBAN •2606", "Threadfare Air", CREDITOR, "at the earliest", "within 5 days", "held until"):
        assert fact in talk.words
    talk.tap("Yes, debit it")
    assert talk.of(PayWithSaved) == (PayWithSaved(checkout, ACCOUNT.id),)


def test_who_says_no_to_the_notice_pays_otherwise() -> None:
    """The link and the other methods are still there."""
    talk, _ = early(VISA, ACCOUNT)
    talk.say("what now?").tap("Pay with IBAN •2606").tap("No, another way")
    assert talk.of(PayWithSaved) == ()
    assert "Pay with Visa •4242" in titles(talk)


def test_while_the_bank_is_asked_the_talk_is_free() -> None:
    """The thread reads how it goes, with a way to see and to cancel it, and may look for another trip."""
    talk, checkout = early(ACCOUNT)
    talk.say("what now?")
    asked(talk, checkout)
    assert "usually within 5 days" in talk.words
    assert {"Cancel this booking"} <= set(titles(talk))
    assert talk.awaited == ""
    talk.say("Paris to New York next Friday")
    assert talk.of(CancelCheckout) == ()


def test_the_booking_can_be_cancelled_after_a_yes() -> None:
    """By the button or by the word, and never without being asked back."""
    talk, checkout = early(ACCOUNT)
    talk.say("what now?")
    asked(talk, checkout)
    talk.say("cancel")
    assert "Shall I cancel the booking" in talk.words
    assert talk.of(CancelCheckout) == ()
    talk.tap("Yes, cancel it")
    assert talk.of(CancelCheckout) == (CancelCheckout(checkout),)
    talk.happen(DebitUndone(f"{checkout}:3", talk.now, checkout, "cancelled", PRICE, "IBAN •2606"))
    assert "all of it goes back to IBAN •2606" in talk.words


def test_who_keeps_the_booking_keeps_it() -> None:
    """A no changes nothing."""
    talk, checkout = early(ACCOUNT)
    talk.say("what now?")
    asked(talk, checkout).say("cancel").tap("No, keep it")
    assert talk.of(CancelCheckout) == ()
    assert "stays as it is" in talk.words


def test_an_old_button_cancels_nothing_that_is_over() -> None:
    """Once tickets are issued the buttons of the days before do nothing."""
    talk, checkout = early(ACCOUNT)
    talk.say("what now?")
    asked(talk, checkout)
    talk.happen(issued(checkout))
    assert "Paid and ticketed" in talk.words
    for payload in ("go:stop_debit", "go:stop_debit_yes", "go:keep_debit"):
        talk.tap_payload(payload)
        assert "nothing any more" in talk.words
        assert talk.of(CancelCheckout) == ()


@pytest.mark.parametrize(
    ("reason", "words"), [("unpaid", "has not paid"), ("late", "after all"), ("anything", "has not paid")]
)
def test_money_that_pays_nothing_is_told_to_go_back(reason: str, words: str) -> None:
    """Wherever the talk stands, the traveller reads what becomes of the money."""
    talk, checkout = early(ACCOUNT)
    talk.say("what now?")
    asked(talk, checkout)
    talk.happen(DebitUndone(f"{checkout}:3", talk.now, checkout, reason, PRICE, "IBAN •2606"))
    assert words in talk.words
    assert "IBAN •2606" in talk.words


def test_an_end_after_money_was_taken_says_how_much_goes_back() -> None:
    """Nobody reads that nothing was charged when something was."""
    talk, checkout = early(ACCOUNT)
    talk.say("what now?")
    asked(talk, checkout)
    talk.happen(CheckoutEnded(f"{checkout}:3", talk.now, checkout, "unticketed", refunded=PRICE))
    assert "€612.40" in talk.words
    assert "on its way back" in talk.words
    assert "Nothing was charged" not in talk.words


def test_a_no_of_the_bank_after_days_gives_a_link() -> None:
    """Another method pays, and the old buttons to cancel are gone with what they were for."""
    talk, checkout = early(ACCOUNT)
    talk.say("what now?")
    asked(talk, checkout)
    talk.happen(PaymentDeclined(f"{checkout}:3", talk.now, checkout, "debit_funds", "https://pay.example/pay/token"))
    assert "enough money on the account" in talk.words
