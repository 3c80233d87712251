"""Words about saved cards: a traveller who wants to see them, or to have one removed."""

from collections.abc import Sequence

from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.phrases import found_in_brief, joined, table
from bot.domain.understanding.word_lists import word_set

_EN_VERBS = "remove|forget|delete|erase"
_EN_CARDS = (
    "my card|the card|my cards|my saved card|my saved cards|the saved card|this card|my credit card|my bank card|"
    "card|cards|saved card|my bank account|my bank accounts|the bank account|this bank account|"
    "my saved bank account|bank account|my iban|the iban|iban|my bank details|my payment method|my payment methods|"
    "the payment method|this payment method|payment method|"
    "my visa|my mastercard|my amex"
)
_FR_VERBS = (
    "supprime|supprimer|supprimez|oublie|oublier|oubliez|efface|effacer|effacez|retire|retirer|retirez|"
    "enleve|enlever|enlevez"
)
_FR_CARDS = (
    "ma carte|la carte|mes cartes|cette carte|ma carte enregistree|mes cartes enregistrees|carte|mon compte bancaire|"
    "le compte bancaire|ce compte bancaire|mes comptes bancaires|compte bancaire|mon iban|l iban|iban|"
    "mes coordonnees bancaires|mon rib|ma visa|ma mastercard|"
    "mon moyen de paiement|ce moyen de paiement|mes moyens de paiement"
)
_ES_VERBS = "quita|quitar|quite|quitame|elimina|eliminar|elimine|borra|borrar|borre|olvida|olvidar|olvide"
_ES_CARDS = (
    "mi tarjeta|la tarjeta|mis tarjetas|esta tarjeta|mi tarjeta guardada|mis tarjetas guardadas|tarjeta|"
    "mi tarjeta de credito|mi cuenta bancaria|la cuenta bancaria|esta cuenta bancaria|mis cuentas bancarias|"
    "cuenta bancaria|mi iban|el iban|iban|mis datos bancarios|mi visa|mi mastercard|mi amex|mi forma de pago|"
    "mis formas de pago|esta forma de pago|mi metodo de pago|mis metodos de pago"
)
_DE_VERBS = "entferne|entfernen sie|losche|loschen sie|vergiss|vergessen sie"
_DE_CARDS = (
    "meine karte|die karte|meine karten|diese karte|meine gespeicherte karte|meine gespeicherten karten|karte|"
    "meine kreditkarte|mein bankkonto|das bankkonto|dieses bankkonto|meine bankkonten|bankkonto|meine iban|die iban|"
    "iban|meine bankdaten|meine visa|meine mastercard|meine amex|mein zahlungsmittel|meine zahlungsmittel|"
    "dieses zahlungsmittel"
)
_DE_VERBS_BEHIND = "entfernen|loschen|vergessen"

_WISHES = table(
    {
        "remove_card": "|".join(
            (
                joined(_EN_VERBS, _EN_CARDS),
                joined(_FR_VERBS, _FR_CARDS),
                joined(_ES_VERBS, _ES_CARDS),
                joined(_DE_VERBS, _DE_CARDS),
                joined(_DE_CARDS, _DE_VERBS_BEHIND),
            )
        ),
        "cards": (
            "my cards|my saved cards|payment methods|my wallet|wallet|mon portefeuille|portefeuille|mi cartera|"
            "mi billetera|meine brieftasche|my bank accounts|mes comptes bancaires|moyens de paiement|"
            "mis tarjetas|mis metodos de pago|metodos de pago|meine karten|meine kreditkarten|zahlungsmittel|"
            "my saved cards|my saved card|saved cards|cards do you have|card do you have|"
            "cards have you|card have you|cards are saved|card is saved|my payment methods|mes cartes|"
            "quelles cartes avez|quelle carte avez|quelles cartes as|quelle carte as|cartes sont enregistrees|"
            "carte est enregistree|cartes enregistrees|mes moyens de paiement|"
            "mis tarjetas guardadas|tarjetas guardadas|mis cuentas bancarias|formas de pago guardadas|"
            "mis formas de pago|"
            "que tarjetas tiene|que tarjetas tienes|que tarjetas hay|meine gespeicherten karten|gespeicherte karten|"
            "meine bankkonten|meine zahlungsmittel|gespeicherte zahlungsmittel|welche karten haben|welche karten hast|"
            "welche karten sind"
        ),
        "wallet": (
            "open my wallet|open the wallet|wallet settings|ouvre mon portefeuille|ouvrir mon portefeuille|"
            "ouvrez mon portefeuille|abre mi cartera|abrir mi cartera|abra mi cartera|brieftasche offnen|"
            "meine brieftasche offnen|"
            "offne meine brieftasche|offnen sie meine brieftasche|ajustes de la cartera|brieftasche einstellungen|"
            "change my pin|set a pin|"
            "remove my pin|my pin|mon code pin|changer mon pin|mi pin|"
            "poner un pin|cambiar el pin|quitar el pin|meine pin|pin andern|pin festlegen|pin entfernen|"
            "eine pin festlegen"
        ),
    }
)
_ELSEWHERE = word_set(
    "boarding embarquement identity identite loyalty fidelite sim embarque identidad fidelidad bordkarte"
)
"""Cards that are no saved ones."""
_LONGEST = 9
"""Words of a message that is about cards; in a longer one they are by the way."""


def read_wallet_wish(tokens: Sequence[Token]) -> str:
    """What is wanted of saved methods: cards, remove_card, wallet (its page), or "" for something else."""
    wishes = found_in_brief(_WISHES, tokens, longest=_LONGEST, without=_ELSEWHERE)
    return next((wish for wish in ("remove_card", "wallet", "cards") if wish in wishes), "")
