"""Questions that stand beside something else in one message: which clauses ask, and after what.

"Can I take bags? Paris to New York next Friday" asks and wishes. A clause counts only when its form shows that it asks:
a question word at its beginning, a question mark behind a subject that stands alone, words of asking that are never
part of a trip. What a trip may name as its own ("with a bag", "2 adults and a child?", "refundable tickets") is no
question unless a word beside it asks for it.
"""

from itertools import pairwise

import msgspec

from bot.domain.flow.answers import OF_FLIGHTS
from bot.domain.flow.inner_words import (
    ABOUT_WITH,
    ANNOUNCING,
    AROUND_ANNOUNCING,
    ASKING_FOR,
    BABIES,
    COUNTING,
    JOINING,
    KNOWING,
    LEADS,
    MANY,
    NOT_FIRST,
    OF_A_FARE,
    PLAIN,
    WHAT_FOLLOWS,
    WHETHER,
    WISHABLE,
    WITH,
)
from bot.domain.flow.questions import ASKED, ASKING, NAMED, STEP, UNKNOWN
from bot.domain.understanding.clauses import Clause, clauses
from bot.domain.understanding.dates.tokens import Token, fold, tokenize
from bot.domain.understanding.faq_words import read_faq_wish
from bot.domain.understanding.phrases import Hit

_OF_THE_TRIP = OF_FLIGHTS | {"destinations"}
"""What the flights that are found tell by themselves."""
_NEVER_ALONE = frozenset({"seats", "children", "unaccompanied"})
"""Subjects that a trip names as often as a question does."""
_FIRST = ASKING - NOT_FIRST
_NEAR, _SECOND, _OPENING, _FEWEST = 3, 2, 8, 3
"""Tokens between an amount or "with" and its subject; those before what a clause is about ("braucht das Baby einen
Sitz?"); words in which somebody says that they ask; words of a question
of which only staff may know the subject."""


class Inner(msgspec.Struct, frozen=True):
    """What one clause asks; `sure` when it does so even where the same words tell of a trip, too."""

    topic: str
    clause: Clause
    sure: bool = False


class _Words(msgspec.Struct, frozen=True):
    """A clause in tokens, without the words that lead into it, and how it is shaped."""

    tokens: tuple[Token, ...]
    led: bool
    opens: bool
    marked: bool

    @property
    def said(self) -> frozenset[str]:
        return frozenset(token.text for token in self.tokens if token.kind != "sign")


def read_inner(text: str) -> tuple[list[Inner], list[Clause]]:
    """The questions of a composed text, in order, and the clauses that only announce that one comes."""
    asked: list[Inner] = []
    announcing: list[Clause] = []
    for clause in clauses(text):
        words = _words(clause)
        found = _asked(words, clause)
        asked += found
        if not found and _announces(words):
            announcing.append(clause)
    return asked, announcing


def opens(text: str) -> bool:
    """Whether any clause of a composed text begins as a question does."""
    return any(_words(clause).opens for clause in clauses(text))


def _words(clause: Clause) -> _Words:
    tokens = tokenize(fold(clause.text))
    first = next((at for at, token in enumerate(tokens) if token.text not in LEADS and token.kind != "sign"), None)
    rest = () if first is None else tuple(tokens[first:])
    return _Words(rest, bool(first), _opens(rest), clause.asks)


def _opens(tokens: tuple[Token, ...]) -> bool:
    """Whether a clause begins as a question does, or says that somebody wants to know something."""
    if not tokens:
        return False
    if tokens[0].text in _FIRST:
        return True
    if tokens[0].text in NOT_FIRST:
        return len(tokens) > 1 and tokens[1].text in {"i", "we", "my", "it", "there"}
    pairs = pairwise(tokens[:_OPENING])
    return any(one.text in KNOWING and other.text in WHAT_FOLLOWS for one, other in pairs)


def _asked(words: _Words, clause: Clause) -> list[Inner]:
    forms = ASKED.find(words.tokens)
    if forms:
        topic = forms[0].value
        one = _by_form(topic, words)
        return [] if one is None else [Inner(topic, clause, one)]
    named = NAMED.find(words.tokens)
    if not named:
        unknown = words.opens and len(words.said) >= _FEWEST
        return [Inner(UNKNOWN, clause)] if unknown else []
    alone = _stands_alone(named, words)
    hit = named[0] if alone else next((one for one in named if _asks_for(one, words)), named[0])
    sure = alone or _asks_for(hit, words)
    if not sure and not _asks_weakly(hit, words):
        return []
    return [Inner(topic, clause, sure) for topic in _joined(hit, named, words)]


