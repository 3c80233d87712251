"""Waiting for a consent to a purpose: yes, no or later; whoever says something else is not asked for it again.

A yes or no is kept with the words in which it was asked (`ChooseConsent`), whatever the language of the answer, and
the talk goes on when it is.
"""

from typing import Any

from bot.domain.conversation.account_effects import ChooseConsent
from bot.domain.conversation.messages import Option
from bot.domain.flow import wait_trip
from bot.domain.flow.actions.ask import pick
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import CHANGED, NO_MATCH, take_wishes
from bot.domain.privacy import ASKABLE
from bot.domain.understanding.consent_words import read_agreement
from bot.domain.understanding.dates.tokens import fold, tokenize

LATER = "later"
EXITS = ("yes", "no", LATER, CHANGED)
_STAY = "stay"
_ASKED_IN = "consent_language"
"""The slot with the language in which it was asked: those words are the proof."""
_NEXT = "trip.origin"
"""What a talk asks for first."""
_BUTTONS = {"yes": "consent_yes_button", "no": "consent_no_button", LATER: "consent_later_button"}


def options(_: str, scene: Scene) -> tuple[Option, ...]:
    """Yes, no and later, and beside them what is asked next: the question is in nobody's way."""
    own = tuple(pick(scene, value, scene.words(key)) for value, key in _BUTTONS.items())
    return (*own, *wait_trip.options(_NEXT, scene))


def asked(subject: str, scene: Scene) -> Scene:
    """The scene that remembers in which language it is asked, and that it was: no answer at all is one, too."""
    said = scene.conversation.slots.get(f"consent_{purpose_of(subject)}", "")
    scene = scene.change_slots(**{_ASKED_IN: scene.language})
    return scene if said else answered(scene, purpose_of(subject), LATER)


def answer(subject: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit: later, changed after a wish for flights, no_match; "stay" until a yes or no is kept."""
    purpose = purpose_of(subject)
    scene = answered(scene, purpose, LATER)
    if heard.value and heard.value not in _BUTTONS:
        return CHANGED, wait_trip.answer(_NEXT, heard, scene)[1]
    meant = heard.value or _agreement(heard)
    if not meant:
        exit_name, told = take_wishes(heard, scene)
        if exit_name == CHANGED:
            return CHANGED, told
        meant = "no" if heard.understood.answer == "no" else ""
    if meant in {"yes", "no"}:
        language = scene.conversation.slots.get(_ASKED_IN) or scene.language
        return _STAY, scene.want(ChooseConsent(purpose, given=meant == "yes", language=language))
    return meant or NO_MATCH, scene


def is_answered(subject: str, heard: Heard) -> bool:
    """Whether words are an answer to the consent that is awaited, whatever else they might mean: "maybe later"."""
    return subject.startswith("consent.") and bool(_agreement(heard))


def _agreement(heard: Heard) -> str:
    return "" if "?" in heard.text else read_agreement(tokenize(fold(heard.text)))


def news(scene: Scene) -> tuple[str, Scene]:
    """The exit for a consent that was kept: yes or no, told before what is asked next."""
    event: Any = scene.event
    return "yes" if event.given else "no", scene.note(f"privacy_{event.purpose}_{'on' if event.given else 'off'}")


def answered(scene: Scene, purpose: str, said: str) -> Scene:
    """The scene that remembers what was said to a purpose, so that nobody is asked twice."""
    return scene.change_slots(**{f"consent_{purpose}": said}) if purpose in ASKABLE else scene


def purpose_of(subject: str) -> str:
    """The purpose of a wait for "consent.people"."""
    return subject.partition(".")[2]
