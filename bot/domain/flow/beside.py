"""A question beside something else in one message: it is answered, and the rest is taken as well, in one turn.

The answer is told first, in the message that asks what comes next. The rest of a message is taken only where it is
certain: at a step of the trip what names a part of it, at a step about people a name that is written as one, a whole
day or an address, and elsewhere a change of the trip in a sentence of its own that tells nothing else. All else is
answered as a question alone, and asked again: nobody is counted, named, dated or moved by a guess.
"""

import msgspec

from bot.domain.flow import aside, asking, certain, run
from bot.domain.flow.definition import Wait
from bot.domain.flow.elsewhere import is_elsewhere
from bot.domain.flow.hearing import Heard
from bot.domain.flow.misunderstood import is_lost
from bot.domain.flow.parting import PARTY, Asked, Parted, part, tells_trip
from bot.domain.flow.questions import UNKNOWN
from bot.domain.flow.scene import Scene
from bot.domain.flow.waits import Subject
from bot.domain.flow.wishes import CHANGED, REPEAT, again, is_plain
from bot.domain.understanding.dates.tokens import fold
from bot.domain.understanding.understood import Understood

_TRIP, _CONSENT, _NAME, _BORN = "trip.", "consent.", "passenger.name", "passenger.born"
_EMAIL = "contact.email"
_PEOPLE = frozenset({_NAME, _BORN, _EMAIL})
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
    if not _is_certain(wait, exit_name, told, parted) or not _is_meant(wait, exit_name, parted, scene):
        counts = wait.subject == PARTY and heard.topic == UNKNOWN
        return asking.all_answered(scene, parted.questions) if counts else None
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
            return told.passengers is not None or certain.is_bare_number(text)
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


def _is_meant(wait: Wait, exit_name: str, parted: Parted, scene: Scene) -> bool:
    """Whether words tell what they are taken for, and are no sentence about something else."""
    words = parted.rest.text
    if wait.subject not in _PEOPLE or exit_name == CHANGED:
        return _is_about_trip(wait.subject, parted, scene)
    if wait.subject == _BORN:
        return certain.is_birthday(words, scene)
    if wait.subject == _EMAIL:
        return certain.is_address(words)
    shouted = all(question.text.isupper() for question in parted.questions)
    return not shouted and certain.is_name(words, scene)


def _is_about_trip(subject: str, parted: Parted, scene: Scene) -> bool:
    """Whether the count, the places and the days that words name are those of the trip; who is asked tells them."""
    trip, rest = scene.conversation.trip, parted.rest
    told = rest.understood if subject not in _PEOPLE else again(rest, scene).understood
    led = bool(told.places or told.unserved) and bool(trip.origin and trip.destination)
    dated = bool(told.dates) and trip.depart is not None and subject != "trip.back"
    if parted.mixed or not (led or dated or told.passengers is not None):
        return True
    counted = told.passengers is None or certain.is_count(rest.text)
    return counted and certain.is_trip(rest.text, scene)
