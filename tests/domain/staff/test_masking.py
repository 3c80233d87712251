"""Masks: what anybody of the staff may see of a phone number, an e-mail address and words that hold them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.staff.masking import mask_email, mask_phone, mask_text, mask_user, phone_of, with_stand_ins


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("+447700900001", "+44 •••• ••0001"),
        ("+33 6 12 34 56 78", "+33 •••• ••5678"),
        ("0044 7700 900001", "+44 •••• ••0001"),
        ("+12025550143", "+1 •••• ••0143"),
        ("+353851234567", "+353 •••• ••4567"),
        ("0612345678", "•••• ••5678"),
        ("+44", "+44 •••• ••"),
        ("", ""),
    ],
)
def test_of_a_phone_number_the_country_and_four_digits_are_shown(phone: str, shown: str) -> None:
    """An agent can tell two numbers apart and call neither."""
    assert mask_phone(phone) == shown


def test_of_an_address_the_first_letter_is_shown() -> None:
    """Neither the name nor where the mailbox is."""
    assert mask_email("zoe@example.com") == "z•••@…"
    assert mask_email("") == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("write to zoe.d@example.co.uk, please", "write to z•••@…, please"),
        ("call +44 (0)7700 900-001 or 06 12 34 56 78", "call +44 •••• ••0001 or •••• ••5678"),
        ("from 2026-12-04 to 12/12/2026", "from 2026-12-04 to 12/12/2026"),
        ("2 adults on TF101, €1,749.00, reference K7QM2X", "2 adults on TF101, €1,749.00, reference K7QM2X"),
    ],
)
def test_words_keep_everything_but_contacts(text: str, shown: str) -> None:
    """A viewer reads the talk, with its days and prices, and nobody's number."""
    assert mask_text(text) == shown


@given(st.from_regex(r"\+[1-9][0-9]{8,13}", fullmatch=True))
def test_no_number_is_read_through_its_mask(phone: str) -> None:
    """Whatever the country, at most its code and four digits are left."""
    for shown in (mask_phone(phone), mask_text(f"My number is {phone}.")):
        assert phone not in shown
        assert sum(sign.isdigit() for sign in shown) <= 7


def test_a_whatsapp_id_is_a_phone_number() -> None:
    """What names the thread is masked as the number that it is; other channels' ids call nobody."""
    assert mask_user("whatsapp:106:447700900001") == "+44 •••• ••0001"
    assert phone_of("whatsapp:106:447700900001") == "+447700900001"
    assert mask_user("messenger:1:24601987654321") == "54321"
    assert phone_of("messenger:1:24601987654321") == ""
    assert mask_user("webchat:TF:zoe@example.com") == "z•••@…"


def test_others_stand_in_for_contacts_and_dates_stay() -> None:
    """A talk that is told again keeps its days and its sums, and nobody's address or number."""
    told = with_stand_ins("zoe@home.example or +44 7700 900123 on 04.12.2026", email="a@b.example", phone="+1 555")
    assert told == "a@b.example or +1 555 on 04.12.2026"
