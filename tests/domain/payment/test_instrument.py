"""Instruments: what travellers read of a card."""

import pytest

from bot.domain.payment.instrument import KeptInstrument, shown


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
