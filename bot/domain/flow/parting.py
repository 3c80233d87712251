"""Parting a message that asks something and tells something else, too: its questions, and what the rest of it says.

A question in a clause of its own leaves the rest to be heard by itself. Where the words of the question tell of the
trip as well ("the baggage allowance for Nice to Paris tomorrow?"), the whole message is heard, and only what is sure
to be asked counts.
"""

from collections.abc import Sequence

import msgspec

from bot.domain.flow import run
from bot.domain.flow.added import added
from bot.domain.flow.certain import is_count
from bot.domain.flow.hearing import ELSEWHERE, LONGEST_QUESTION, NOTHING, Heard, hear_words
from bot.domain.flow.inner import Inner, opens, read_inner
from bot.domain.flow.inner_words import ASKING_FOR
from bot.domain.flow.questions import ASKED, ASKING, SUBJECTS, UNKNOWN
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import is_plain
from bot.domain.understanding.behind_words import is_behind
from bot.domain.understanding.clauses import composed, without
from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.passenger_words import KINDS
from bot.domain.understanding.understood import Understood

_NAMED_BY_TRIPS = frozenset({"bags", "seats", "children", "fares", "refund", "changes"})
"""Subjects that a wish for a trip may name without asking about them."""
PARTY = "trip.party"
MOST = 3
"""Questions of one message that are answered."""
_LONGEST = 600
"""Characters of a message that is parted: a longer one tells more than its questions and an answer."""


class Asked(msgspec.Struct, frozen=True):
    """The questions of a message, and the words beside them; `apart` when these stand in sentences of their own."""

    inner: tuple[Inner, ...]
    words: str
    apart: bool


class Parted(msgspec.Struct, frozen=True):
    """The questions of a message, each as if it had been asked alone, and what is told beside them.

    `apart` when the rest stands in sentences of its own; `mixed` when it was told in the words of a question.
    """

    questions: tuple[Heard, ...]
    rest: Heard
    apart: bool = False
    mixed: bool = False


def asked_in(heard: Heard, scene: Scene) -> Asked | None:
    """The questions in a message to which there are answers; None when there are none."""
    counting = heard.topic == UNKNOWN and run.awaits(scene, PARTY)
    if not heard.asks or (heard.topic == UNKNOWN and not counting and not added(scene, heard.text, besides=SUBJECTS)):
        return None
    text = composed(heard.text)
    found, announcing = read_inner(text[:LONGEST_QUESTION])
    inner = tuple(one for one in found if _is_known(one, scene)) or (_about_people(found, text) if counting else ())
    if not inner:
        return None
    words = without(text, [*(one.clause for one in inner), *announcing])
    return Asked(inner, words, all(one.clause.whole for one in inner))


def part(asked: Asked | None, heard: Heard, scene: Scene, *, expecting: str | None) -> Parted | None:
    """The message in its parts; None when it tells nothing beside what is sure to be asked."""
    if asked is None or len(heard.text) > _LONGEST or (not asked.words and is_plain(heard)):
        return None
    rest = hear_words(asked.words, scene, expecting=expecting) if asked.words else NOTHING
    mixed = _tells_less(rest, heard)
    questions = _each(heard, [one for one in asked.inner if one.sure or not mixed])
    if not questions or not (asked.words or mixed):
        return None
    return Parted(questions, _bare(heard) if mixed else rest, apart=asked.apart, mixed=mixed)


def _bare(heard: Heard) -> Heard:
    """The places, days and travellers alone of a message: what else its words name is asked about, and not wished."""
    told = heard.understood
    kept = Understood(
        scope=told.scope,
        language=told.language,
        intent=told.intent,
        origin=told.origin,
        destination=told.destination,
        twice=told.twice,
        places=told.places,
        unserved=told.unserved,
        ambiguous=told.ambiguous,
        dates=told.dates,
        departure=told.departure,
        period=told.period,
        return_date=told.return_date,
        date_choices=told.date_choices,
        past=told.past,
        one_way=told.one_way,
        nights=told.nights,
        passengers=told.passengers,
        ages=told.ages,
    )
    return Heard(understood=kept)


def questions_of(asked: Asked | None, heard: Heard) -> tuple[Heard, ...]:
    """What a message asks that tells nothing else: all its questions, or the one by which it was known as one."""
    if asked is None:
        return (heard,)
    told = _each(heard, asked.inner)
    sure = any(one.sure for one in asked.inner)
    return told if sure or any(one.topic == heard.topic for one in told) else (heard,)


def is_mere_trip(asked: Asked | None, heard: Heard) -> bool:
    """Whether a message that looks like a question asks nothing and wishes for a trip: "to Rome with a child?"."""
    return asked is None and heard.topic in _NAMED_BY_TRIPS and not is_plain(heard)


def is_mere_answer(asked: Asked | None, heard: Heard, subject: str) -> bool:
    """Whether words at a step of the trip only have the sign of a question: "2 adults and a child?"."""
    if not subject.startswith("trip.") or not is_mere_trip(asked, heard):
        return False
    tokens = tokenize(fold(heard.text))
    asks = bool(tokens) and tokens[0].text in ASKING
    asks = asks or any(token.text in ASKING_FOR.get(heard.topic, ()) for token in tokens)
    return not asks and not ASKED.find(tokens) and not opens(composed(heard.text)[:LONGEST_QUESTION])


def tells_trip(parted: Parted) -> bool:
    """Whether the rest tells where a journey goes: of the words of a question only both its ends count."""
    told = parted.rest.understood
    if told.intent == ELSEWHERE or is_behind(parted.rest.text):
        return False
    return bool(told.origin and told.destination) or (
        not parted.mixed and bool(told.places or told.unserved or told.ambiguous)
    )


def _is_known(one: Inner, scene: Scene) -> bool:
    """Whether there is an answer to a question: of a subject that nobody knows, only where staff have added it."""
    return one.topic != UNKNOWN or bool(added(scene, one.clause.text, besides=SUBJECTS))


def _about_people(found: Sequence[Inner], text: str) -> tuple[Inner, ...]:
    """Questions that name people beside a count of them: "2 adults, does my son get a cot?" counts no son."""
    naming = tuple(one for one in found if KINDS.find(tokenize(fold(one.clause.text))))
    return naming if is_count(without(text, [one.clause for one in naming])) else ()


def _tells_less(rest: Heard, whole: Heard) -> bool:
    """Whether a place or a day of the whole message stands in the words of its questions."""
    fewer, all_of = rest.understood, whole.understood
    pairs = ((fewer.places, all_of.places), (fewer.unserved, all_of.unserved), (fewer.dates, all_of.dates))
    return any(len(one) < len(other) for one, other in pairs)


def _each(heard: Heard, inner: Sequence[Inner]) -> tuple[Heard, ...]:
    """The questions, each subject once, in the words of its clause alone."""
    by_topic = {one.topic: one.clause.text for one in reversed(inner)}
    topics = list(dict.fromkeys(one.topic for one in inner))[:MOST]
    return tuple(msgspec.structs.replace(heard, topic=topic, text=by_topic[topic]) for topic in topics)
