"""Proves bot/sandbox/cards.py."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.cards import CARDS, OPEN_RANGE, Card, by_name, by_number, luhn

SECURE = "4000117"
"""How our own numbers for 3-D Secure begin."""
OPERATIONS = {"authorize": "1", "capture": "2", "void": "3", "refund": "4", "tokenize": "5", "detach": "6"}


def test_each_card_has_a_name_and_a_number_of_its_own() -> None:
    """Who types a test card gets what the table says, and nothing else."""
    assert len({card.name for card in CARDS}) == len({card.number for card in CARDS}) == len(CARDS)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_each_number_is_well_formed_but_the_one_that_is_not(card: Card) -> None:
    """A pay page accepts each test card, since its check digit is right, but the one that stands for a typing error."""
    assert luhn(card.number) == (card.name != "incorrect_number")
    assert by_number(card.number) is card is by_name(card.name)


@pytest.mark.parametrize(
    "card",
    [card for card in CARDS if card.number.startswith("400011") and not card.number.startswith(SECURE)],
    ids=lambda card: card.name,
)
def test_our_own_numbers_say_which_operation_they_trouble(card: Card) -> None:
    """A tester reads the operation from the seventh digit of our own numbers."""
    assert card.operation
    assert card.number[6:8] == OPERATIONS[card.operation] + "0"
    assert card.name == f"{card.operation}_{card.fault or card.rule}"


def test_every_published_card_for_3d_secure_is_there() -> None:
    """Whoever knows Stripe's test cards finds each of them doing here what it does there, whether it asks or not."""
    asks = ["3155", "3184", "0446", "3178", "3220", "0027", "1629", "3063"]
    asks_nothing = ["1280", "3055", "3097"]
    secure = [card for card in CARDS if card.name.startswith("secure") and not card.number.startswith(SECURE)]
    assert {card.number[-4:] for card in secure if card.challenge} == set(asks)
    assert {card.number[-4:] for card in secure if not card.challenge} == set(asks_nothing)
    assert {card.number[-4:]: card.decline for card in secure if card.decline} == {
        "3178": "insufficient_funds",
        "1629": "generic_decline",
        "1280": "processing_error",
    }


def test_our_own_cards_for_3d_secure_recognize_or_think_it_over() -> None:
    """A traveller whom her bank recognizes is asked nothing; a slow bank answers some time after she has."""
    known, slow = by_name("secure_frictionless"), by_name("secure_then_pending")
    assert known.number.startswith(SECURE)
    assert slow.number.startswith(SECURE)
    assert (known.challenge, known.decline, known.rule) == (False, "", None)
    assert (slow.challenge, slow.rules("authorize")) == (True, "pending")


def test_a_fault_or_rule_belongs_to_one_operation() -> None:
    """A card that troubles the capture leaves every other step alone."""
    card = by_name("capture_timeout_after")
    assert card.faults("capture") == "timeout_after"
    assert card.faults("refund") is None
    assert by_name("void_declined").rules("void") == "declined"
    assert by_name("void_declined").rules("capture") is None


def test_any_good_number_of_the_open_range_approves() -> None:
    """A test has as many different cards as it likes."""
    good = [f"{OPEN_RANGE}{n:010d}" for n in range(5000) if luhn(f"{OPEN_RANGE}{n:010d}")]
    assert len(good) == 500
    assert {by_number(number).name for number in good} == {"visa"}


@pytest.mark.parametrize("number", ["4111111111111111", "5454545454545454"])
def test_a_number_that_may_be_somebodys_is_refused(number: str) -> None:
    """A traveller who types her real card into a demo is told that it was not taken."""
    assert by_number(number).refused == "testmode_decline"


@pytest.mark.parametrize(
    "number", ["", "4242", "4242424242424243", "4242 4242 4242 4242", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "4" * 40]
)
def test_what_is_no_card_number_is_called_incorrect(number: str) -> None:
    """A traveller who mistypes is told that the number is wrong, whatever she typed."""
    assert by_number(number).refused == "incorrect_number"


@given(st.text(alphabet="0123456789", min_size=1, max_size=19), st.integers(0, 18), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(digits: str, place: int, change: int) -> None:
    """A traveller who mistypes one digit is never taken for somebody else."""
    place %= len(digits)
    other = digits[:place] + str((int(digits[place]) + change) % 10) + digits[place + 1 :]
    assert not (luhn(digits) and luhn(other))
