"""Names of countries in the four languages, folded, to their ISO 3166 codes."""

from functools import cache

from babel import Locale

from bot.domain.understanding.dates.lexicon import LANGUAGES
from bot.domain.understanding.dates.tokens import fold, tokenize

_ALSO = {
    "usa": "US", "u s a": "US", "united states of america": "US", "etats unis d amerique": "US", "estados unidos": "US",
    "uk": "GB", "u k": "GB", "great britain": "GB", "grande bretagne": "GB", "britain": "GB", "england": "GB",
    "angleterre": "GB", "inglaterra": "GB", "scotland": "GB", "ecosse": "GB", "holland": "NL", "hollande": "NL",
    "holanda": "NL", "netherlands": "NL", "pays bas": "NL", "paises bajos": "NL", "emirates": "AE", "emirats": "AE",
    "coree du sud": "KR", "south korea": "KR", "czech republic": "CZ", "republique tcheque": "CZ", "turkey": "TR",
    "cote d ivoire": "CI", "ivory coast": "CI", "birmanie": "MM", "burma": "MM", "cap vert": "CV", "cape verde": "CV",
}  # fmt: skip
_COUNTRY_LETTERS = 2
_NO_COUNTRIES = frozenset({"EU", "UN", "XA", "XB", "ZZ", "EZ", "AC"})
"""Two-letter codes of CLDR that are no countries of ISO 3166; Ascension is a feast to those who name it."""


@cache
def country_names() -> dict[str, str]:
    """Every country by its folded names, the articles before them left out."""
    names = dict(_ALSO)
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == _COUNTRY_LETTERS and code.isalpha() and code not in _NO_COUNTRIES:
                names.setdefault(" ".join(t.text for t in tokenize(fold(name)) if t.kind != "sign"), code)
    return names
