"""Plays acts: the real engine takes each event, the outside answers what it wants, and time passes as it is told to.

Theory. `played` folds acts over an opening. Nothing here knows a store, a channel or a clock: the same acts on the
same World give the same stage, whoever plays them and whenever. An event's id counts what has happened, so effects
have the same ids each time, too.
"""

from collections.abc import Callable, Iterable
from functools import partial

import msgspec

from bot.domain.conversation import agent_events, events
from bot.domain.conversation.effects import Effect, Say, WakeAt
from bot.domain.conversation.entry import Said
from bot.domain.conversation.events import Event
from bot.domain.conversation.limits import LIMITS
from bot.domain.conversation.merging import merged
from bot.domain.conversation.messages import Message, Typing, spoken
from bot.domain.conversation.state import Position
from bot.domain.errors import InvalidError, ThreadfareError
from bot.domain.ids import effect_id
from bot.domain.redaction import redact
from bot.domain.rehearsal import acts, sales, taps
from bot.domain.rehearsal.acts import Act, Opening
from bot.domain.rehearsal.jump import jumped
from bot.domain.rehearsal.outside import Asked, answered
from bot.domain.rehearsal.stage import Look, Stage, Who, begin
from bot.domain.rehearsal.words import act_words, asked_words, told_words
from bot.domain.turn import Turn, advance
from bot.domain.world import World

ACT_MS = 1000
"""What each act takes of the rehearsal's time."""
MOST_ANSWERS = 20
"""Answers of the outside in one act: a flow that asks for more runs in a circle."""
MOST_RINGS = 20
"""Timers that ring while one pause passes."""
AGENT = "Sam"
"""The name of the person at the desk."""


class Means(msgspec.Struct, frozen=True):
    """With what acts are played: a World, and who is asked for flights of the airline's own timetable."""

    world: World
    look: Look


def played(opening: Opening, done: Iterable[Act], means: Means) -> Stage:
    """The stage after acts; raises `InvalidError` when one of them cannot be done."""
    stage = begin(opening, means.world)
    for act in done:
        stage = perform(stage, act, means)
    return stage


def perform(stage: Stage, act: Act, means: Means) -> Stage:
    """The stage after one more act; raises `InvalidError` when nothing can be tapped so, or no checkout is open."""
    stage = msgspec.structs.replace(stage, now=stage.now + ACT_MS, act=stage.act + 1, does=(), looked=())
    said = isinstance(act, acts.Person) and act.what == "says"
    stage = stage if said else stage.with_line(_who(act), act_words(act))
    match act:
        case acts.Plans(what=what, how=how):
            return msgspec.structs.replace(stage, plans={**stage.plans, what: how})
        case acts.Waits(seconds=seconds):
            return _passed(stage, stage.now - ACT_MS + seconds * 1000, means)
        case acts.Jumps(flow=flow, step=step):
            return _jumped(stage, flow, step, means)
        case acts.Happens(what=what):
            name, stage = _named(stage)
            stage, told = sales.happened(stage, name, what)
            return _taken(stage, told, means)
        case acts.Person():
            name, stage = _named(stage)
            return _taken(stage, (_by_person(act, name, stage.now),), means)
        case _:
            name, stage = _named(stage)
            return _taken(stage, (_by_traveller(act, name, stage),), means)


def _who(act: Act) -> Who:
    match act:
        case acts.Says() | acts.Taps() | acts.Fills() | acts.Opens() | acts.Sends():
            return "traveller"
        case acts.Person():
            return "person"
        case _:
            return "tester"


def _named(stage: Stage) -> tuple[str, Stage]:
    """The id of the next event."""
    return f"r{stage.happened + 1}", msgspec.structs.replace(stage, happened=stage.happened + 1)


def _by_traveller(act: Act, name: str, stage: Stage) -> Event:
    at = stage.now
    match act:
        case acts.Says(text=text):
            clean, redacted = redact(text)
            return events.TextReceived(name, at, clean, redacted)
        case acts.Taps():
            option = taps.found(act, messages(stage))
            if option is None:
                raise InvalidError(f"Nothing that was said can be tapped as {act.title!r}.")
            return events.ChoiceTapped(name, at, option.payload, option.title)
        case acts.Fills(values=values):
            position = stage.conversation.position
            return events.FormSent(name, at, position.wait if position else "", *_without_cards(values))
        case acts.Sends(kind=kind):
            return events.AttachmentReceived(name, at, kind)
        case acts.Opens(ref=ref):
            return events.ThreadOpened(name, at, ref)
        case _:
            raise InvalidError("No traveller does that.")


def _without_cards(values: dict[str, str]) -> tuple[dict[str, str], int]:
    clean = {field: redact(value)[0] for field, value in values.items()}
    return clean, sum(clean[field] != value for field, value in values.items())


