"""Words about cancelling what is paid, and about the refund."""

import pytest

from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.return_words import read_return_wish


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("cancel my booking", "cancel_booking"),
        ("Please cancel my flight to Rome", "cancel_booking"),
        ("I'd like to cancel my booking ABC234", "cancel_booking"),
        ("refund my ticket", "cancel_booking"),
        ("annuler ma réservation", "cancel_booking"),
        ("je voudrais annuler mon vol", "cancel_booking"),
        ("quiero cancelar mi reserva", "cancel_booking"),
        ("ich möchte meine Buchung stornieren", "cancel_booking"),
        ("where is my refund?", "refunds"),
        ("mon remboursement", "refunds"),
        ("¿dónde está mi reembolso?", "refunds"),
        ("statut du remboursement", "refunds"),
        ("wo bleibt meine Rückerstattung", "refunds"),
        ("cancelar un viaje", "cancel_booking"),
        ("cancele mi vuelo por favor", "cancel_booking"),
        ("Buchung stornieren", "cancel_booking"),
        ("bitte stornieren Sie meinen Flug", "cancel_booking"),
        ("¿dónde está mi dinero?", "refunds"),
        ("meine Erstattung", "refunds"),
        ("cancel", ""),
        ("I want a refund", ""),
        ("can I cancel", ""),
        ("cancel my booking, let me talk to a person", ""),
        ("do not cancel my booking", ""),
        ("my booking", ""),
    ],
)
def test_who_wants_to_cancel_what_is_paid_is_understood(words: str, wish: str) -> None:
    """A traveller says it in her own words; a bare "cancel" stays about what is going on."""
    assert read_return_wish(tokenize(fold(words))) == wish
