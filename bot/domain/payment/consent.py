"""What a traveller agrees to when a card is saved: the exact words, by language, and the record of a yes.

A word is never changed in place: another wording is a new version below the old ones, so that a page that was opened
before still proves what it showed.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b

import msgspec

from bot.domain.payment.capture import CaptureMode
from bot.domain.payment.consent_words_de import CONSENT_DE
from bot.domain.payment.consent_words_es import CONSENT_ES

SAVED_CARD = "saved_card"
"""The one purpose that there is so far."""

_FIRST: tuple[Mapping[str, str], ...] = (
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
    {
        "en": (
            "{brand} keeps the number of this card encrypted in a vault of its own, with its brand, the last four "
            "digits and the expiry date, and a token with which our payment provider can charge it. Nobody keeps the "
            "security code. The card is used only for bookings made in the chat that this page belongs to, and only "
            "when the button that pays with it is tapped there: whoever writes in that chat can pay with it, so save "
            "it only if the chat is yours. To remove it, write “remove my card” in the chat at any time: its number "
            "is then destroyed."
        ),
        "fr": (
            "{brand} garde le numéro de cette carte, chiffré, dans un coffre-fort numérique qui lui est propre, avec "
            "sa marque, ses quatre derniers chiffres et sa date d'expiration, et un jeton avec lequel notre "
            "prestataire de paiement peut la débiter. Personne ne garde le cryptogramme. La carte ne sert qu'aux "
            "réservations faites dans la conversation à laquelle cette page appartient, et seulement quand on y "
            "touche le bouton qui paie avec elle : quiconque écrit dans cette conversation peut payer avec elle, ne "
            "l'enregistrez donc que si c'est la vôtre. Pour la supprimer, écrivez « supprime ma carte » dans la "
            "conversation, à tout moment : son numéro est alors détruit."
        ),
    },
    {
        "en": (
            "{brand} keeps the brand, the last four digits and the expiry date of this card, and a token with which "
            "our payment provider can charge it. The card number stays with the payment provider; nobody keeps the "
            "security code. Nothing is charged now. The card is used only for bookings made in the chats that are "
            "linked to this wallet, within the limits that you set here, and only when the button that pays with it "
            "is tapped there: whoever writes in those chats can pay with it. To remove it, open your wallet, or write "
            "“remove my card” in the chat, at any time."
        ),
        "fr": (
            "{brand} garde la marque, les quatre derniers chiffres et la date d'expiration de cette carte, et un jeton "
            "avec lequel notre prestataire de paiement peut la débiter. Le numéro de la carte reste chez ce "
            "prestataire ; personne ne garde le cryptogramme. Rien n'est débité maintenant. La carte ne sert qu'aux "
            "réservations faites dans les conversations liées à ce portefeuille, dans les limites que vous y fixez, "
            "et seulement quand on y touche le bouton qui paie avec elle : quiconque écrit dans ces conversations "
            "peut payer avec elle. Pour la supprimer, ouvrez votre portefeuille, ou écrivez « supprime ma carte » "
            "dans la conversation, à tout moment."
        ),
    },
    {
        "en": (
            "{brand} keeps the number of this card encrypted in a vault of its own, with its brand, the last four "
            "digits and the expiry date, and a token with which our payment provider can charge it. Nobody keeps the "
            "security code. Nothing is charged now. The card is used only for bookings made in the chats that are "
            "linked to this wallet, within the limits that you set here, and only when the button that pays with it "
            "is tapped there: whoever writes in those chats can pay with it. To remove it, open your wallet, or write "
            "“remove my card” in the chat, at any time: its number is then destroyed."
        ),
        "fr": (
            "{brand} garde le numéro de cette carte, chiffré, dans un coffre-fort numérique qui lui est propre, avec "
            "sa marque, ses quatre derniers chiffres et sa date d'expiration, et un jeton avec lequel notre "
            "prestataire de paiement peut la débiter. Personne ne garde le cryptogramme. Rien n'est débité "
            "maintenant. La carte ne sert qu'aux réservations faites dans les conversations liées à ce portefeuille, "
            "dans les limites que vous y fixez, et seulement quand on y touche le bouton qui paie avec elle : "
            "quiconque écrit dans ces conversations peut payer avec elle. Pour la supprimer, ouvrez votre "
            "portefeuille, ou écrivez « supprime ma carte » dans la conversation, à tout moment : son numéro est "
            "alors détruit."
        ),
    },
    {
        "en": (
            "{brand} keeps the brand, the last four digits and the expiry date of this card, and a token with which "
            "our payment provider can charge it. The card number stays with the payment provider; nobody keeps the "
            "security code. The card is used only for bookings made in the chat that this page belongs to and in "
            "chats that are linked with it, and only when the button that pays with it is tapped there: whoever "
            "writes in those chats can pay with it, so save it only if they are yours. To remove it, write “remove my "
            "card” in the chat at any time."
        ),
        "fr": (
            "{brand} garde la marque, les quatre derniers chiffres et la date d'expiration de cette carte, et un "
            "jeton avec lequel notre prestataire de paiement peut la débiter. Le numéro de la carte reste chez ce "
            "prestataire ; personne ne garde le cryptogramme. La carte ne sert qu'aux réservations faites dans la "
            "conversation à laquelle cette page appartient et dans celles qui y sont liées, et seulement quand on y "
            "touche le bouton qui paie avec elle : quiconque écrit dans ces conversations peut payer avec elle, ne "
            "l'enregistrez donc que si ce sont les vôtres. Pour la supprimer, écrivez « supprime ma carte » dans la "
            "conversation, à tout moment."
        ),
    },
    {
        "en": (
            "{brand} keeps the number of this card encrypted in a vault of its own, with its brand, the last four "
            "digits and the expiry date, and a token with which our payment provider can charge it. Nobody keeps the "
            "security code. The card is used only for bookings made in the chat that this page belongs to and in "
            "chats that are linked with it, and only when the button that pays with it is tapped there: whoever "
            "writes in those chats can pay with it, so save it only if they are yours. To remove it, write “remove my "
            "card” in the chat at any time: its number is then destroyed."
        ),
        "fr": (
            "{brand} garde le numéro de cette carte, chiffré, dans un coffre-fort numérique qui lui est propre, avec "
            "sa marque, ses quatre derniers chiffres et sa date d'expiration, et un jeton avec lequel notre "
            "prestataire de paiement peut la débiter. Personne ne garde le cryptogramme. La carte ne sert qu'aux "
            "réservations faites dans la conversation à laquelle cette page appartient et dans celles qui y sont "
            "liées, et seulement quand on y touche le bouton qui paie avec elle : quiconque écrit dans ces "
            "conversations peut payer avec elle, ne l'enregistrez donc que si ce sont les vôtres. Pour la supprimer, "
            "écrivez « supprime ma carte » dans la conversation, à tout moment : son numéro est alors détruit."
        ),
    },
)
"""The wordings of each version in the languages that were spoken when it was written."""
_LATER: Mapping[str, Mapping[int, str]] = {"es": CONSENT_ES, "de": CONSENT_DE}
"""Languages that joined later, each with the versions that it was shown in."""


def with_later(
    first: tuple[Mapping[str, str], ...], later: Mapping[str, Mapping[int, str]]
) -> tuple[Mapping[str, str], ...]:
    """All wordings of each version, those of languages that joined later with them."""
    return tuple(
        {**wordings, **{language: words[version] for language, words in later.items() if version in words}}
        for version, wordings in enumerate(first, 1)
    )


_VERSIONS = with_later(_FIRST, _LATER)
"""Every wording that was ever shown, the newest last."""

_SHOWN: Mapping[CaptureMode, int] = {"page": 6, "fields": 6, "vault": 7}
"""Which version a page for paying shows: who keeps the number depends on how the card reaches us."""
_SHOWN_IN_WALLET: Mapping[CaptureMode, int] = {"page": 4, "fields": 4, "vault": 5}
"""Which version is shown where a card is added and nothing is bought."""
_KEEPS_NUMBER = frozenset({3, 5, 7})
"""Versions that say that we keep the number ourselves."""


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
    """A consent as it is kept for ever: whose it is, and the checkout by which it was given, if any."""

    id: str
    traveller: str
    checkout: str
    consent: Consent


def consent_words(language: str, brand: str, mode: CaptureMode = "vault") -> str:
    """The words that a page shows now, in English when the language is not served."""
    shown = _VERSIONS[_SHOWN[mode] - 1]
    return shown.get(language, shown["en"]).format(brand=brand)


def wallet_consent_words(language: str, brand: str, mode: CaptureMode = "vault") -> str:
    """The words that a page shows now on which a card is kept without a purchase, in English as above."""
    shown = _VERSIONS[_SHOWN_IN_WALLET[mode] - 1]
    return shown.get(language, shown["en"]).format(brand=brand)


def keeps_number(consent: Consent | None) -> bool:
    """Whether somebody agreed that we keep the number itself, encrypted."""
    return consent is not None and consent.purpose == SAVED_CARD and consent.version in _KEEPS_NUMBER


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
