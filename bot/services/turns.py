"""A turn: load, advance, commit at once or try again, ring for what is wanted.

Theory. A conversation is changed by compare-and-set alone: whoever comes second loads the newest state and advances
again, so that the turns of a thread always equal a sequential run. What must stay true: an event is taken once
however often it is delivered (its digest is remembered in the state, what was forgotten is in the archive); an effect
that an event answers leaves the due set in the step that takes the event, or when the event changes nothing; ringing
comes after the commit and may fail, because the due set is what counts and a sweep rings what is late.
"""

import msgspec

from bot.domain import ids, turn
from bot.domain.conversation.effects import Effect, JudgeEcho, Say, WakeAt
from bot.domain.conversation.entry import Said, TurnEntry
from bot.domain.conversation.events import Event
from bot.domain.conversation.limits import LIMITS
from bot.domain.conversation.merging import merged
from bot.domain.conversation.messages import Text
from bot.domain.conversation.state import Conversation, Position, new_conversation
from bot.domain.errors import ConflictError
from bot.domain.moments import milliseconds
from bot.domain.turn import Turn
from bot.domain.world import World
from bot.ports.conversations import Commit, Due
from bot.ports.runtime import Runtime
from bot.services import activity, wallet

MOST_TRIES = 32
"""A thread whose state changed under us as often as this is being flooded; the platform delivers again later."""

WAKE = "wake"
"""Names a thread's one timer: a newer one takes the place of an older one."""

_NOWHERE = Position("", 0, "")


class _Loaded(msgspec.Struct, frozen=True):
    """The state a turn starts from; `expected` is what the store holds, `restored` whether it is the archive's."""

    conversation: Conversation
    expected: int
    restored: bool = False


def take(runtime: Runtime, thread: str, event: Event, *, settles: str = "", settles_at: int = 0) -> Turn:
    """The turn that an event made, after it was committed; an empty turn when it changed nothing.

    `settles` is the id of the effect that the event answers. Raises `UnavailableError` when nothing was stored, and
    `ConflictError` when others were faster too many times: both may be tried again with the same event.
    """
    world = runtime.world()
    now = milliseconds(runtime.clock.now())
    for _ in range(MOST_TRIES):
        loaded = _load(runtime, thread, now)
        made = _advance(runtime, loaded, event, world=world, now=now)
        if made.conversation.version == loaded.conversation.version:
            if settles:
                runtime.conversations.settle(thread, settles, at=settles_at)
            return made
        commit = _commit(loaded, made, event, now=now)
        if settles:
            commit = msgspec.structs.replace(commit, settles=settles, settles_at=settles_at)
        if runtime.conversations.commit(commit):
            _ring(runtime, commit.due, now)
            return made
        runtime.meter.count("turn_conflicts")
    raise ConflictError("A thread changed too often while one event was being taken.")


def pay_off(runtime: Runtime, thread: str) -> int:
    """Hand a thread the events that SQL owes it, in order; gives how many. Call it after the commit that owes them.

    News of an account that the thread has left meanwhile is nobody's, and is dropped.

    Raises what `take` raises; the sweep goes on where this stopped.
    """
    with runtime.records.begin() as work:
        owed = work.talk.owed_to(thread)
        not_ours = {debt.id for debt in owed if activity.is_anothers(work, debt)}
    for debt in owed:
        if debt.id not in not_ours:
            take(runtime, thread, debt.event)
        with runtime.records.begin() as work:
            work.talk.paid_off(debt.id)
    return len(owed)


def _ring(runtime: Runtime, dues: tuple[Due, ...], now: int) -> None:
    """See that effects which are due now are performed soon; never raises."""
    for due in dues:
        if due.at <= now and not (runtime.quick is not None and runtime.quick.submit(due)):
            runtime.jobs.ring(ids.ring_name(due.thread, due.id))


def restored(archived: Conversation, *, now: int) -> Conversation:
    """An archived body as it lives on after a loss (`now` in milliseconds UTC).

    It may be older than the transcript, and forgets what only the transcript knows: whatever happened until now is
    looked up there.
    """
    return msgspec.structs.replace(archived, seen_since=max(archived.seen_since, now))


def _load(runtime: Runtime, thread: str, now: int) -> _Loaded:
    found = runtime.conversations.find(thread)
    if found.conversation is not None:
        return _Loaded(found.conversation, found.conversation.version)
    if found.whole:
        return _Loaded(new_conversation(thread), 0)
    with runtime.records.begin() as work:
        archived = work.talk.conversation(thread)
        talk = wallet.with_profile(work, restored(archived or new_conversation(thread), now=now))
    return _Loaded(talk, 0, restored=archived is not None)


def _advance(runtime: Runtime, loaded: _Loaded, event: Event, *, world: World, now: int) -> Turn:
    talk = loaded.conversation
    if event.at <= talk.seen_since and _is_archived(runtime, talk.thread, event.id):
        return Turn(talk)
    made = turn.advance(talk, event, world=world, now=now)
    if loaded.restored and made.conversation.version != talk.version:
        return _with_apology(made, world)
    return made


def _is_archived(runtime: Runtime, thread: str, event: str) -> bool:
    with runtime.records.begin() as work:
        return work.talk.has_event(thread, event)


def _with_apology(made: Turn, world: World) -> Turn:
    """Say that the last message may be lost; last, because effects are named by their place."""
    words = world.text("may_have_missed", made.conversation.language or world.brand.languages[0])
    if words is None or made.conversation.owner != "bot":
        return made
    apology = Say(Text("".join(part for part in words.parts if isinstance(part, str))))
    return Turn(made.conversation, (*made.effects, apology))


def _commit(loaded: _Loaded, made: Turn, event: Event, *, now: int) -> Commit:
    said: list[Said] = []
    due: list[Due] = []
    talk = made.conversation
    limits = LIMITS.get(ids.channel_of(talk.thread))
    for index, effect in enumerate(made.effects):
        if isinstance(effect, Say):
            said.append(Said(ids.effect_id(event.id, index), effect))
        else:
            due.append(_due(talk.thread, ids.effect_id(event.id, index), effect, now))
    position = talk.position or _NOWHERE
    entry = TurnEntry(
        thread=talk.thread,
        version=talk.version,
        epoch=talk.epoch,
        owner=talk.owner,
        event=event,
        said=merged(said, limits) if limits is not None and limits.merges else tuple(said),
        flow=position.flow,
        revision=position.revision,
        step=position.node,
        language=talk.language,
        link=talk.link or loaded.conversation.link,
        at=now,
        was=loaded.conversation.owner,
        reason=talk.reason,
        misses=position.misses,
    )
    return Commit(talk, loaded.expected, entry, tuple(due))


def _due(thread: str, effect_id: str, effect: Effect, now: int) -> Due:
    if isinstance(effect, WakeAt):
        return Due(WAKE, thread, effect, effect.at)
    if isinstance(effect, JudgeEcho):
        return Due(effect_id, thread, effect, effect.at)
    return Due(effect_id, thread, effect, now)
