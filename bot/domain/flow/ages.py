"""Ages of children as they are told: alone, as the answer to a question, or beside the children themselves."""

import re
from collections.abc import Sequence

from bot.domain.understanding.dates.tokens import Token, fold, tokenize
from bot.domain.understanding.passengers import number_at
from bot.domain.understanding.word_lists import word_set

OLDEST = 17
"""Nobody calls somebody older a child."""

_MONTHS = word_set("month months mois mo meses monate")
_AROUND = word_set(
    "and et y und the they he she it is are s old year years yo yrs yr ans an anos jahre both each all all les deux "
    "tous toutes ont a ils elles il elle one other is le la l autre my mes our nos child children kids enfants and "
    "respectively aged age ages of de about almost presque just twins jumeaux month months mois mo "
    "los las ambos todos tienen tiene uno otro el otra mis nuestros ninos gemelos casi meses mes und die das der beide "
    "alle sind ist kind kinder alt jahr monat monate ein eins anderes andere zwillinge fast"
)
_SAME = word_set("both each all twins tous toutes deux jumeaux ambos todos gemelos beide alle zwillinge")


_BESIDE = re.compile(
    r"\b(?:child|children|kids?|sons?|daughters?|enfants?|fils|filles?|ninos?|ninas?|hijos?|hijas?|kind|kinder|sohn|sohne|tochter)\b\W{0,3}"
    r"(?:(?:of|aged|ages?|de|agee?s?|von|im alter von)\W{0,2})?(?P<ages>\d{1,2}(?:\s*(?:,|and|et|&|y|und)\s*\d{1,2})*)"
    r"(?!\d|\s*(?:adult|pers|night|nuit|infant|baby|babies|bebe|stop|escale|noche|nacht|escala|erwachs))"
)


def ages_beside(text: str) -> tuple[int, ...]:
    """Ages that stand behind children: "a child of 4", "2 enfants de 4 et 7 ans"; empty when there are none."""
    found = _BESIDE.search(fold(text))
    ages = tuple(int(number) for number in re.findall(r"\d+", found["ages"])) if found else ()
    return ages if ages and max(ages) <= OLDEST else ()


def read_ages(text: str, wanted: int) -> tuple[int, ...]:
    """Ages in full years, at most as many as are wanted; empty when the words say something else."""
    tokens = [token for token in tokenize(fold(text)) if token.kind != "sign"]
    found = [(at, number) for at in range(len(tokens)) if (number := _number(tokens, at)) is not None]
    others = {token.text for at, token in enumerate(tokens) if at not in dict(found)}
    ages = tuple(number // 12 if _in_months(tokens, at) else number for at, number in found)
    if not ages or others - _AROUND or max(ages) > OLDEST or len(ages) > wanted:
        return ()
    return ages * wanted if len(ages) == 1 and others & _SAME else ages


def _number(tokens: Sequence[Token], at: int) -> int | None:
    """The number at a place; "one" and "deux" may be other words there."""
    alone = len(tokens) == 1 or tokens[at].text not in _AROUND
    return number_at(tokens, at) if alone else None


def _in_months(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].text in _MONTHS
