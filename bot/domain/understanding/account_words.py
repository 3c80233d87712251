"""Words about payments and about what is known of a traveller: to see it, to take it along, to have it forgotten."""

from collections.abc import Sequence

from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.phrases import found_in_brief, joined, table
from bot.domain.understanding.word_lists import word_set

_EN_ALL = "me|my data|all my data|my account|everything about me|my information|my personal data|all about me"
_FR_ALL = "moi|mes donnees|toutes mes donnees|mon compte|mes informations|mes donnees personnelles"
_ES_ALL = "mis datos|todos mis datos|mi cuenta|mis datos personales"

_WISHES = table(
    {
        "payments": (
            "my payments|payment history|my payment history|payments history|my receipts|all receipts|receipts|"
            "payment receipts|list of payments|past payments|what did i pay|what have i paid|my invoices|"
            "mes paiements|historique des paiements|historique de paiement|historique de mes paiements|mes recus|"
            "mes factures|qu'est ce que j'ai paye|combien j'ai paye|"
            "mis pagos|historial de pagos|mis recibos|mis facturas|que he pagado|cuanto he pagado|lista de pagos|"
            "meine zahlungen|zahlungsverlauf|meine quittungen|meine belege|meine rechnungen|"
            "was habe ich bezahlt|liste meiner zahlungen"
        ),
        "known": (
            "what do you know about me|what do you know of me|what you know about me|what data do you have|"
            "which data do you have|what do you have about me|what do you store|my data|my personal data|my privacy|"
            "privacy|data protection|gdpr|"
            "que savez vous de moi|que sais tu de moi|que savez vous sur moi|qu'est ce que vous savez de moi|"
            "quelles donnees avez vous|mes donnees|mes donnees personnelles|vie privee|confidentialite|rgpd|"
            "que sabes de mi|que saben de mi|que datos tienes|que datos tienen|mis datos|privacidad|"
            "que sabe de mi|que sabe usted de mi|que sabe sobre mi|que saben sobre mi|que datos tiene|"
            "mis datos personales|"
            "proteccion de datos|"
            "was weisst du uber mich|was wissen sie uber mich|welche daten habt ihr|"
            "welche daten haben sie|was wissen sie von mir|was weisst du von mir|meine personlichen daten|"
            "meine daten|datenschutz|dsgvo"
        ),
        "export": (
            f"{joined('export|download|send me|give me', 'my data|all my data|a copy of my data|my personal data')}|"
            "copy of my data|data export|"
            f"{joined('exporter|exporte|exportez|telecharger', 'mes donnees|toutes mes donnees')}|copie de mes donnees|"
            "exportar mis datos|descargar mis datos|copia de mis datos|llevarme mis datos|descargar todos mis datos|"
            "meine daten exportieren|meine daten herunterladen|kopie meiner daten|"
            "meine daten mitnehmen|daten mitnehmen|daten herunterladen|daten exportieren"
        ),
        "erase": (
            f"{joined('forget|delete|erase|remove', _EN_ALL)}|right to be forgotten|"
            f"{joined('oublie|oubliez|efface|effacez|effacer|supprime|supprimez|supprimer', _FR_ALL)}|"
            "oublie moi|oubliez moi|droit a l'oubli|"
            f"{joined('olvida|olvide|borra|borrar|borre|elimina|eliminar|elimine', _ES_ALL)}|olvidame|"
            "olvideme|olvidenme|"
            "derecho al olvido|vergiss mich|vergessen sie mich|mich vergessen|recht auf vergessenwerden|"
            "loschen sie meine daten|meine daten loschen|alle meine daten loschen|losche meine daten|mein konto loschen"
        ),
        "consents": (
            "my consents|my consent|withdraw my consent|withdraw consent|take back my consent|"
            "mes consentements|mon consentement|retirer mon consentement|retire mon consentement|"
            "mis consentimientos|retirar mi consentimiento|mi consentimiento|meine einwilligungen|meine einwilligung|"
            "einwilligung widerrufen|meine einwilligung widerrufen|einwilligung zurucknehmen|meine zustimmung"
        ),
    }
)
_ELSEWHERE = word_set("card cards carte cartes tarjeta karte mobile roaming sim plan forfait")
"""Words with which it is about something else."""
_LONGEST = 11
"""Words of a message that is about all this; in a longer one they are by the way."""
_ORDER = ("erase", "export", "consents", "known", "payments")
"""What is meant when words say several things."""


def read_account_wish(tokens: Sequence[Token]) -> str:
    """What is wanted: payments, known, export, erase, consents, or "" when the message is about something else."""
    wishes = found_in_brief(_WISHES, tokens, longest=_LONGEST, without=_ELSEWHERE)
    return next((wish for wish in _ORDER if wish in wishes), "")
