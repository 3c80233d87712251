"""Instruments: what travellers read of a card."""

from datetime import UTC, datetime

import pytest

from bot.domain.payment.instrument import KeptInstrument, forgotten, has_expired, shown


@pytest.mark.parametrize(
    ("brand", "text"),
    [
        ("visa", "Visa •4242"),
        ("amex", "American Express •4242"),
        ("jcb", "JCB •4242"),
        ("carte_bancaire", "Carte Bancaire •4242"),
        ("", "Card •4242"),
    ],
)
def test_a_card_is_shown_by_brand_and_last_four(brand: str, text: str) -> None:
    """A traveller recognizes the card on a receipt, and nobody learns its number from it."""
    kept = KeptInstrument("ins_1", "sandbox", "tok_1", brand, "4242", 12, 2029, "print")
    assert shown(kept) == text


def test_a_card_is_good_to_the_end_of_its_month_everywhere() -> None:
    """A traveller in Honolulu pays with her card on its last evening."""
    assert not has_expired(11, 2026, datetime(2026, 12, 1, 11, 59, tzinfo=UTC))
    assert has_expired(11, 2026, datetime(2026, 12, 1, 12, 0, tzinfo=UTC))
    assert not has_expired(1, 2027, datetime(2026, 12, 31, tzinfo=UTC))


def test_of_a_forgotten_card_receipts_keep_brand_and_four_digits() -> None:
    """History stays readable, and nothing is left that could pay or be matched."""
    card = KeptInstrument("ins_1", "sandbox", "tok_1", "visa", "4242", 12, 2029, "print", "FR", "credit")
    left = forgotten(card)
    assert shown(left) == shown(card) == "Visa •4242"
    assert (left.token, left.fingerprint, left.exp_month, left.exp_year, left.country, left.funding) == (
        "", "", 0, 0, "", "",
    )  # fmt: skip
