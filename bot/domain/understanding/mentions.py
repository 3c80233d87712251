"""Places mentioned in a text: the longest name at each word, codes, and typos of names that are served."""

from collections.abc import Sequence

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.place_words import FROM, LINKS, ORDINARY, SPELLED, TO
from bot.domain.understanding.places import Gazetteer

_CODE_LETTERS = 3
_FAINT = frozenset({"a", "for", "de"})
"""Words of direction that stand before ordinary words too: "a nice day"."""
_KNOWN_RANK = 0.004
_SHORTEST_TYPO, _LONG_NAME = 5, 9


class Mention(msgspec.Struct, frozen=True):
    """A place at tokens [start, end): served `codes`, none when it is only known; `sure` is false for a typo."""

    codes: tuple[str, ...]
    name: str
    start: int
    end: int
    sure: bool = True


class Ground(msgspec.Struct, frozen=True):
    """What mentions are looked for in: the text, its tokens, and whether a place was asked for."""

    text: str
    tokens: Sequence[Token]
    places: Gazetteer
    asked: bool

    @property
    def alone(self) -> bool:
        """Whether the message is too short to say anything but a place."""
        return len(self.tokens) <= 2  # noqa: PLR2004 a name and a full stop

    def pointed(self, at: int) -> bool:
        """Whether a word of direction stands before token `at`."""
        for back in range(at - 1, max(-1, at - 3), -1):
            word = self.tokens[back].text
            if word in FROM or word in TO:
                return word not in _FAINT or self.tokens[at].text not in ORDINARY
            if word not in LINKS:
                return False
        return False

    def written(self, start: int, end: int) -> str:
        """The text of tokens [start, end) as it was written."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]


def find_mentions(ground: Ground) -> list[Mention]:
    """All mentions in order of the text, none overlapping."""
    mentions: list[Mention] = []
    at = 0
    while at < len(ground.tokens):
        mention = _named(ground, at) or _coded(ground, at) or _mistyped(ground, at)
        if mention is None:
            at += 1
        else:
            mentions.append(mention)
            at = mention.end
    return _merged(mentions, ground)


def _named(ground: Ground, at: int) -> Mention | None:
    tokens, index = ground.tokens, ground.places.index
    first = SPELLED.get(tokens[at].text, tokens[at].text)
    for length in index.lengths.get(first, ()):
        if at + length > len(tokens):
            continue
        key = " ".join([first, *(SPELLED.get(t.text, t.text) for t in tokens[at + 1 : at + length])])
        named = index.names.get(key)
        if named is not None and _meant(ground, at, length, key, served=bool(named.codes), rank=named.rank):
            return Mention(named.codes, ground.written(at, at + length), at, at + length)
    return None


def _meant(ground: Ground, at: int, length: int, key: str, *, served: bool, rank: float) -> bool:
    if length > 1:
        return served or rank >= _KNOWN_RANK or ground.asked
    if key in ORDINARY or len(key) < _CODE_LETTERS:
        if served and at > 0 and ground.written(at, at + 1).istitle():
            return True
        return _evident(ground, at) and (served or ground.written(at, at + 1)[:1].isupper())
    if served:
        return True
    return _evident(ground, at) or (rank >= _KNOWN_RANK and ground.written(at, at + 1)[:1].isupper() and at > 0)


def _evident(ground: Ground, at: int) -> bool:
    if ground.alone and (ground.asked or ground.written(at, at + 1)[:1].isupper()):
        return True
    return ground.pointed(at) and (ground.tokens[at].text not in LINKS or ground.written(at, at + 1).isupper())


def _coded(ground: Ground, at: int) -> Mention | None:
    token = ground.tokens[at]
    if token.kind != "word" or len(token.text) != _CODE_LETTERS:
        return None
    code = token.text.upper()
    served = ground.places.index.codes.get(code)
    if served is None:
        return None
    written = ground.written(at, at + 1)
    shouted = written.isupper() and not ground.text.isupper()
    if token.text in ORDINARY:
        meant = (shouted and (served or ground.pointed(at))) or (ground.alone and ground.asked)
    else:
        meant = (
            served and (shouted or ground.alone or ground.asked or ground.pointed(at) or ground.text.isupper())
        ) or (not served and shouted and (ground.pointed(at) or (ground.alone and ground.asked)))
    return Mention((code,) if served else (), written, at, at + 1) if meant else None


def _mistyped(ground: Ground, at: int) -> Mention | None:
    token = ground.tokens[at]
    if token.kind != "word" or token.text in ORDINARY or not (ground.asked or ground.alone or ground.pointed(at)):
        return None
    for length in (2, 1):
        if at + length > len(ground.tokens) or any(t.kind != "word" for t in ground.tokens[at : at + length]):
            continue
        typed = " ".join(t.text for t in ground.tokens[at : at + length])
        if len(typed) < _SHORTEST_TYPO:
            continue
        limit = 2 if len(typed) >= _LONG_NAME else 1
        guess = process.extractOne(
            typed, ground.places.index.fuzzy.get(typed[0], ()), scorer=OSA.distance, score_cutoff=limit
        )
        if guess is not None:
            named = ground.places.index.names[guess[0]]
            return Mention(named.codes, ground.written(at, at + length), at, at + length, sure=False)
    return None


def _merged(mentions: list[Mention], ground: Ground) -> list[Mention]:
    """Read "Paris CDG", "London (Heathrow)": a city beside one of its airports is that airport."""
    merged: list[Mention] = []
    for mention in mentions:
        last = merged[-1] if merged else None
        if last is not None and last.codes and mention.codes and _beside(last, mention, ground):
            finer = mention if len(ground.places.airports(mention.codes[0])) == 1 else last
            merged[-1] = Mention(finer.codes, finer.name, last.start, mention.end)
        else:
            merged.append(mention)
    return merged


def _beside(first: Mention, second: Mention, ground: Ground) -> bool:
    between = [t.text for t in ground.tokens[first.end : second.start]]
    if any(text not in {",", "airport", "aeroport", "flughafen", "aeropuerto"} for text in between):
        return False
    return ground.places.city(first.codes[0]) == ground.places.city(second.codes[0])
