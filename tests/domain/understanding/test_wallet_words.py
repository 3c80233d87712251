"""Words about saved cards are understood at any step, and other cards are left alone."""

import pytest

from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.wallet_words import read_wallet_wish

WISHES = {
    "remove_card": (
        "remove my card|Forget my card!|please delete my credit card|can you remove the saved card?|erase my cards|"
        "supprime ma carte|Oubliez ma carte s'il vous plaît|efface la carte|retirez mes cartes|"
        "peux-tu supprimer ma carte enregistrée ?|remove my bank account|please delete my IBAN|"
        "forget my payment method|"
        "supprime mon compte bancaire|supprimez mon IBAN|efface mes coordonnées bancaires"
        "|retire ce moyen de paiement|"
        "quitar mi tarjeta|borre mis tarjetas por favor|quitar mi cuenta bancaria|elimina mi forma de pago|"
        "Karte entfernen|Bankkonto entfernen|bitte entfernen Sie meine Karte|meine gespeicherten Karten löschen"
    ),
    "cards": (
        "which cards do you have?|my cards|what cards have you saved|show my saved cards|which card is saved?|"
        "mes cartes|quelles cartes avez-vous ?|quelles cartes sont enregistrées|my payment methods|"
        "mis tarjetas|¿qué tarjetas tiene?|mis formas de pago|meine Karten|welche Karten haben Sie?|"
        "meine Zahlungsmittel"
    ),
    "wallet": ("open my wallet|abrir mi cartera|cambiar el PIN|meine Brieftasche öffnen|PIN ändern|mi PIN|meine PIN"),
    "": (
        "Paris to New York|do you take credit cards?|my card was declined|pay with my card|where is my boarding card|"
        "mes cartes d'embarquement|mi tarjeta de embarque|wo ist meine Bordkarte?|remove my boarding card|"
        "can I pay by bank account?|delete my account|"
        "supprime mon compte|je paie avec ma carte|Marie Durand|"
        "I lost my wallet yesterday and would like to fly home tomorrow, remove my card from the list please"
    ),
}


@pytest.mark.parametrize(
    ("wish", "text"), [(wish, text) for wish, texts in WISHES.items() for text in texts.split("|")]
)
def test_a_wish_about_cards_is_read(wish: str, text: str) -> None:
    """A traveller asks for her cards or for their removal in her own words, and is not taken there by others."""
    assert read_wallet_wish(tokenize(fold(text))) == wish
