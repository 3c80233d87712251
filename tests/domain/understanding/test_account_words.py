"""Words about payments and privacy are understood in four languages, and not heard where they mean another thing."""

import pytest

from bot.domain.understanding.account_words import read_account_wish
from bot.domain.understanding.dates.tokens import fold, tokenize


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("my payments", "payments"),
        ("Show me my payment history please", "payments"),
        ("receipts", "payments"),
        ("mes paiements", "payments"),
        ("historial de pagos", "payments"),
        ("meine Zahlungen", "payments"),
        ("What do you know about me?", "known"),
        ("que savez-vous de moi", "known"),
        ("privacy", "known"),
        ("mis datos", "known"),
        ("Datenschutz", "known"),
        ("export my data", "export"),
        ("télécharger mes données", "export"),
        ("exportar mis datos", "export"),
        ("forget me", "erase"),
        ("please delete all my data", "erase"),
        ("delete my account", "erase"),
        ("oubliez-moi", "erase"),
        ("supprime mes données", "erase"),
        ("borrar mis datos", "erase"),
        ("vergiss mich", "erase"),
        ("my consents", "consents"),
        ("retirer mon consentement", "consents"),
        ("meine Einwilligungen", "consents"),
        ("¿qué sabe usted de mí?", "known"),
        ("was wissen Sie über mich?", "known"),
        ("¿cuánto he pagado?", "payments"),
        ("was habe ich bezahlt?", "payments"),
        ("llevarme mis datos", "export"),
        ("meine Daten mitnehmen", "export"),
        ("olvídeme por favor", "erase"),
        ("vergessen Sie mich", "erase"),
        ("retirar mi consentimiento", "consents"),
        ("Einwilligung widerrufen", "consents"),
    ],
)
def test_a_wish_is_understood(words: str, wish: str) -> None:
    """However politely it is said."""
    assert read_account_wish(tokenize(fold(words))) == wish


@pytest.mark.parametrize(
    "words",
    [
        "Paris to New York tomorrow",
        "forget it",
        "forget my card",
        "remove my card",
        "mobile data plan",
        "yes",
        "I want to fly with my mother and she has all my data on her old telephone somewhere",
        "my receipt",
        "where is my refund?",
        "Où est mon remboursement ?",
        "¿dónde está mi reembolso?",
        "Wo ist meine Erstattung?",
    ],
)
def test_other_words_are_about_other_things(words: str) -> None:
    """A card is removed elsewhere, one booking's receipt is its trip's, a refund is looked up, a story is a story."""
    assert read_account_wish(tokenize(fold(words))) == ""
