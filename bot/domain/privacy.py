"""Privacy: what is kept of a traveller and for how long, what they may allow, and what goes when they are forgotten."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, get_args

import msgspec

from bot.domain.payment.consent import SAVED_CARD, digest

Kind = Literal[
    "talk", "people", "email", "trips", "payments", "methods", "settings", "consents", "activity", "devices", "chats"
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Everything that is kept, in the order in which it is told."""
STAYS: frozenset[Kind] = frozenset({"trips", "payments", "consents"})
"""What the law wants kept: bookings and payments for taxes, consents as the proof of a yes."""

Purpose = Literal["saved_card", "people", "mail"]
SAVED_METHODS: Purpose = "saved_card"
PEOPLE: Purpose = "people"
MAIL: Purpose = "mail"
PURPOSES: tuple[Purpose, ...] = (SAVED_METHODS, PEOPLE, MAIL)
"""What a traveller may allow or not: saved methods, remembering people for the next booking, notices by e-mail."""

ASKABLE: tuple[Purpose, ...] = (PEOPLE, MAIL)
"""Those that a word in the talk allows: a method is saved with its own yes, where it is entered."""

_WORDS: Mapping[Purpose, tuple[Mapping[str, str], ...]] = {
    PEOPLE: (
        {
            "en": "{brand} remembers who flew with me, my last route and my e-mail address, so that the next booking "
            "is quicker. I can take this back in the chat or on the page of my wallet at any time.",
            "fr": "{brand} se souvient de qui a voyagé avec moi, de mon dernier trajet et de mon adresse e-mail, pour "
            "que la prochaine réservation soit plus rapide. Je peux revenir là-dessus à tout moment, dans la "
            "conversation ou sur la page de mon portefeuille.",
            "es": "{brand} recuerda quién voló conmigo, mi último trayecto y mi dirección de correo, para que la "
            "próxima reserva sea más rápida. Puedo retirarlo en el chat o en la página de mi cartera cuando quiera.",
            "de": "{brand} merkt sich, wer mit mir flog, meine letzte Strecke und meine E-Mail-Adresse, damit die "
            "nächste Buchung schneller geht. Ich kann das im Chat oder auf der Seite meiner Brieftasche jederzeit "
            "zurücknehmen.",
        },
    ),
    MAIL: (
        {
            "en": "{brand} tells me by e-mail, too, what happens to my account. I can take this back in the chat or on "
            "the page of my wallet at any time. Tickets and receipts come by e-mail in any case.",
            "fr": "{brand} me signale aussi par e-mail ce qui arrive à mon compte. Je peux revenir là-dessus à tout "
            "moment, dans la conversation ou sur la page de mon portefeuille. Les billets et les reçus arrivent par "
            "e-mail dans tous les cas.",
            "es": "{brand} me dice también por correo lo que pasa en mi cuenta. Puedo retirarlo en el chat o en la "
            "página de mi cartera cuando quiera. Los billetes y los recibos llegan por correo en cualquier caso.",
            "de": "{brand} sagt mir auch per E-Mail, was in meinem Konto geschieht. Ich kann das im Chat oder auf der "
            "Seite meiner Brieftasche jederzeit zurücknehmen. Tickets und Belege kommen auf jeden Fall per E-Mail.",
        },
    ),
}
"""The words of what may be allowed again here, by version; a saved method has its own, where it is saved."""


class Choice(msgspec.Struct, frozen=True):
    """A purpose that was allowed (`given`) or taken back: in which words, and when (UTC). It is only ever appended."""

    id: str
    traveller: str
    purpose: str
    given: bool
    language: str
    version: int
    words: str
    at: datetime

    @property
    def digest(self) -> str:
        """What stands for the exact words."""
        return digest(self.words)


class Agreed(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the list of consents: to what, in which words and version, since when, and until when it held."""

    purpose: str
    version: int
    language: str
    words: str
    at: datetime
    withdrawn: datetime | None = None


class Kept(msgspec.Struct, frozen=True):
    """How much of one kind is kept."""

    kind: str
    count: int


class Known(msgspec.Struct, frozen=True):
    """What is kept of a traveller: how much of each kind, what they agreed to, and what is allowed now."""

    kept: tuple[Kept, ...]
    agreed: tuple[Agreed, ...] = ()
    allowed: tuple[str, ...] = PURPOSES

    def count(self, kind: str) -> int:
        """How much of a kind is kept."""
        return next((one.count for one in self.kept if one.kind == kind), 0)


def choice_words(purpose: str, language: str, brand: str) -> tuple[str, int]:
    """The newest words of a purpose, in English when the language is not served, and their version."""
    versions = _WORDS[purpose]  # type: ignore[index]  # the caller has checked that it can be allowed here
    newest = versions[-1]
    return newest.get(language, newest["en"]).format(brand=brand), len(versions)


def can_be_given(purpose: str) -> bool:
    """Whether a purpose can be allowed by a word: a method is saved with its own yes, where it is entered."""
    return purpose in _WORDS


def allows(choices: Iterable[Choice], purpose: str) -> bool:
    """Whether a purpose is allowed: as the last choice said, and as long as there is none."""
    said = [choice.given for choice in choices if choice.purpose == purpose]
    return said[-1] if said else True


def is_saved_methods(purpose: str) -> bool:
    """Whether a consent is one to keep a card or an account."""
    return purpose == SAVED_CARD or purpose.endswith(("_card", "_mandate", "_account"))
