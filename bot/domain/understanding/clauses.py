"""A message cut into its clauses: where a sentence ends, at commas, and before words that begin a question."""

import re
import unicodedata
from collections.abc import Sequence

import msgspec

from bot.domain.understanding.dates.tokens import fold

_BEFORE_A_QUESTION = "and|but|also|et|mais|y|pero|und|aber"
_BEGINNINGS = (
    "can|could|may|do|does|is|are|will|would|should|what|whats|which|how|"
    "puis|peut|peux|est|quel|quelle|quels|quelles|comment|combien|faut|dois|"
    "puedo|puede|podemos|podria|cuanto|cuanta|cuantos|cuantas|cual|cuales|como|que|hay|"
    "kann|konnen|konnte|darf|durfen|ist|sind|was|wie|welche|welcher|welches|gibt|brauche|brauchen"
)
_STARTS = (
    r"(?:can|could|may) (?:i|we)|do (?:i|we|you)|is (?:it|there)|are there|how (?:many|much)|what about|"
    r"puis[- ]je|peut[- ]on|est[- ]ce|combien de|puedo|podemos|cuantos|cuantas|"
    r"(?:kann|darf) (?:ich|man)|(?:konnen|durfen) wir|wie viele?"
)
"""Words that begin a question though no sign stands before them, as people type on their phones."""
_ARTICLES = "the |my |our |les |mes |nos |l'|le |la |el |los |las |mi |mis |nuestro |das |die |mein |unser "
_THINGS = (
    "bags|baggage|luggage|suitcases|seats|pets|meals|bagages?|valises?|animaux|repas|equipaje|maletas|mascotas|"
    "comidas?|gepack|handgepack|koffer|haustiere|essen|"
    "(?:(?:a|un|una|ein|einen|eine) )?(?:dog|cat|chien|chat|perro|gato|hund|katze|haustier|mascota|pet)"
)
"""What is asked about by its name alone at the end of a message: "4 December and bags?"."""
_CUT = re.compile(
    rf"(?P<end>[?!\n]+|(?<=[^\W\d]{{3}})\.(?=\s|$)|(?<=\d)\.(?=\s+(?:{_BEGINNINGS})\b)|\.{{2,}}|(?=¿))|"
    r"(?P<pause>[;:()]|,(?!\d)|\s[-–—]\s|[–—]\s)|"
    rf"(?P<turn>(?<=\s)(?=(?:{_BEFORE_A_QUESTION})\s+(?:{_BEGINNINGS})\b))|"
    rf"(?P<last>(?<=\s)(?=(?:and|et|y|und)\s+(?:{_ARTICLES})?(?:{_THINGS})\s*\?))|"
    rf"(?P<start>(?<=\s)(?=(?:{_STARTS})\b))"
)
_BEGUN = re.compile(rf"\b(?:{_BEGINNINGS})\b|\b(?:{_BEFORE_A_QUESTION})\s*\Z")
"""What a clause begins with that has its question word already, or only the word before one."""
_GOING_ON = {"start": _BEGUN, "last": re.compile(rf"{_BEGUN.pattern}|\b(?:{_THINGS})\s*\Z")}
"""Kind of a cut -> what stands before it where a question only goes on: "bags and my dog?" is one, too."""


class Clause(msgspec.Struct, frozen=True):
    """A clause at [start, end) of a message; `asks` when a question mark ends it, `whole` when it is a sentence."""

    text: str
    start: int
    end: int
    asks: bool = False
    whole: bool = False


def composed(text: str) -> str:
    """The text with composed letters, so that folding it letter by letter moves none."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def clauses(text: str) -> list[Clause]:
    """The clauses of a composed text that say something, in order."""
    found: list[Clause] = []
    start, begins, level = 0, True, _level(text)
    for cut in _CUT.finditer(level):
        ends = cut.lastgroup == "end"
        going_on = _GOING_ON.get(cut.lastgroup or "")
        if going_on is not None and going_on.search(level, start, cut.start()):
            continue  # "how many bags can I take" is one question
        if text[start : cut.start()].strip():
            asks = "?" in cut[0]
            found.append(Clause(text[start : cut.start()], start, cut.end(), asks, begins and ends))
            begins = ends
        start = cut.end()
    if text[start:].strip():
        found.append(Clause(text[start:], start, len(text), whole=begins))
    return found


def without(text: str, taken: Sequence[Clause]) -> str:
    """The text without some of its clauses, and without the signs and small words that joined them to the rest."""
    rest, start = [], 0
    for clause in sorted(taken, key=lambda one: one.start):
        rest.append(text[start : clause.start])
        start = clause.end
    return " ".join("".join((*rest, text[start:])).split()).strip(" ,;:–—-¿")


def _level(text: str) -> str:
    """The text in small letters without accents, each letter in its place."""
    if text.isascii():
        return text.lower()
    return "".join(letter.lower() if letter.isascii() else (fold(letter)[:1] or letter) for letter in text)
