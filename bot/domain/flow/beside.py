"""A question beside something else in one message: it is answered, and the rest is taken as well, in one turn.

The answer is told first, in the message that asks what comes next. The rest of a message is taken only where it is
certain: at a step of the trip what names a part of it, at a step about people a name that is written as one, a whole
day or an address, and elsewhere a change of the trip in a sentence of its own. All else is answered as a question
alone, and asked again: nobody is named, dated or moved by a guess.
"""

import msgspec

from bot.domain.flow import aside, asking, run
from bot.domain.flow.definition import Wait
from bot.domain.flow.elsewhere import is_elsewhere
from bot.domain.flow.hearing import Heard
from bot.domain.flow.misunderstood import is_lost
from bot.domain.flow.parting import Asked, Parted, part, tells_trip
from bot.domain.flow.scene import Scene
from bot.domain.flow.waits import Subject
from bot.domain.flow.wishes import CHANGED, REPEAT, again, is_plain
from bot.domain.understanding.dates.tokens import fold
from bot.domain.understanding.identity import NAME_LEADS, NAME_PARTICLES, read_name
from bot.domain.understanding.understood import Understood

_TRIP, _CONSENT, _NAME, _BORN = "trip.", "consent.", "passenger.name", "passenger.born"
_PEOPLE = frozenset({_NAME, _BORN, "contact.email"})
_CHANGEABLE = frozenset({"offer", "yes_no", "choice", "search"})
"""Waits at which another wish for the trip is taken, when it stands in a sentence of its own."""
_EXCLAIMED = "nice"
"""A city, and what people say when they like something."""


def taken(scene: Scene, heard: Heard, asked: Asked | None, here: tuple[Wait, Subject]) -> Scene | None:
    """The scene after a question beside an answer to the present wait; None when the rest is no certain answer."""
    wait, subject = here
    if asked is None or not _may_take(wait) or aside.is_aside(scene):
        return None
    parted = part(asked, heard, scene, expecting=subject.expecting or "trip")
    parted = None if parted is None else _as_far_as_said(wait, parted, scene)
    if parted is None or is_elsewhere(wait.subject, parted.rest, scene):
        return None
    exit_name, told = subject.answer(wait.subject, parted.rest, scene)
    if exit_name == run.STAY and wait.subject.startswith(_TRIP):
        return _asked_which(scene, parted, here)
    if wait.subject == _NAME and exit_name == run.ANSWERED and not _is_written_as_name(parted.rest, scene):
        return None
    if not _is_certain(wait, exit_name, told, parted):
        return None
    exit_name = run.in_time(wait, exit_name, told)
    noted = asking.noted(scene, parted.questions)
    if noted is None:
        return asking.all_answered(run.take(told, exit_name), parted.questions)
    above = msgspec.structs.replace(
        told,
        notes=(*noted.notes, *told.notes),
        also=(*told.also, *noted.also),
        said={**told.said, **noted.said},
    )
    return run.take(above, exit_name)


def _may_take(wait: Wait) -> bool:
    return wait.subject.startswith((_TRIP, _CONSENT)) or wait.subject in _PEOPLE | _CHANGEABLE


def _asked_which(scene: Scene, parted: Parted, here: tuple[Wait, Subject]) -> Scene | None:
    """The scene that asks which of several places is meant, after the answers."""
    noted = asking.noted(scene, parted.questions)
    return None if noted is None else here[1].answer(here[0].subject, parted.rest, noted)[1]


def _as_far_as_said(wait: Wait, parted: Parted, scene: Scene) -> Parted | None:
    """The parts with a rest that is not read out of small words: "one more thing" counts nobody, "nice!" is no city.

    What names nothing that the wait asks for is read as a wish for the trip; None when it is none either.
    """
    rest, trip = parted.rest, scene.conversation.trip
    if parted.mixed:
        unnamed = not (trip.origin or trip.destination)
        return parted if unnamed and wait.subject.startswith((_TRIP, _CONSENT)) and tells_trip(parted) else None
    if wait.subject in _PEOPLE:
        return parted
    if fold(rest.text).strip(" !.") == _EXCLAIMED and scene.language == "en":
        return None
    unasked = again(rest, scene)
    if _names(wait.subject, unasked.understood, rest.text):
        return parted
    return None if is_plain(unasked) else msgspec.structs.replace(parted, rest=unasked)


def _names(subject: str, told: Understood, text: str) -> bool:
    """Whether words name what a step of the trip asks for, read without knowing what it is; a number may count."""
    match subject:
        case "trip.origin" | "trip.destination":
            return bool(told.places or told.unserved)
        case "trip.depart" | "trip.back":
            return bool(told.dates) or any(map(str.isdigit, text))
        case "trip.party":
            return told.passengers is not None or text.isdigit()
        case "trip.ages":
            return any(map(str.isdigit, text))
        case _:
            return False


def _is_certain(wait: Wait, exit_name: str, told: Scene, parted: Parted) -> bool:
    """Whether the exit is that of an answer that nobody had to guess."""
    if exit_name == run.ANSWERED:
        return wait.subject.startswith(_TRIP) or wait.subject in _PEOPLE
    if exit_name == CHANGED:
        return parted.apart or wait.subject.startswith((_TRIP, _CONSENT))
    told_why = exit_name == REPEAT and bool(told.notes) and not is_lost(told)
    return told_why and wait.subject.startswith((_TRIP, _BORN))


def _is_written_as_name(rest: Heard, scene: Scene) -> bool:
    """Whether words are written as a name, and mean nothing else: no greeting, no thanks, no city, no "no,"."""
    bare = NAME_LEADS.sub("", rest.text).strip(" .!")
    capital = all(word[:1].isupper() or fold(word) in NAME_PARTICLES for word in bare.split())
    if not capital or "," in bare or read_name(bare).problem:
        return False
    meant = again(Heard(text=bare), scene)
    told = meant.go or meant.topic or meant.understood.intent or meant.understood.answer or meant.understood.correction
    return not told and is_plain(meant)
