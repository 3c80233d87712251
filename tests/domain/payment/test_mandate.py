"""Mandates: the words that are shown and signed, the creditor who is named, and how little is kept of the signer."""

from datetime import UTC, datetime

import pytest

from bot.domain.errors import InvalidError
from bot.domain.payment import mandate
from bot.domain.payment.consent import digest

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
CREDITOR = "DE98ZZZ09999999999"


@pytest.mark.parametrize("language", ["en", "fr", "es", "de"])
def test_the_words_name_who_debits_and_how_long_money_can_be_asked_back(language: str) -> None:
    """Whoever signs reads the creditor's name and identifier, and that a debit can be taken back for eight weeks."""
    words = mandate.mandate_words(language, "Threadfare Air", CREDITOR)
    assert "Threadfare Air" in words
    assert CREDITOR in words
    assert "8 " in words


def test_another_language_is_shown_in_english() -> None:
    """A language without words of its own shows the English ones, never nothing."""
    assert mandate.mandate_words("it", "A", CREDITOR) == mandate.mandate_words("en", "A", CREDITOR)


@pytest.mark.parametrize("language", ["en", "fr", "es", "de"])
def test_what_was_shown_is_what_was_signed(language: str) -> None:
    """The record has the exact words of the page, its language and version, and serves as a consent."""
    shown = mandate.mandate_words(language, "A", CREDITOR)
    signed = mandate.signed(digest(shown), brand="A", creditor=CREDITOR, reference="mth_1", at=AT)
    assert signed is not None
    assert (signed.words, signed.language, signed.state) == (shown, language, "active")
    assert (signed.consent.purpose, signed.consent.words, signed.consent.at) == ("bank_account", shown, AT)


def test_words_that_no_page_showed_sign_nothing() -> None:
    """Another creditor's words, or made-up ones, are no mandate."""
    other = digest(mandate.mandate_words("en", "A", "FR72ZZZ123456"))
    assert mandate.signed(other, brand="A", creditor=CREDITOR, reference="mth_1", at=AT) is None


def test_a_reference_fits_what_banks_print() -> None:
    """A bank takes 35 characters, capital letters, digits and dashes."""
    reference = mandate.mandate_reference("mth_" + "a0" * 30)
    assert reference.startswith("TF-MTH-A0")
    assert len(reference) == mandate.LONGEST_REFERENCE


@pytest.mark.parametrize(
    ("address", "kept"),
    [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("nobody", ""), ("", "")],
)
def test_of_an_address_only_the_network_is_kept(address: str, kept: str) -> None:
    """What is kept says from where somebody signed, and names nobody."""
    assert mandate.network_of(address) == kept


@pytest.mark.parametrize("text", ["DE98ZZZ09999999999", "de98 zzz0 9999 9999 99", "FR72ZZZ123456"])
def test_a_creditor_identifier_is_read_as_people_type_it(text: str) -> None:
    """Spaces and small letters do no harm."""
    assert mandate.read_creditor(text) in {"DE98ZZZ09999999999", "FR72ZZZ123456"}


@pytest.mark.parametrize("text", ["", "DE98", "DE98ZZZ09999999998", "DE89ZZZ09999999999", "9898ZZZ09999999999"])
def test_a_wrong_creditor_identifier_is_refused(text: str) -> None:
    """A swapped digit would have a bank refuse every debit: it is seen at the start."""
    with pytest.raises(InvalidError):
        mandate.read_creditor(text)


def test_the_business_code_is_not_part_of_the_check() -> None:
    """A company may choose the three characters after the check digits as it likes."""
    assert mandate.read_creditor("DE98ABC09999999999") == "DE98ABC09999999999"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("encrypted in a vault", "chats that are linked", "“remove my bank account”", "is then destroyed")),
        ("fr", ("chiffré, dans un coffre-fort", "conversations liées", "« supprime mon compte bancaire »", "détruit")),
    ],
)
def test_the_words_say_what_is_kept_and_where_it_may_pay(language: str, told: tuple[str, ...]) -> None:
    """The number lies in our vault, every linked chat pays with it, and the words that remove it are understood."""
    words = mandate.mandate_words(language, "A", CREDITOR)
    assert [part for part in told if part not in words] == []


def test_a_mandate_that_was_signed_under_older_words_still_holds() -> None:
    """The digest of words that were ever shown never changes."""
    signed = mandate.signed("172f56552617cf180c42e9ab85f0f7c9", brand="A", creditor=CREDITOR, reference="stp_1", at=AT)
    assert signed is not None
    assert signed.version == 1
