"""A yes or no to a question that was asked beside the present one: only one that says no more than that is acted upon.

What it leads to is about money or data and cannot be taken back. A yes beside a question, or with a condition, is
answered and asked for once more, and the question stays open: the next plain yes is a yes to it.
"""

from collections.abc import Callable, Sequence

import msgspec

from bot.domain.flow import asking
from bot.domain.flow.hearing import Heard
from bot.domain.flow.parting import asked_in, questions_of
from bot.domain.flow.questions import NAMED
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import again, is_plain, is_wish
from bot.domain.understanding.answers import opening
from bot.domain.understanding.dates.tokens import Token, fold, tokenize
from bot.domain.understanding.phrases import Hit
from bot.domain.understanding.word_lists import word_set

_ASKED_HERE = frozenset({"cancel_booking", "remove_card", "erase", "unlink", "link", "consents"})
"""Wishes whose words may stand in a yes to the question that they led to: "yes, cancel my booking"."""
_INSTEAD = frozenset({"person", "bot", "help", "start_over"})
"""Wishes that end such a question, whatever stands before them."""
_JOINING = word_set("and et y und also aussi tambien auch")
_AROUND = word_set(
    "the my our what about a of le la les l mes mon ma nos notre des de el los las una mi mis nuestro das die der den "
    "mein meine unser unsere"
)
"""Words that may stand around a subject which is only named: "ok, and the bags"."""


def led(heard: Heard, scene: Scene, *, act: Callable[[str], Scene], anew: Callable[[Scene], Scene]) -> Scene | None:
    """The scene after an answer to a question asked beside: acted upon when it is plain, else asked once more.

    `act` is given "yes" or "no"; `anew` asks once more in a scene that begins with what was to be said. None where the
    message is no answer to it.
    """
    answer = _plain(heard, scene)
    if answer:
        return act(answer)
    told = _answered_beside(heard, scene)
    return None if told is None else anew(told)


def _plain(heard: Heard, scene: Scene) -> str:
    """The yes or no that a message says and nothing else; "" when it says neither, or more."""
    answer = heard.understood.answer or ""
    if heard.go and heard.go not in _ASKED_HERE:
        return ""
    return answer if answer and not _asks(heard, scene) and is_plain(again(heard, scene)) else ""


def _answered_beside(heard: Heard, scene: Scene) -> Scene | None:
    """The scene whose next message begins with what is to be said to a yes or no that says more.

    None where there is no such yes or no, or where it comes with a wish for the trip or for a person, which is taken
    instead.
    """
    if not _opens(heard) or _plain(heard, scene) or heard.go in _INSTEAD or not is_plain(again(heard, scene)):
        return None
    asks = asking_too(heard, scene)
    if asks.topic:
        told = asking.noted(scene, questions_of(asked_in(asks, scene), asks))
        return scene if told is None else told
    return scene.note("answer_plainly")


def asking_too(heard: Heard, scene: Scene) -> Heard:
    """What was heard, with what it is asked about though nothing but its parts show it: "ok how many bags"."""
    if heard.topic:
        return heard
    asked = asked_in(heard, scene)
    return msgspec.structs.replace(heard, topic=asked.inner[0].topic if asked is not None else _named(heard, scene))


def _asks(heard: Heard, scene: Scene) -> bool:
    return "?" in heard.text or bool(asking_too(heard, scene).topic)


def _opens(heard: Heard) -> bool:
    return opening(tokenize(fold(heard.text))) is not None


def _named(heard: Heard, scene: Scene) -> str:
    """The subject that a yes names: in a condition, or joined to it; "" where it is part of a wish."""
    tokens = tokenize(fold(heard.text))
    hit = opening(tokens)
    if hit is None or hit.value != "yes":
        return ""
    rest = [token for token in tokens[hit.end :] if token.kind != "sign"]
    named = NAMED.find(rest)
    if not named or not is_plain(again(heard, scene)) or is_wish(heard, scene):
        return ""
    return named[0].value if not heard.understood.answer or _joins(rest, named[0]) else ""


def _joins(rest: Sequence[Token], named: Hit[str]) -> bool:
    """Whether a subject is only joined to a yes, and nothing is said of it."""
    others = (*rest[: named.start], *rest[named.end :])
    return rest[0].text in _JOINING and all(token.text in _JOINING | _AROUND for token in others)
