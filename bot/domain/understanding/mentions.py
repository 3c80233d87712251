"""Places mentioned in a text: the longest name at each word, codes, and typos of names that are served."""

from collections.abc import Sequence

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.direction_words import BETWEEN, FROM, LINKS, TO, VIA
from bot.domain.understanding.place_names import Named
from bot.domain.understanding.place_words import FLIGHTS, INSIDE_NAMES, ORDINARY, SPELLED, WELL_KNOWN
from bot.domain.understanding.places import Gazetteer
from bot.domain.understanding.plain_words import STATING
from bot.domain.understanding.scope import known_words

_CODE_LETTERS = 3
_FAINT = frozenset({"for", "de", "d", "par", "por", "au", "aux", "pour", "para"})
"""Words of direction that stand before ordinary words too: "for nice weather"."""
_DIRECTING = (FROM | TO | VIA | BETWEEN) - {"stop", "stops"}
_OF_A_MEETING = frozenset({"de", "du", "avec", "con", "a", "est", "se"})
"""Words after which "la réunion" is a meeting and no island."""
_ENGLISH_ENDS = frozenset(
    {"the", "to", "from", "for", "via", "into", "leaving", "leave", "and", "between", "through", "visit"}
)
"""Words after which "la" is Los Angeles and no article."""
_FRENCH_ENDS = frozenset({"de", "a", "vers", "pour", "depuis", "quitte", "quittant", "et"})
_AFTER_A_PLACE = frozenset({"", "a", "vers", "pour", "et", "avec", "en", "le", "qui", "demain", "via", "."})
"""Words between which "la" is Los Angeles in a French sentence."""
_KNOWN_RANK = 0.004
_ARTICLES = ("la ", "le ", "les ", "l ", "the ")
_SHORTEST_TYPO, _LONG_NAME = 5, 9


class Mention(msgspec.Struct, frozen=True):
    """A place at tokens [start, end): served `codes`, none when it is only known.

    `sure` is false for a typo; `wide` is true of a country.
    """

    codes: tuple[str, ...]
    name: str
    start: int
    end: int
    sure: bool = True
    wide: bool = False


class Ground(msgspec.Struct, frozen=True):
    """What mentions are looked for in: the text, its tokens, and whether a place was asked for.

    `article` tells that "a" is the English article here and no French or Spanish "to".
    """

    text: str
    tokens: Sequence[Token]
    places: Gazetteer
    asked: bool
    article: bool = True

    @property
    def alone(self) -> bool:
        """Whether the message is too short to say anything but a place."""
        return len(self.tokens) <= 2  # noqa: PLR2004 a name and a full stop

    def word(self, at: int) -> str:
        """The folded text of token `at`, "" outside of the message."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def points(self, at: int) -> bool:
        """Whether token `at` is a word of direction, which the English article is not."""
        word = self.word(at)
        return word in _DIRECTING and not (word == "a" and self.article and self.written(at, at + 1) != "à")

    def pointed(self, at: int) -> bool:
        """Whether a word of direction stands before token `at`."""
        for back in range(at - 1, max(-1, at - 5), -1):
            word = self.word(back)
            if self.points(back):
                return word not in _FAINT or self.word(at) not in ORDINARY or _well_known(word, self.word(at))
            if word not in LINKS:
                return False
        return False

    def written(self, start: int, end: int) -> str:
        """The text of tokens [start, end) as it was written."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]


def _well_known(pointing: str, word: str) -> bool:
    return pointing != "for" and word in WELL_KNOWN


def find_mentions(ground: Ground) -> list[Mention]:
    """All mentions in order of the text, none overlapping."""
    mentions: list[Mention] = []
    at = 0
    while at < len(ground.tokens):
        mention = None
        if ground.tokens[at].kind == "word":
            mention = (
                _named(ground, at, before=mentions[-1] if mentions else None)
                or _coded(ground, at, mentions[-1] if mentions else None)
                or _mistyped(ground, at)
            )
        if mention is None:
            at += 1
        else:
            mentions.append(mention)
            at = mention.end
    return mentions


def _named(ground: Ground, at: int, *, before: Mention | None) -> Mention | None:
    beside = before is not None and (before.end == at or (before.end == at - 1 and ground.word(at - 1) in ("-", ">")))
    stated = before is not None and ground.word(before.start - 1) in STATING
    for end, key, named in _names_at(ground, at):
        if _meant(ground, at, end, (key, named)) or (beside and _beside(named, key, stated=stated)):
            return Mention(named.codes, ground.written(at, end), at, end, wide=named.wide)
    return None


def _beside(named: Named, key: str, *, stated: bool) -> bool:
    """Whether a name right after a place is one, too; "is Rome nice" says what Rome is."""
    heard = bool(named.codes) or (named.rank >= _KNOWN_RANK and key not in known_words() and key not in ORDINARY)
    return heard and len(key) >= _CODE_LETTERS and not (stated and key in ORDINARY)


