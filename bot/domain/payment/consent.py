"""What a traveller agrees to when a card is saved: the exact words, by language, and the record of a yes.

A word is never changed in place: another wording is a new version below the old ones, so that a page that was opened
before still proves what it showed.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b

import msgspec

SAVED_CARD = "saved_card"
"""The one purpose that there is so far."""

_VERSIONS: tuple[Mapping[str, str], ...] = (
    {
        "en": (
            "{brand} keeps the brand, the last four digits and the expiry date of this card, and a token with which "
            "our payment provider can charge it. The card number stays with the payment provider; nobody keeps the "
            "security code. The card is used only for bookings that you make in this chat, and only when you tap the "
            "button that pays with it. To remove it, write “remove my card” in the chat at any time."
        ),
        "fr": (
            "{brand} garde la marque, les quatre derniers chiffres et la date d'expiration de cette carte, et un jeton "
            "avec lequel notre prestataire de paiement peut la débiter. Le numéro de la carte reste chez ce "
            "prestataire ; personne ne garde le cryptogramme. La carte ne sert qu'aux réservations que vous faites "
            "dans cette conversation, et seulement quand vous touchez le bouton qui paie avec elle. Pour la "
            "supprimer, écrivez « supprime ma carte » dans la conversation, à tout moment."
        ),
    },
    {
        "en": (
            "{brand} keeps the brand, the last four digits and the expiry date of this card, and a token with which "
            "our payment provider can charge it. The card number stays with the payment provider; nobody keeps the "
            "security code. The card is used only for bookings made in the chat that this page belongs to, and only "
            "when the button that pays with it is tapped there: whoever writes in that chat can pay with it, so save "
            "it only if the chat is yours. To remove it, write “remove my card” in the chat at any time."
        ),
        "fr": (
            "{brand} garde la marque, les quatre derniers chiffres et la date d'expiration de cette carte, et un jeton "
            "avec lequel notre prestataire de paiement peut la débiter. Le numéro de la carte reste chez ce "
            "prestataire ; personne ne garde le cryptogramme. La carte ne sert qu'aux réservations faites dans la "
            "conversation à laquelle cette page appartient, et seulement quand on y touche le bouton qui paie avec "
            "elle : quiconque écrit dans cette conversation peut payer avec elle, ne l'enregistrez donc que si c'est "
            "la vôtre. Pour la supprimer, écrivez « supprime ma carte » dans la conversation, à tout moment."
        ),
    },
)
"""Every wording that was ever shown, the newest last."""


class Consent(msgspec.Struct, frozen=True):
    """A yes: to which words, in which language and version, and when (UTC)."""

    purpose: str
    language: str
    version: int
    words: str
    at: datetime

    @property
    def digest(self) -> str:
        """What stands for the exact words."""
        return digest(self.words)


class GivenConsent(msgspec.Struct, frozen=True):
    """A consent as it is kept for ever: whose it is, and the checkout by which it was given."""

    id: str
    traveller: str
    checkout: str
    consent: Consent


def consent_words(language: str, brand: str) -> str:
    """The words that a page shows now, in English when the language is not served."""
    newest = _VERSIONS[-1]
    return newest.get(language, newest["en"]).format(brand=brand)


def digest(words: str) -> str:
    """32 characters that stand for the exact words."""
    return blake2b(words.encode(), digest_size=16).hexdigest()


def agreed(shown: str, *, brand: str, at: datetime) -> Consent | None:
    """The consent of somebody who ticked the words of that digest; None when no page ever showed such words."""
    for version, wordings in enumerate(_VERSIONS, 1):
        for language, wording in wordings.items():
            words = wording.format(brand=brand)
            if digest(words) == shown:
                return Consent(SAVED_CARD, language, version, words, at)
    return None
