"""Names of places to codes: folded, shortened and in all languages, for a look-up of one step a token."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import msgspec

from bot.domain.understanding.countries import country_names
from bot.domain.understanding.dates.lexicon import LANGUAGES, lexicon
from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.place_aliases import ALIASES
from bot.domain.understanding.place_words import AIRPORT_WORDS, ORDINARY, SPELLED

_CLEARLY_BETTER_KNOWN = 4.0
_SHORTEST_FUZZY = 4
_LONGEST_NAME = 6
_COUNTRY_RANK = 0.5


class Row(Protocol):
    """What the index reads of a row of place data."""

    @property
    def code(self) -> str:
        """IATA code of the place."""
        ...

    @property
    def kind(self) -> str:
        """C for a city, A for an airport, CA for both."""
        ...

    @property
    def rank(self) -> float:
        """How well known, from 0 to 1."""
        ...

    @property
    def cities(self) -> tuple[str, ...]:
        """Metropolitan codes that the place belongs to."""
        ...

    @property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Names by language."""
        ...


class Located(Protocol):
    """What the index reads of a served place."""

    @property
    def city(self) -> str:
        """Metropolitan code of the place."""
        ...

    @property
    def country(self) -> str:
        """ISO 3166 code of the country."""
        ...


class Named(msgspec.Struct, frozen=True):
    """What a name stands for: served codes, the likeliest first, or none when the place is known but not served.

    `rank` from 0 to 1 is how well known the best known place of that name is; `wide` is true of a country, whose
    codes are its served cities.
    """

    codes: tuple[str, ...]
    rank: float
    wide: bool = False


class NameIndex(msgspec.Struct, frozen=True):
    """Names as keys of words joined by spaces.

    `lengths` gives, for a first word, how many words the names that begin with it have, the longest first; `codes`
    are all codes that are known; `fuzzy` the names of served places that are long enough to be guessed from a typo, by
    first letter.
    """

    names: Mapping[str, Named]
    lengths: Mapping[str, tuple[int, ...]]
    codes: Mapping[str, bool]
    fuzzy: Mapping[str, tuple[str, ...]]


def name_key(text: str) -> str:
    """A name as the index knows it: folded, signs away, "St" spelled out."""
    return " ".join(SPELLED.get(t.text, t.text) for t in tokenize(fold(text)) if t.kind != "sign")


def index_names(rows: Iterable[Row], places: Mapping[str, Located]) -> NameIndex:
    """The index over all rows; names of served places win over the same names elsewhere."""
    served: dict[str, dict[str, float]] = {}
    elsewhere: dict[str, float] = {}
    codes: dict[str, bool] = {}
    words = _words_of_dates()
    for row in rows:
        code = _meant(row, places)
        codes[row.code] = codes.get(row.code, False) or row.code in places
        for key in _keys(row):
            if key in words and not code:
                continue
            if code:
                ranks = served.setdefault(key, {})
                ranks[code] = max(ranks.get(code, 0.0), row.rank)
            else:
                elsewhere[key] = max(elsewhere.get(key, 0.0), row.rank)
    names = {key: Named((), rank) for key, rank in elsewhere.items()}
    names |= {key: _named(ranks, places) for key, ranks in served.items()}
    names |= dict(_aliases(places, codes))
    for key, country in country_names().items():
        if not _is_city(names.get(key), places):
            names[key] = _country(country, served, places)
    return NameIndex(names=names, lengths=_lengths(names), codes=codes, fuzzy=_fuzzy(names))


def _words_of_dates() -> frozenset[str]:
    """Words of dates in all languages: a village that is called like one ("Ende") is not meant."""
    phrases = (item for language in LANGUAGES for item in lexicon(language).phrases.items())
    return frozenset(word for word, options in phrases if any(not rest for rest, _, _ in options))


def _meant(row: Row, places: Mapping[str, Located]) -> str:
    """The code that a row's names stand for: an airport that is its city's only one stands for the city."""
    if row.code in places:
        return row.code
    return next((city for city in row.cities if city in places and "C" in row.kind), "")


def _keys(row: Row) -> Iterator[str]:
    for names in row.names.values():
        for name in names:
            key = _bare(name_key(name))
            if not key or key.count(" ") >= _LONGEST_NAME:
                continue
            yield key
            short = " ".join(w for w in key.split() if w not in AIRPORT_WORDS)
            if short and short != key and len(short) > 2 and "A" in row.kind:  # noqa: PLR2004 letters of a name
                yield short


def _bare(key: str) -> str:
    """A name without the French article that the data leaves on some: "d'Ajaccio"."""
    bare = key.removeprefix("d ").removeprefix("l ")
    return bare if len(bare) >= _SHORTEST_FUZZY else key


def _named(ranks: Mapping[str, float], places: Mapping[str, Located]) -> Named:
    cities = {code for code in ranks if places[code].city == code}
    alike = [code for code in ranks if code in cities or places[code].city not in cities]
    ordered = sorted(alike, key=lambda code: -ranks[code])
    best = ranks[ordered[0]]
    rivals = [code for code in ordered if ranks[code] * _CLEARLY_BETTER_KNOWN > best]
    return Named(tuple(rivals), best)


def _aliases(places: Mapping[str, Located], codes: Mapping[str, bool]) -> Iterator[tuple[str, Named]]:
    for alias, wanted in ALIASES.items():
        served = next((code for code in wanted.split() if code in places), None)
        if served is not None:
            yield alias, Named((served,), 1.0)
        elif any(code in codes for code in wanted.split()):
            yield alias, Named((), 1.0)


def _is_city(named: Named | None, places: Mapping[str, Located]) -> bool:
    """Whether a name belongs to a served city: then it wins over a country that is called alike ("Luxembourg")."""
    return named is not None and any(places[code].city == code for code in named.codes)


def _country(country: str, ranked: Mapping[str, Mapping[str, float]], places: Mapping[str, Located]) -> Named:
    """A country as its served cities, the best known first; known but not served when there is none."""
    ranks: dict[str, float] = {}
    for of_name in ranked.values():
        for code, rank in of_name.items():
            if places[code].country == country and places[code].city == code:
                ranks[code] = max(rank, ranks.get(code, 0.0))
    return Named(tuple(sorted(ranks, key=lambda code: -ranks[code])), _COUNTRY_RANK, wide=True)


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for name in names:
        first, *rest = name.split()
        found.setdefault(first, set()).add(1 + len(rest))
    return {first: tuple(sorted(counts, reverse=True)) for first, counts in found.items()}


def _fuzzy(names: Mapping[str, Named]) -> dict[str, tuple[str, ...]]:
    by_letter: dict[str, list[str]] = {}
    for name, named in names.items():
        if named.codes and len(name) >= _SHORTEST_FUZZY and name not in ORDINARY:
            by_letter.setdefault(name[0], []).append(name)
    return {letter: tuple(found) for letter, found in by_letter.items()}