def _names_at(ground: Ground, at: int) -> list[tuple[int, str, Named]]:
    """The names that begin at a token with the token after them, the longest first; signs inside names are skipped."""
    index = ground.places.index
    first = SPELLED.get(ground.word(at), ground.word(at))
    lengths = index.lengths.get(first, ())
    if not lengths:
        return []
    words, ends = [first], [at + 1]
    further = at + 1
    while len(words) < lengths[0] and further < len(ground.tokens):
        word = ground.word(further)
        if ground.tokens[further].kind == "word":
            words.append(SPELLED.get(word, word))
            ends.append(further + 1)
        elif word not in INSIDE_NAMES:
            break
        further += 1
    found = []
    for length in lengths:
        key = " ".join(words[:length])
        if length <= len(words) and (named := index.names.get(key)) is not None:
            found.append((ends[length - 1], key, named))
    return found


def _meant(ground: Ground, at: int, end: int, found: tuple[str, Named]) -> bool:
    key, named = found
    served = bool(named.codes)
    capital = ground.written(at, at + 1)[:1].isupper()
    plain = key.split(" ", 1)[1] if key.startswith(_ARTICLES) else key
    if plain == "reunion" and ground.word(end) in _OF_A_MEETING and not ground.pointed(at):
        return False
    if " " in plain:
        return served or named.rank >= _KNOWN_RANK or ground.asked
    if plain in ORDINARY or len(plain) < _CODE_LETTERS:
        if served and at > 0 and ground.written(at, end).istitle():
            return True
        return (_evident(ground, at) or (plain not in LINKS and _paired(ground, at, end))) and (served or capital)
    if served:
        return True
    known = named.rank >= _KNOWN_RANK
    return (_evident(ground, at) and (known or capital or ground.asked)) or (known and capital and at > 0)


def _evident(ground: Ground, at: int) -> bool:
    if ground.alone and (ground.asked or ground.written(at, at + 1)[:1].isupper()):
        return True
    word = ground.word(at)
    if word == "la" and _no_article(ground, at):
        return True
    if not ground.pointed(at):
        return False
    if word in LINKS:
        return ground.written(at, at + 1).isupper()
    return True


def _no_article(ground: Ground, at: int) -> bool:
    """Whether "la" stands where no article can: after an English end, or before "à" or nothing."""
    before, after = ground.word(at - 1), ground.word(at + 1)
    return before in _ENGLISH_ENDS or (not ground.article and before in _FRENCH_ENDS and after in _AFTER_A_PLACE)


def _paired(ground: Ground, at: int, end: int) -> bool:
    """Whether another place follows at once, with nothing or "flights" before: "nice to lyon", "vols nice lyon"."""
    if at > 0 and ground.word(at - 1) not in FLIGHTS and ground.word(at - 1) != ",":
        return False
    return _begins_place(ground, end) or (ground.points(end) and _begins_place(ground, end + 1))


def _begins_place(ground: Ground, at: int) -> bool:
    word = ground.word(at)
    if not word or word in ORDINARY:
        return False
    if any(named.codes for _, _, named in _names_at(ground, at)):
        return True
    return len(word) == _CODE_LETTERS and ground.places.index.codes.get(word.upper(), False)


def begins_longer(ground: Ground, at: int, words: int) -> bool:
    """Whether a served place of more than so many words begins at a token: "Kansas" does in "Kansas City"."""
    return any(named.codes and key.count(" ") >= words for _, key, named in _names_at(ground, at))


def _coded(ground: Ground, at: int, before: Mention | None) -> Mention | None:
    token = ground.tokens[at]
    if len(token.text) != _CODE_LETTERS:
        return None
    code = token.text.upper()
    served = ground.places.index.codes.get(code)
    if served is None:
        return None
    written = ground.written(at, at + 1)
    shouted = written.isupper() and not ground.text.isupper()
    placed = ground.alone and ground.asked
    if token.text in ORDINARY:
        beside = before is not None and before.end == at - 1 and len(before.name) == _CODE_LETTERS
        linked = beside and ground.article and ground.word(at - 1) in ("to", "from")
        meant = (shouted and (served or ground.pointed(at))) or ((placed or linked) and served)
    elif served:
        meant = shouted or placed or ground.alone or ground.asked or ground.text.isupper() or _led(ground, at)
    else:
        meant = shouted and (ground.pointed(at) or placed)
    return Mention((code,) if served else (), written, at, at + 1) if meant else None


def _led(ground: Ground, at: int) -> bool:
    """Whether words of direction around say that a code in small letters is one."""
    return ground.pointed(at) or ground.points(at + 1) or _begins_place(ground, at + 1) or _begins_place(ground, at - 1)


def _mistyped(ground: Ground, at: int) -> Mention | None:
    token = ground.tokens[at]
    if (
        token.text in ORDINARY
        or token.text in known_words()
        or not (ground.asked or ground.alone or ground.pointed(at) or _leading(ground, at))
    ):
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
            return Mention(named.codes, ground.written(at, at + length), at, at + length, sure=False, wide=named.wide)
    return None


def _leading(ground: Ground, at: int) -> bool:
    """Whether the word opens "X to ...": a typo there is one of a place."""
    return at == 0 and (ground.word(1) in {"to", "from"} or (not ground.article and ground.word(1) in _DIRECTING))
