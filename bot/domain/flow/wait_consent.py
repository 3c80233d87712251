"""Waiting for a consent to a purpose: yes, no or later; whoever says something else is not asked for it again.

A yes or no is kept with the words in which it was asked (`ChooseConsent`), and the talk goes on when it is.
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

LATER = "later"
EXITS = ("yes", "no", LATER, CHANGED)
_STAY = "stay"
_NEXT = "trip.origin"
"""What a talk asks for first."""
_BUTTONS = {"yes": "consent_yes_button", "no": "consent_no_button", LATER: "consent_later_button"}


def options(_: str, scene: Scene) -> tuple[Option, ...]:
    """Yes, no and later, and beside them what is asked next: the question is in nobody's way."""
    own = tuple(pick(scene, value, scene.words(key)) for value, key in _BUTTONS.items())
    return (*own, *wait_trip.options(_NEXT, scene))


def answer(subject: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit: later, changed after a wish for flights, no_match; "stay" until a yes or no is kept."""
    purpose = purpose_of(subject)
    if heard.value and heard.value not in _BUTTONS:
        return CHANGED, wait_trip.answer(_NEXT, heard, answered(scene, purpose, LATER))[1]
    scene = answered(scene, purpose, LATER)
    exit_name, told = (NO_MATCH, scene) if heard.value else take_wishes(heard, scene)
    if exit_name == CHANGED:
        return CHANGED, told
    meant = heard.value or heard.understood.answer
    if meant in {"yes", "no"}:
        return _STAY, scene.want(ChooseConsent(purpose, given=meant == "yes", language=scene.language))
    return meant or NO_MATCH, scene


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
