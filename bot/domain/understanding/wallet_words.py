"""Words about saved cards: a traveller who wants to see them, or to have one removed."""

from collections.abc import Sequence

from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.phrases import found_in_brief, joined, table
from bot.domain.understanding.word_lists import word_set

_EN_VERBS = "remove|forget|delete|erase"
_EN_CARDS = (
    "my card|the card|my cards|my saved card|my saved cards|the saved card|this card|my credit card|my bank card|"
    "card|cards|saved card"
)
_FR_VERBS = (
    "supprime|supprimer|supprimez|oublie|oublier|oubliez|efface|effacer|effacez|retire|retirer|retirez|"
    "enleve|enlever|enlevez"
)
_FR_CARDS = "ma carte|la carte|mes cartes|cette carte|ma carte enregistree|mes cartes enregistrees|carte"

_WISHES = table(
    {
        "remove_card": f"{joined(_EN_VERBS, _EN_CARDS)}|{joined(_FR_VERBS, _FR_CARDS)}",
        "cards": (
            "my cards|my saved cards|my saved card|saved cards|cards do you have|card do you have|"
            "cards have you|card have you|cards are saved|card is saved|my wallet|my payment methods|mes cartes|"
            "quelles cartes avez|quelle carte avez|quelles cartes as|quelle carte as|cartes sont enregistrees|"
            "carte est enregistree|cartes enregistrees|mes moyens de paiement"
        ),
    }
)
_ELSEWHERE = word_set("boarding embarquement identity identite loyalty fidelite sim")
"""Cards that are no saved ones."""
_LONGEST = 9
"""Words of a message that is about cards; in a longer one they are by the way."""


def read_wallet_wish(tokens: Sequence[Token]) -> str:
    """What is wanted of saved cards: cards, remove_card, or "" when the message is about something else."""
    wishes = found_in_brief(_WISHES, tokens, longest=_LONGEST, without=_ELSEWHERE)
    return next((wish for wish in ("remove_card", "cards") if wish in wishes), "")
