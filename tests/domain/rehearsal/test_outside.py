"""The outside of a rehearsal answers everything that a flow can want, as it was planned, and knows nobody."""

from typing import Any, get_args

import pytest

from bot.domain.conversation.account_effects import ChooseConsent
from bot.domain.conversation.effects import (
    Effect,
    MakeLinkCode,
    OpenWallet,
    PayWithSaved,
    RedeemLinkCode,
    RemoveMethod,
    Say,
    WakeAt,
)
from bot.domain.conversation.events import ProfileChanged
from bot.domain.conversation.order_events import MailReceipt
from bot.domain.rehearsal.acts import Happens, Opening, Plans, Says, Taps
from bot.domain.rehearsal.outside import ANSWERS, Asked, answered
from bot.domain.rehearsal.people import CARD
from tests.builders.rehearsals import TO_CHECKOUT, TO_REVIEW, TO_TICKETS, WISH, means, stage, words
from tests.builders.world import NOW_MS

KNOWN = Opening("en", "webchat", NOW_MS, returning=True)


def test_every_effect_is_answered_here_and_nowhere_else() -> None:
    """An effect that is born tomorrow cannot reach a gateway by way of a rehearsal: this test fails first."""
    assert set(ANSWERS) == set(get_args(Effect)) - {Say, WakeAt}


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("sample", "here are the best prices"),
        ("nothing", "We have no flights"),
        ("down", "The timetable doesn't answer just now"),
    ],
)
def test_a_search_goes_as_it_is_planned(how: str, said: str) -> None:
    """Staff hear what is said when nothing flies, and when the supplier is down."""
    assert said in words(stage(Plans("search", how), WISH))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("held", "Your seats are held"),
        ("price changed", "The price has changed"),
        ("sold out", "Those seats have just been sold"),
        ("supplier down", "Shall I look for flights again?"),
    ],
)
def test_a_hold_goes_as_it_is_planned(how: str, said: str) -> None:
    """Every answer of a supplier has been heard before a traveller hears it."""
    assert said in words(stage(*TO_REVIEW, Plans("hold", how), Taps("", "yes")))


def test_a_price_changes_once() -> None:
    """Who says yes to the new price has seats."""
    again = stage(*TO_REVIEW, Plans("hold", "price changed"), Taps("", "yes"), Taps("", "yes"))
    assert again.sale is not None
    assert again.sale.offer.total.minor > stage(*TO_CHECKOUT).sale.offer.total.minor  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("what", "said", "is_over"),
    [
        ("paid", "Paid and ticketed", True),
        ("declined", "isn't enough money", False),
        ("declined finally", "the tries are used up", True),
        ("challenge", "Your bank asks you to confirm", False),
        ("checking", "", False),
        ("under review", "", False),
        ("expired", "", True),
        ("unticketed", "", True),
    ],
)
def test_a_payment_goes_as_the_tester_says(what: str, said: str, is_over: bool) -> None:  # noqa: FBT001  a case
    """Each turn that a payment can take is one tap away."""
    told = stage(*TO_CHECKOUT, Happens(what))
    assert said in words(told)
    assert words(told)
    assert (told.sale is None) == is_over


def test_a_checkout_that_is_given_up_is_over() -> None:
    """The talk goes on as it does when the supplier has taken the seats back."""
    told = stage(*TO_CHECKOUT, Says("cancel"))
    assert told.sale is None
    assert "CancelCheckout" in told.does


def test_a_saved_card_pays_as_it_is_planned() -> None:
    """A returning traveller is offered a card, and the bank says what the tester planned."""
    for how, said in (("paid", "Paid and ticketed"), ("declined", "isn't enough money")):
        held = (*TO_REVIEW[:-1], Plans("pay", how), Taps("", "yes"))
        told = stage(*held, Says("pay with Visa •4242"), opening=KNOWN)
        assert "PayWithSaved" in told.does
        assert said in words(told)


@pytest.mark.parametrize(
    ("how", "said"),
    [("one", "TEST42"), ("several", "TEST43"), ("none", ""), ("own", ""), ("down", "")],
)
def test_bookings_are_found_as_it_is_planned(how: str, said: str) -> None:
    """What a traveller with one, several or no bookings hears can be heard."""
    told = stage(Plans("trips", how), Says("my booking"))
    assert "FindTrips" in told.does
    assert said in words(told)
    assert words(told)


def test_a_booking_of_the_rehearsal_is_found_again() -> None:
    """What was bought a minute ago can be looked at."""
    told = stage(*TO_TICKETS, Says("my booking"))
    assert told.conversation.basket.locator in words(told)


@pytest.mark.parametrize("how", ["one", "none", "down", "own"])
def test_a_reference_is_looked_up(how: str) -> None:
    """Any reference finds the booking that is made up, or none does."""
    told = stage(Plans("trips", how), Says("booking reference K7QM2X, name Durand"))
    assert "LookUpTrip" in told.does
    assert ("K7QM2X: paid" in words(told)) == (how == "one")


@pytest.mark.parametrize(
    ("effect", "event"),
    [
        (OpenWallet("en"), "WalletLinkMade"),
        (MakeLinkCode(), "LinkCodeMade"),
        (RemoveMethod(CARD.id), "ProfileChanged"),
        (RemoveMethod("another"), "ProfileChanged"),
        (RedeemLinkCode("code"), "LinkRefused"),
        (PayWithSaved("r1", CARD.id), ""),
        (ChooseConsent("mail", given=True, language="en"), "ConsentChosen"),
        (MailReceipt("r1", "en"), ""),
    ],
)
def test_what_nobody_plans_goes_as_it_usually_does(effect: Any, event: str) -> None:
    """A link leads nowhere, a code is none, and a card is removed from the rehearsal alone."""
    before = stage(opening=KNOWN)
    after, told = answered(before, Asked("r1#0", effect, means().world, means().look))
    assert [type(one).__name__ for one in told] == ([event] if event else [])
    assert after == before
    if isinstance(effect, RemoveMethod):
        (changed,) = told
        assert isinstance(changed, ProfileChanged)
        assert bool(changed.profile.methods) == (effect.method != CARD.id)


@pytest.mark.parametrize(
    "wish",
    [
        "my wallet",
        "remove my card",
        "what do you know about me?",
        "my payments",
        "where is my refund?",
        "cancel my booking",
        "link my other chat",
        "forget me",
    ],
)
def test_every_other_wish_is_answered(wish: str) -> None:
    """Whatever a traveller may ask for, the talk goes on."""
    assert words(stage(Says(wish), opening=KNOWN))
