"""Bank account numbers are read as people type them, and a slip is found before any bank sees it."""

import traceback

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.errors import InvalidError
from bot.domain.payment.iban import LENGTHS, Iban, passes_check, read_iban
from bot.domain.redaction import ACCOUNT_REMOVED, FEWEST_DIGITS, redact

EXAMPLES = (
    "GB82WEST12345698765432",
    "FR1420041010050500013M02606",
    "DE89370400440532013000",
    "NL91ABNA0417164300",
    "NO9386011117947",
    "BE68539007547034",
    "MT84MALT011000012345MTLCAST001S",
    "ES9121000418450200051332",
)


@st.composite
def ibans(draw: st.DrawFn) -> str:
    """A number of any country, with check digits as a bank computes them."""
    country = draw(st.sampled_from(sorted(LENGTHS)))
    size = LENGTHS[country] - 4
    body = draw(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=size, max_size=size))
    turned = int("".join(str(int(character, 36)) for character in f"{body}{country}00"))
    return f"{country}{98 - turned % 97:02d}{body}"


@pytest.mark.parametrize("number", EXAMPLES)
def test_numbers_that_banks_publish_are_read(number: str) -> None:
    """The examples of the registry pass."""
    assert read_iban(number).number == number


@given(ibans())
def test_whatever_a_bank_issues_is_read(number: str) -> None:
    """No traveller is told that their right number is wrong, and what is one here is taken out of a chat as one."""
    assert read_iban(number).number == number
    if sum(map(str.isdigit, number)) >= FEWEST_DIGITS:
        assert redact(number) == (ACCOUNT_REMOVED, 1)


@given(ibans(), st.data())
def test_one_wrong_digit_or_two_swapped_ones_are_found(number: str, data: st.DataObject) -> None:
    """A slip of the finger debits nobody else."""
    digits = [at for at in range(2, len(number)) if number[at].isdigit()]
    at = data.draw(st.sampled_from(digits))
    digit = data.draw(st.sampled_from("0123456789"))
    assume(digit != number[at])
    wrong = [number[:at] + digit + number[at + 1 :]]
    if at + 1 in digits and number[at] != number[at + 1] and at > 3:
        wrong.append(number[:at] + number[at + 1] + number[at] + number[at + 2 :])
    for slip in wrong:
        with pytest.raises(InvalidError, match="check digits"):
            read_iban(slip)


@pytest.mark.parametrize(
    "typed",
    [
        "FR14 2004 1010 0505 0001 3M02 606",
        "fr14-2004-1010-0505-0001-3m02-606",
        "IBAN: FR14 2004 1010 0505 0001 3M02 606",
        "IBAN FR1420041010050500013M02606",
        " FR14\u00a02004\u202f1010.0505.0001.3M02.606\n",
        "ＦＲ１４２００４１０１００５０５０００１３Ｍ０２６０６",
    ],
)
def test_it_may_be_typed_in_any_of_the_usual_ways(typed: str) -> None:
    """A number is copied from a letter, a card or a banking page as it stands there."""
    assert read_iban(typed) == Iban("FR1420041010050500013M02606")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "begins with two letters"),
        ("IBAN", "begins with two letters"),
        ("4242 4242 4242 4242", "begins with two letters"),
        ("FR14 2004/1010", "letters and digits only"),
        ("FR1420041010050500013M0260é", "letters and digits only"),
        ("ZZ1420041010050500013M02606", "No IBAN begins"),
        ("US1420041010050500013M02606", "No IBAN begins"),
        ("FR1420041010050500013M0260", "An IBAN of FR has 27 characters, not 26"),
        ("FR1520041010050500013M02606", "check digits"),
    ],
)
def test_what_is_wrong_is_said_without_the_number(typed: str, told: str) -> None:
    """Who typed it knows what to look at; who reads the log learns nothing."""
    with pytest.raises(InvalidError, match=told) as caught:
        read_iban(typed)
    shown = "".join(traceback.format_exception(caught.value))
    assert "2004101005" not in shown
    assert "4242" not in shown


def test_check_digits_that_no_bank_computes_are_refused() -> None:
    """00, 01 and 99 stand for 97, 98 and 02 in the sum: a number has one way to be written."""
    for country, body in (("DE", f"{number:018d}") for number in range(2000)):
        for digits in ("00", "01", "99"):
            if passes_check(f"{country}{digits}{body}"):
                with pytest.raises(InvalidError, match="check digits"):
                    read_iban(f"{country}{digits}{body}")
                return
    pytest.fail("No such number was found.")


def test_only_the_ends_are_shown() -> None:
    """A traveller knows which account it is, and nobody else does."""
    iban = read_iban("FR1420041010050500013M02606")
    assert (iban.masked, iban.country) == ("FR14 •••• 2606", "FR")
    assert "200410100505" not in repr(iban) + str([iban])
    with iban.secret() as secret:
        assert secret.text() == iban.number
