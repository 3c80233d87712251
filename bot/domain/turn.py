"""The one door: `advance` turns a conversation and an event into a conversation and effects.

Theory. Everything that can happen comes in here: words and taps of the traveller, answers of suppliers and of the
checkout, agents and timers. `advance` is a function: no clock, no chance, no I/O; the same conversation, event,
world and time always give the same turn, so that a turn can be taken again when somebody else was faster.

The order of its questions is the order of what matters: was this event seen before; who owns the thread; is it money
news, which is told in any case; is it a wish that holds everywhere (help, a person, start over); and only then what
the present wait makes of it. What must stay true: an event that was seen gives an empty turn; while a person has the
thread the bot says nothing of its own but money news; every word of the traveller while the bot has the thread is
answered with something.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from bot.domain import ids
from bot.domain.conversation import handover
from bot.domain.conversation.effects import CancelCheckout, Effect, Say
from bot.domain.conversation.events import (
    AgentReturned,
    AgentSpoke,
    AgentTook,
    AttachmentReceived,
    ChoiceTapped,
    Event,
    MessageEchoed,
    MessageEdited,
    MessageReacted,
    MessageUnsent,
    TextReceived,
    ThreadOpened,
    WaitExpired,
    is_from_traveller,
)
from bot.domain.conversation.messages import Option, Text
from bot.domain.conversation.state import Basket, Conversation, Trip, remember
from bot.domain.flow import run, wait_checkout
from bot.domain.flow.hearing import Heard, hear
from bot.domain.flow.scene import Scene
from bot.domain.flow.wait_trip import take_wishes
from bot.domain.world import World


class Turn(msgspec.Struct, frozen=True):
    """What follows from an event: the conversation after it, and what is wanted, in order.

    A turn whose conversation has the old version is empty: nothing happened, nothing is stored.
    """

    conversation: Conversation
    effects: tuple[Effect, ...] = ()


def advance(conversation: Conversation, event: Event, *, world: World, now: int) -> Turn:
    """The turn that follows from an event; touches nothing. `now` is milliseconds since 1970, UTC."""
    noted = _note(conversation, event)
    if noted is None:
        return Turn(conversation)
    scene = _DOORS.get(type(event), _news)(Scene(noted, event, world, now))
    if scene is None:
        return Turn(conversation)
    return Turn(msgspec.structs.replace(scene.conversation, version=conversation.version + 1), scene.effects)


def _note(conversation: Conversation, event: Event) -> Conversation | None:
    """The conversation that remembers the event, whoever it is from: what SQL owes may be handed over twice, too."""
    key = ids.digest(event.id)
    if key in conversation.seen:
        return None
    noted = remember(conversation, key, event.at)
    if not is_from_traveller(event) or isinstance(event, MessageEchoed):
        return noted
    return msgspec.structs.replace(noted, last_heard=max(conversation.last_heard, event.at))


def _traveller(scene: Scene) -> Scene:
    scene = _learn_language(scene)
    if scene.conversation.owner != "bot":
        return _while_with_a_person(scene)
    match scene.event:
        case ThreadOpened():
            return run.where_we_are(scene)
        case AttachmentReceived():
            return run.where_we_are(scene.say_text("cannot_read"))
        case TextReceived(redacted=redacted) if redacted:
            return run.where_we_are(scene.say_text("card_redacted"))
        case _:
            return _answer(_wake_up(scene))


def _learn_language(scene: Scene) -> Scene:
    locale = getattr(scene.event, "locale", "")[:2]
    if not scene.conversation.language and locale in scene.world.brand.languages:
        return scene.change(language=locale)
    return scene


def _wake_up(scene: Scene) -> Scene:
    return run.take(scene, "timeout") if run.is_late(scene) else scene


def _answer(scene: Scene) -> Scene:
    here = run.current(scene)
    heard = hear(scene.event, scene, expecting=here[1].expecting if here else None)
    scene = _switch_language(scene, heard)
    if heard.stale:
        return run.where_we_are(scene.say_text("stale"))
    wish = _WISHES.get(heard.go)
    if wish is not None:
        return wish(scene)
    if here is None:
        return _begin(scene, heard)
    scene = _small_talk(scene, heard)
    return run.where_we_are(scene) if scene.effects else run.answer(scene, heard)


def _switch_language(scene: Scene, heard: Heard) -> Scene:
    language = heard.understood.language
    if language in scene.world.brand.languages and language != scene.conversation.language:
        return scene.change(language=language)
    return scene if scene.conversation.language else scene.change(language=scene.language)


def _begin(scene: Scene, heard: Heard) -> Scene:
    fresh = scene.change(trip=Trip(), basket=Basket(email=scene.conversation.basket.email))
    before = len(fresh.effects)
    _, filled = take_wishes(heard, fresh)
    started = run.start(filled)
    problems = filled.effects[before:]
    if not problems:
        return started
    said = started.effects[len(filled.effects) :]
    return msgspec.structs.replace(started, effects=(*fresh.effects, *said[:1], *problems, *said[1:]))


_SMALL_TALK = frozenset({"thanks", "bags", "status", "greet", "goodbye"})


def _small_talk(scene: Scene, heard: Heard) -> Scene:
    intent = heard.understood.intent
    plain = not heard.understood.places and not heard.understood.dates
    return scene.say_text(f"answer_{intent}") if intent in _SMALL_TALK and plain else scene


def _help(scene: Scene) -> Scene:
    options = (
        Option(scene.words("start_over_button"), "go:start_over"),
        Option(scene.words("person_button"), "go:person"),
    )
    return run.where_we_are(scene.say(Text(scene.words("help"), options)))


def _start_over(scene: Scene) -> Scene:
    here = run.current(scene)
    if here is not None and here[0].subject == "checkout":
        scene = scene.want(CancelCheckout(scene.conversation.basket.checkout))
    scene = scene.change(trip=Trip(), basket=Basket(email=scene.conversation.basket.email))
    slots = {key: value for key, value in scene.conversation.slots.items() if key != "pay_url"}
    return run.start(scene.say_text("started_over").change(slots=slots))


def _person(scene: Scene) -> Scene:
    if run.current(scene) is None:
        scene = run.start(msgspec.structs.replace(scene, effects=()))
        scene = msgspec.structs.replace(scene, effects=())
    return run.take(scene, "person")


def _back_to_bot(scene: Scene) -> Scene:
    if scene.conversation.owner == "bot":
        return run.where_we_are(scene)
    return run.where_we_are(scene.replace(handover.give_back(scene.conversation)).say_text("bot_again"))


def _more(scene: Scene) -> Scene:
    here = run.current(scene)
    if here is None:
        return run.where_we_are(scene)
    return run.answer(scene, Heard(go="more"))


_WISHES: Mapping[str, Callable[[Scene], Scene]] = {
    "help": _help,
    "start_over": _start_over,
    "person": _person,
    "bot": _back_to_bot,
    "more": _more,
}
"""Wishes that hold everywhere: what "go:<wish>" on a button, or the words for it, do."""


def _while_with_a_person(scene: Scene) -> Scene:
    match scene.event:
        case ChoiceTapped(payload="go:bot") if scene.conversation.owner == "queue":
            return _back_to_bot(scene)
        case _:
            return scene


def _echoed(scene: Scene) -> Scene:
    event: Any = scene.event
    return scene.replace(handover.echo(scene.conversation, app=event.app, now=scene.now))


def _agent(scene: Scene) -> Scene | None:
    talk = scene.conversation
    match scene.event:
        case AgentTook(agent=agent, name=name):
            taken = scene.replace(handover.take(talk, agent=agent, now=scene.now))
            return taken.with_said(agent=name).say_text("agent_here")
        case AgentSpoke(agent=agent, name=name, text=text) if talk.owner == "human" and talk.agent == agent:
            return scene.want(Say(Text(text), author=name))
        case AgentReturned() if talk.owner != "bot":
            return _back_to_bot(scene)
        case _:
            return None


def _timer(scene: Scene) -> Scene | None:
    event: Any = scene.event
    waits = scene.conversation.owner == "bot" and scene.position.wait == event.wait
    return run.take(scene, "timeout") if waits else None


def _silent(scene: Scene) -> Scene:
    """Reactions, edits and take-backs are kept in the transcript and change nothing in the talk."""
    return scene


def _news(scene: Scene) -> Scene | None:
    """Answers of the outside: money news is told in any case, the rest is taken where it is awaited."""
    if scene.conversation.owner != "bot":
        return run.overhear(scene)
    told = run.news(scene)
    if told is None and isinstance(scene.event, wait_checkout.News):
        _, told = wait_checkout.news(scene)
    return told


_DOORS: Mapping[type, Callable[[Scene], Scene | None]] = {
    TextReceived: _traveller,
    ChoiceTapped: _traveller,
    ThreadOpened: _traveller,
    AttachmentReceived: _traveller,
    MessageReacted: _silent,
    MessageEdited: _silent,
    MessageUnsent: _silent,
    MessageEchoed: _echoed,
    AgentTook: _agent,
    AgentSpoke: _agent,
    AgentReturned: _agent,
    WaitExpired: _timer,
}
"""Event -> what becomes of the scene; all that is not here is an answer of the outside."""
