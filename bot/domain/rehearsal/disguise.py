"""Stand-ins for whoever wrote in a real thread: names, addresses, numbers and references of the same kind.

What cannot be told apart from a name is taken for one: a talk that goes otherwise than it went harms nobody.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from bot.domain.booking.references import spellings
from bot.domain.conversation.state import Conversation
from bot.domain.flow.hearing import hear_words
from bot.domain.flow.scene import Scene
from bot.domain.rehearsal.people import EMAIL, NAMES, PHONE
from bot.domain.staff.masking import with_stand_ins
from bot.domain.understanding.identity import parse_birth_date, read_name
from bot.domain.understanding.references import read_reference

LOCATOR = "TEST42"
TICKET = "9990000000001"
_TICKET = re.compile(r"\b\d{13}\b")
_LOCATOR = re.compile(r"\b(?=[A-Z2-9]*\d)(?=[A-Z2-9]*[A-Z])[A-HJ-NP-Z2-9]{6}\b")
"""A record locator as we make them; those without a digit are known by their talk."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LEAST_NAME = 2


class Known(msgspec.Struct, frozen=True):
    """Who and what a thread is known to name: the names of people with their stand-ins, and record locators."""

    names: Mapping[str, str] = {}
    locators: frozenset[str] = frozenset()


def known_of(conversation: Conversation | None) -> Known:
    """What an archived conversation knows of people and bookings."""
    if conversation is None:
        return Known()
    basket, profile = conversation.basket, conversation.profile
    people = [(one.given, one.family) for one in (*basket.passengers, *profile.people)]
    people += [(one.given, one.family) for trip in conversation.trips for one in trip.travellers]
    people += [(basket.given, basket.family), ("", conversation.slots.get("booking_surname", ""))]
    locators = {
        basket.locator,
        conversation.slots.get("booking_locator", ""),
        *(one.locator for one in conversation.trips),
    }
    return Known(dict(_stand_ins(people)), frozenset(locators - {""}))


def _stand_ins(people: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Each word of a name in each of its spellings, with what stands in for it; families stay families."""
    for number, (given, family) in enumerate(dict.fromkeys(people)):
        for part, instead in ((given, NAMES[number % len(NAMES)][0]), (family, NAMES[0][1])):
            for word in _WORD.findall(part):
                if len(word) >= _LEAST_NAME:
                    yield from ((spelled, instead) for spelled in _spellings(word))


def _spellings(word: str) -> frozenset[str]:
    """As tickets spell it, and as it stands: not every name is written in Latin letters."""
    return spellings(word) | {word.casefold()}


def disguised(text: str, known: Known, scene: Scene, *, people: int) -> str:
    """The words of a traveller with stand-ins, where the talk stands as in a scene.

    `people` is how many passengers were named before.
    """
    subject = _subject(scene)
    if subject == "passenger.name" and _is_name(text, scene):
        return " ".join(NAMES[people % len(NAMES)])
    born = parse_birth_date(text, language=scene.language, today=scene.today)
    if born and (subject == "passenger.born" or born.year < scene.today.year):
        return birthday(born)
    if subject == "booking.surname":
        return NAMES[0][1]
    reference = read_reference(text, asked=subject == "booking.locator")
    if reference.locator and (reference.sure or subject == "booking.locator"):
        return f"{LOCATOR} {NAMES[0][1]}" if reference.surname else LOCATOR
    return plainly(text, known)


def plainly(text: str, known: Known) -> str:
    """A text of anybody in which everything that is known or looks like a contact or a reference has a stand-in."""
    text = TICKET.join(with_stand_ins(part, email=EMAIL, phone=PHONE) for part in _TICKET.split(text))
    text = _WORD.sub(lambda found: _instead(found.group(), known), text) if known.names else text
    for locator in known.locators:
        text = re.sub(re.escape(locator), LOCATOR, text, flags=re.IGNORECASE)
    return _LOCATOR.sub(LOCATOR, text)


def in_form(name: str, value: str, known: Known, *, people: int) -> str:
    """What stands in a field of a form, with a stand-in."""
    given, family = NAMES[people % len(NAMES)]
    fixed = {"given": given, "family": family, "email": EMAIL, "surname": family, "locator": LOCATOR}
    if name == "born":
        return birthday(date.fromisoformat(value)) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else ""
    return fixed.get(name, plainly(value, known)) if value else ""


def birthday(born: date) -> str:
    """A day of birth of the same year, so that a child stays one."""
    return date(born.year, 1, 1).isoformat()


def _subject(scene: Scene) -> str:
    node = scene.flow.nodes.get(scene.position.node) if scene.conversation.position else None
    return node.wait.subject if node and node.wait else ""


def _is_name(text: str, scene: Scene) -> bool:
    """Whether words may be somebody's name: all that can be read as one, and says nothing else that we understand."""
    if read_name(text).problem:
        return False
    heard = hear_words(text, scene, expecting="name")
    understood = heard.understood
    return not (heard.go or understood.intent or understood.dates or understood.passengers)


def _instead(word: str, known: Known) -> str:
    return next((known.names[spelled] for spelled in _spellings(word) if spelled in known.names), word)