def _by_form(topic: str, words: _Words) -> bool | None:
    """Whether words of asking are sure to ask; None when they do not ask here at all."""
    shaped = words.opens or words.marked
    if topic == STEP:
        return None
    if topic in _OF_THE_TRIP:
        return False if shaped else None
    if topic == "unaccompanied":
        return True if shaped and not ASKING_FOR[topic].isdisjoint(words.said) else None
    return shaped


def _asks_for(hit: Hit[str], words: _Words) -> bool:
    """Whether a clause that asks is about this subject, though it may tell of a trip as well."""
    topic, said = hit.value, words.said
    if topic in _OF_THE_TRIP or not (words.opens or words.marked):
        return False
    if topic in {"refund", "changes"}:
        return words.opens and not _is_wished(hit, words)
    if topic not in ASKING_FOR:
        return True
    if words.tokens[hit.start].text in BABIES and not WHETHER.isdisjoint(said):
        return True
    if topic in _NEVER_ALONE and not words.opens and not _is_subject(hit, words):
        return False
    if _goes_with(hit, words):
        return False
    return _is_about(words) or not ASKING_FOR[topic].isdisjoint(said) or (topic == "bags" and _counts(hit, words))


def _asks_weakly(hit: Hit[str], words: _Words) -> bool:
    """Whether a clause asks after a subject as long as it tells of no trip."""
    if read_faq_wish(words.tokens):
        return True
    if not words.opens or hit.value in _NEVER_ALONE:
        return False
    return not _goes_with(hit, words) and not _is_wished(hit, words)


def _stands_alone(named: list[Hit[str]], words: _Words) -> bool:
    """Whether a clause is a subject with a question mark and small words: "and bags?", "1 bag?"."""
    if not words.marked:
        return False
    covered = {at for hit in named for at in range(hit.start, hit.end)}
    others = (token for at, token in enumerate(words.tokens) if at not in covered and token.kind != "sign")
    plural = words.led or len(words.tokens) > 1 or named[0].value not in _NEVER_ALONE
    counted = named[0].value == "bags"
    return plural and all(token.text in PLAIN or (counted and token.kind == "number") for token in others)


def _goes_with(hit: Hit[str], words: _Words) -> bool:
    """Whether a subject is what somebody travels with: "with a checked bag"."""
    return not _is_about(words) and any(token.text in WITH for token in _before(hit, words))


def _is_subject(hit: Hit[str], words: _Words) -> bool:
    """Whether a clause is about what it names first, and counts nobody: "les enfants paient moins ?"."""
    before = words.tokens[: hit.start]
    counts = any(token.kind == "number" or token.text in COUNTING for token in before)
    return hit.start <= _SECOND and not counts


def _is_about(words: _Words) -> bool:
    """Whether "with" means "about" in the words that begin the clause: "was ist mit", "what happens with"."""
    said = [token.text for token in words.tokens[: _NEAR + 1]]
    return len(said) > _NEAR and said[1] in ABOUT_WITH and not WITH.isdisjoint(said)


def _before(hit: Hit[str], words: _Words) -> tuple[Token, ...]:
    """The few words before a subject."""
    return words.tokens[max(0, hit.start - _NEAR) : hit.start]


def _counts(hit: Hit[str], words: _Words) -> bool:
    """Whether its number is asked for: "how many bags", "combien de valises"."""
    return any(token.text in MANY for token in _before(hit, words))


def _is_wished(hit: Hit[str], words: _Words) -> bool:
    """Whether it is what a ticket shall be: "refundable tickets"."""
    if words.tokens[hit.start].text not in WISHABLE:
        return False
    beside = (*words.tokens[max(0, hit.start - 1) : hit.start], *words.tokens[hit.end : hit.end + 1])
    return any(token.text in OF_A_FARE for token in beside)


def _joined(hit: Hit[str], named: list[Hit[str]], words: _Words) -> list[str]:
    """The subject and those that are asked about in the same breath: "what about bags and pets?"."""
    topics, end = [hit.value], hit.end
    for other in named[named.index(hit) + 1 :]:
        between = words.tokens[end : other.start]
        if not between or any(token.text not in JOINING for token in between):
            break
        topics.append(other.value)
        end = other.end
    return list(dict.fromkeys(topics))


def _announces(words: _Words) -> bool:
    """Whether a clause says no more than that a question comes: "one more thing"."""
    said = words.said
    return not said.isdisjoint(ANNOUNCING) and said <= ANNOUNCING | AROUND_ANNOUNCING
