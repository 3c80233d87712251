"""Words about linked chats: a traveller who wants to link one, to see which are linked, or to unlink one."""

from collections.abc import Sequence

from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.phrases import found_in_brief, joined, table
from bot.domain.understanding.word_lists import word_set

_EN_THINGS = (
    "my whatsapp|my messenger|my instagram|my web chat|my chat|my chats|my other chat|my other chats|my account|"
    "this chat|this account|my accounts|whatsapp|messenger|instagram|the chats|chats|another chat|the other chat"
)
_FR_THINGS = (
    "mon whatsapp|mon messenger|mon instagram|mes conversations|ma conversation|mon autre conversation|"
    "cette conversation|mon compte|mes comptes|ce compte|whatsapp|messenger|instagram|les conversations|"
    "une autre conversation|l'autre conversation"
)
_FR_UNLINK = "delier|delie|deliez|dissocier|dissocie|dissociez|deconnecter|deconnecte|deconnectez"
_ES_THINGS = (
    "mi whatsapp|mi messenger|mi instagram|mi chat|mis chats|mi otro chat|mis otros chats|este chat|esta cuenta|"
    "mi cuenta|mis cuentas|mis conversaciones|esta conversacion|mi otra conversacion|otro chat|el otro chat|"
    "otra conversacion|los chats|whatsapp|messenger|instagram"
)
_ES_LINK = "vincular|vincula|vincule|enlazar|enlaza|enlace|conectar|conecta|conecte|unir|une"
_ES_UNLINK = "desvincular|desvincula|desvincule|separar|separa|separe|desconectar|desconecta|desconecte"
_DE_THINGS = (
    "mein whatsapp|meinen messenger|mein instagram|meinen chat|meine chats|meinen anderen chat|meine anderen chats|"
    "diesen chat|dieses konto|mein konto|meine konten|anderen chat|einen anderen chat|den anderen chat|die chats|"
    "chats|whatsapp|messenger|instagram"
)

_WISHES = table(
    {
        "unlink": (
            f"{joined('unlink|disconnect|detach', _EN_THINGS)}|{joined(_FR_UNLINK, _FR_THINGS)}|unlink it|unlink|"
            f"{joined(_ES_UNLINK, _ES_THINGS)}|desvincularlo|desvincular|"
            f"{joined(_DE_THINGS, 'trennen')}|{joined('trenne|trennen sie', _DE_THINGS)}|verknupfung trennen"
        ),
        "chats": (
            "which chats are linked|what chats are linked|my linked chats|linked chats|my chats|chats are linked|"
            "which chats are connected|connected chats|quelles conversations sont liees|mes conversations liees|"
            "conversations liees|conversations sont liees|mes conversations|"
            "mis chats|mis chats vinculados|chats vinculados|que chats estan vinculados|mis conversaciones|"
            "meine chats|meine verknupften chats|verknupfte chats|welche chats sind verknupft"
        ),
        "link": (
            f"{joined('link|connect|join', _EN_THINGS)}|"
            f"{joined('lier|lie|liez|relier|relie|reliez|connecter|connecte|connectez|associer', _FR_THINGS)}|"
            "use my account|use my account here|i have a code|i've got a code|i got a code|have a code for you|"
            "link code|linking code|j'ai un code|j'ai recu un code|utiliser mon compte|code de liaison|"
            f"{joined(_ES_LINK, _ES_THINGS)}|tengo un codigo|he recibido un codigo|usar mi cuenta|usar mi cuenta aqui|"
            "codigo de vinculacion|"
            f"{joined(_DE_THINGS, 'verknupfen|verbinden')}|{joined('verknupfe|verbinde|verknupfen sie', _DE_THINGS)}|"
            "ich habe einen code|habe einen code|code bekommen|mein konto hier nutzen|verknupfungscode"
        ),
    }
)
_ELSEWHERE = word_set(
    "promo promotion promotional discount voucher coupon reduction reductions avoir bon gift cadeau "
    "descuento cupon vale regalo rabatt gutschein rabattcode gutscheincode"
)
"""Codes that are no codes of ours."""
_LONGEST = 12
"""Words of a message that is about chats; in a longer one they are by the way."""


def read_link_wish(tokens: Sequence[Token]) -> str:
    """What is wanted of linked chats: link, chats, unlink, or "" when the message is about something else."""
    wishes = found_in_brief(_WISHES, tokens, longest=_LONGEST, without=_ELSEWHERE)
    return next((wish for wish in ("unlink", "chats", "link") if wish in wishes), "")