def _by_person(act: acts.Person, name: str, at: int) -> Event:
    match act.what:
        case "takes":
            return agent_events.AgentTook(name, at, "rehearsal", AGENT)
        case "says":
            return agent_events.AgentSpoke(name, at, "rehearsal", AGENT, act.text)
        case "returns":
            return agent_events.AgentReturned(name, at, "rehearsal")


def messages(stage: Stage) -> tuple[Message, ...]:
    """What was said to the traveller so far, in order."""
    return tuple(line.message for line in stage.lines if line.message is not None)


def _taken(stage: Stage, told: Iterable[Event], means: Means) -> Stage:
    """The stage after events and all that follows from them at once."""
    waiting = list(told)
    for _ in range(MOST_ANSWERS):
        if not waiting:
            return stage
        event = waiting.pop(0)
        made = _turn(stage, partial(advance, stage.conversation, event, world=means.world, now=stage.now))
        stage, answers = _followed(stage, made, event.id, means)
        waiting += answers
    return stage.with_line("outside", "The outside was asked too often in one act.")


def _turn(stage: Stage, take: Callable[[], Turn]) -> Turn:
    """A turn of a draft, which may have faults that no published flow has: then it says where, and nothing breaks."""
    try:
        return take()
    except (LookupError, TypeError, ValueError, AttributeError, ThreadfareError) as error:
        position = stage.conversation.position
        where = f"{position.flow}.{position.node}" if position else "its start"
        raise InvalidError(f"The draft cannot go on from {where} ({error}). Check the flow first.") from error


def _jumped(stage: Stage, flow: str, step: str, means: Means) -> Stage:
    revision = means.world.live.get(flow)
    if revision is None or step not in means.world.flow(flow, revision).nodes:
        raise InvalidError(f"There is no step {step!r} in the flow {flow!r}.")
    name, stage = _named(stage)
    event, place = events.ThreadOpened(name, stage.now), Position(flow, revision, step)
    made = _turn(stage, lambda: jumped(stage.conversation, event, place, world=means.world, now=stage.now))
    stage, answers = _followed(stage, made, name, means)
    return _taken(stage, answers, means)


def _followed(stage: Stage, made: Turn, event_id: str, means: Means) -> tuple[Stage, list[Event]]:
    """The stage after a turn: what was said is heard, what was wanted is answered by the events that come next."""
    stage = msgspec.structs.replace(stage, conversation=made.conversation)
    said = [Said(effect_id(event_id, at), one) for at, one in enumerate(made.effects) if isinstance(one, Say)]
    limits = LIMITS.get(stage.opening.channel)
    for one in merged(said, limits) if limits is not None and limits.merges else said:
        stage = _heard(stage, one.say)
    answers: list[Event] = []
    for at, effect in enumerate(made.effects):
        stage, told = _wanted(stage, effect, effect_id(event_id, at), means)
        answers += told
    return stage, answers


def _heard(stage: Stage, say: Say) -> Stage:
    if isinstance(say.message, Typing):
        return stage
    return stage.with_line("bot" if say.author == "bot" else "person", spoken(say.message), say.message)


def _wanted(stage: Stage, effect: Effect, name: str, means: Means) -> tuple[Stage, tuple[Event, ...]]:
    if isinstance(effect, Say):
        return stage, ()
    if isinstance(effect, WakeAt):
        return msgspec.structs.replace(stage, alarm=(effect.at, effect.wait)), ()
    stage = msgspec.structs.replace(stage, does=(*stage.does, type(effect).__name__))
    stage = stage.with_line("outside", asked_words(effect))
    stage, told = answered(stage, Asked(name, effect, means.world, means.look))
    for event in told:
        stage = stage.with_line("outside", told_words(event))
    return stage, told


def _passed(stage: Stage, until: int, means: Means) -> Stage:
    """The stage at a later time: what rings or runs out until then happens in its order."""
    for _ in range(MOST_RINGS):
        rings = [(stage.alarm[0], "alarm")] if stage.alarm else []
        ends = [(stage.sale.until, "sale")] if stage.sale else []
        soonest = min((one for one in (*rings, *ends) if one[0] <= until), default=None)
        if soonest is None:
            break
        at, what = soonest
        name, stage = _named(msgspec.structs.replace(stage, now=max(at, stage.now)))
        if what == "alarm" and stage.alarm:
            told: tuple[Event, ...] = (events.WaitExpired(name, stage.now, stage.alarm[1]),)
            stage = msgspec.structs.replace(stage, alarm=None)
        else:
            stage, told = sales.happened(stage, name, "expired")
        stage = _taken(stage.with_line("outside", told_words(told[0])), told, means)
    return msgspec.structs.replace(stage, now=max(until, stage.now))
