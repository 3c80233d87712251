"""Days told from the trip that is being talked of: "a day later", "2 jours plus tôt", "le lendemain"."""

from collections.abc import Sequence

import msgspec

from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.passengers import number_at
from bot.domain.understanding.phrases import table
from bot.domain.understanding.word_lists import word_set

_DAYS = word_set("day days jour jours dia dias tag tage")
_WEEKS = word_set("week weeks semaine semaines semana semanas woche wochen")
_DIRECTION = table(
    {
        1: "later|plus tard|apres|mas tarde|despues|spater",
        -1: "earlier|sooner|before|plus tot|avant|mas temprano|antes|fruher|vorher",
    }
)
_WHOLE = table(
    {
        1: "the day after|next day|the next day|the following day|le lendemain|le jour d'apres|el dia siguiente",
        -1: "the day before|previous day|the previous day|la veille|le jour d'avant|el dia anterior|am tag davor",
    }
)
_A_WEEK = 7
_FARTHEST = 60


class Shift(msgspec.Struct, frozen=True):
    """So many days later, or earlier when negative, said by tokens [start, end)."""

    days: int
    start: int
    end: int


def read_shift(tokens: Sequence[Token]) -> Shift | None:
    """The first shift of a message; None when there is none, or when a day follows from which it counts."""
    for at, token in enumerate(tokens):
        unit = 1 if token.text in _DAYS else _A_WEEK if token.text in _WEEKS else 0
        hit = _DIRECTION.at(tokens, at + 1) if unit and at + 1 < len(tokens) else None
        number = number_at(tokens, at - 1) if hit else None
        if hit and number and number * unit <= _FARTHEST and _ends(tokens, hit.end):
            return Shift(number * unit * hit.value, at - 1, hit.end)
    whole = next((hit for hit in _WHOLE.find(tokens) if _ends(tokens, hit.end)), None)
    return Shift(whole.value, whole.start, whole.end) if whole else None


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Whether no day can follow: "a day later" is told from the trip, "two days before Christmas" is not."""
    return at == len(tokens) or tokens[at].kind == "sign" or tokens[at].text in _POLITE


_POLITE = word_set("please instead s svp plutot por bitte if then and et")
