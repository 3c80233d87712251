"""What words at a wait are about: a question, small talk, giving up, or the answer that the wait asked for."""

import msgspec

from bot.domain.flow import aside, asking, beside, giving_back, run, wait_consent, yes_no
from bot.domain.flow.answers import OF_FARES
from bot.domain.flow.definition import Wait
from bot.domain.flow.everywhere import give_up, small_talk
from bot.domain.flow.flight_words import told_of
from bot.domain.flow.hearing import ELSEWHERE, Heard
from bot.domain.flow.parting import asked_in, is_mere_answer, questions_of
from bot.domain.flow.questions import UNKNOWN
from bot.domain.flow.scene import Scene
from bot.domain.flow.waits import Subject
from bot.domain.flow.wishes import again, is_plain, is_wish

_COMPARING = frozenset({"cheaper", "later", "earlier"})
"""Intents that compare flights: before there are any, they wait."""


def spoken(scene: Scene, heard: Heard, here: tuple[Wait, Subject]) -> Scene:
    """The scene after words at a wait: a question or small talk leads back to it, all else is for the wait."""
    subject = here[0].subject
    asked = asked_in(heard, scene)
    if asked is None and wait_consent.is_answered(subject, heard):
        return run.answer(scene, heard)
    told = beside.taken(scene, heard, asked, here)
    if told is not None:
        return told
    heard = yes_no.asking_too(heard, scene)
    of_booking = heard.topic in OF_FARES and aside.looks_at_trips(scene)
    if heard.topic and not of_booking and not is_mere_answer(asked, heard, subject) and not _answers(heard, scene):
        return asking.all_answered(scene, questions_of(asked, heard))
    intent = heard.understood.intent or ""
    put_off = intent == "later" and subject.startswith("consent.")
    if (
        intent in _COMPARING
        and not put_off
        and subject != "search"
        and is_plain(heard)
        and not told_of(scene.conversation.basket)
    ):
        return run.where_we_are(scene.note("answer_with_flights"))
    if _gives_up(heard, scene):
        return give_up(scene)
    talk = "" if is_wish(heard, scene) else small_talk(heard, scene)
    if talk == "answer_bags":
        return asking.answered(scene, msgspec.structs.replace(heard, topic="bags"))
    return run.where_we_are(scene.note(talk)) if talk else run.answer(scene, heard)


def _gives_up(heard: Heard, scene: Scene) -> bool:
    """Whether "cancel" is meant for a booking that nothing is held for yet; elsewhere the wait itself takes it."""
    cancels = heard.understood.intent == "cancel" and is_plain(heard)
    elsewhere = not run.awaits(scene, "checkout") and not aside.looks_at_trips(scene)
    return cancels and (elsewhere or giving_back.is_looked_at(scene))


def _answers(heard: Heard, scene: Scene) -> bool:
    """Whether words with the form of a question are an answer or a wish all the same: "Nice?", "can we go later?"."""
    if heard.topic != UNKNOWN:
        return False
    meant = again(heard, scene)
    if meant.understood.intent == ELSEWHERE:
        return False
    said_something = meant.understood.intent or meant.understood.answer
    return bool(said_something) or not is_plain(meant) or is_wish(meant, scene)
