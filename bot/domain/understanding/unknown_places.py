"""Names that stand where a place stands and that nobody knows: "a flight to Atlantis"."""

from collections.abc import Iterator, Sequence

from bot.domain.understanding.direction_words import LINKS
from bot.domain.understanding.foreign_words import FOREIGN_IN
from bot.domain.understanding.mentions import Ground, Mention
from bot.domain.understanding.place_words import FLIGHTS, ORDINARY
from bot.domain.understanding.scope import known_words
from bot.domain.understanding.scope_words import FOREIGN, MOVING
from bot.domain.understanding.word_lists import word_set

_POINTING = word_set("to from into nach von ab vers depuis hacia desde via a au aux")
_POINTING_AFTER_FLIGHTS = word_set("to from nach vers pour depuis hacia para a desde")
_TRAVEL_VERBS = word_set("fly flying travel travelling voler volar fliegen voyager viajar reisen partir")
_SHORTEST, _LONGEST_WORDS, _SHORT_ANSWER = 4, 4, 3


def find_unknown(ground: Ground, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """The tokens [start, end) of each unknown name.

    After a word of direction a name with a capital is one, after "flight to" or "Paris to" any word that is in no
    vocabulary; when a place was asked for, so is a short answer of such words.
    """
    taken = {at for mention in mentions for at in range(mention.start, mention.end)}
    found: list[tuple[int, int]] = []
    for at in _places_of_names(ground, taken):
        if found and at < found[-1][1]:
            continue
        end = _end_of_name(ground, at, taken)
        if end > at:
            found.append((at, end))
    return found


def _places_of_names(ground: Ground, taken: set[int]) -> Iterator[int]:
    count = len(ground.tokens)
    for at in range(count):
        if not ground.points(at):
            continue
        start = at + 1
        while ground.word(start) in LINKS:
            start += 1
        before = ground.word(at - 1)
        flying = ground.word(at) in _POINTING_AFTER_FLIGHTS and (
            before in FLIGHTS or before in _TRAVEL_VERBS or at - 1 in taken
        )
        if start < count and (flying or (ground.word(at) in _POINTING and _capital(ground, start))):
            yield start
    words = [token for token in ground.tokens if token.kind == "word"]
    if ground.asked and 0 < len(words) <= _SHORT_ANSWER:
        yield next((at for at in range(count) if _unheard(ground, at)), 0)


def _end_of_name(ground: Ground, at: int, taken: set[int]) -> int:
    end = at
    capital = _capital(ground, at)
    while end < len(ground.tokens) and end - at < _LONGEST_WORDS and end not in taken and _unheard(ground, end):
        if capital and not _capital(ground, end):
            break
        end += 1
    return end


def _capital(ground: Ground, at: int) -> bool:
    return ground.written(at, at + 1)[:1].isupper() and not ground.text.isupper()


def _unheard(ground: Ground, at: int) -> bool:
    """Whether a word is in no vocabulary, and long enough to be a name."""
    word = ground.word(at)
    if ground.tokens[at].kind != "word" or len(word) < _SHORTEST:
        return False
    if any(word in own.words for own in FOREIGN_IN.values()):
        return False
    return word not in known_words() and word not in ORDINARY and word not in FOREIGN.words and word not in MOVING
