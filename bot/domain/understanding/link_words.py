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

_WISHES = table(
    {
        "unlink": (
            f"{joined('unlink|disconnect|detach', _EN_THINGS)}|{joined(_FR_UNLINK, _FR_THINGS)}|unlink it|unlink"
        ),
        "chats": (
            "which chats are linked|what chats are linked|my linked chats|linked chats|my chats|chats are linked|"
            "which chats are connected|connected chats|quelles conversations sont liees|mes conversations liees|"
            "conversations liees|conversations sont liees|mes conversations"
        ),
        "link": (
            f"{joined('link|connect|join', _EN_THINGS)}|"
            f"{joined('lier|lie|liez|relier|relie|reliez|connecter|connecte|connectez|associer', _FR_THINGS)}|"
            "use my account|use my account here|i have a code|i've got a code|i got a code|have a code for you|"
            "link code|linking code|j'ai un code|j'ai recu un code|utiliser mon compte|code de liaison"
        ),
    }
)
_ELSEWHERE = word_set("promo promotion promotional discount voucher coupon reduction reductions avoir bon gift cadeau")
"""Codes that are no codes of ours."""
_LONGEST = 12
"""Words of a message that is about chats; in a longer one they are by the way."""


def read_link_wish(tokens: Sequence[Token]) -> str:
    """What is wanted of linked chats: link, chats, unlink, or "" when the message is about something else."""
    wishes = found_in_brief(_WISHES, tokens, longest=_LONGEST, without=_ELSEWHERE)
    return next((wish for wish in ("unlink", "chats", "link") if wish in wishes), "")
