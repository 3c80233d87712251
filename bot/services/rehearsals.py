"""Rehearsals: staff talk to a draft with the real engine, and nothing outside is touched.

Flights may be looked up in the airline's own timetable; seats, money, tickets, mails and channels are made up by the
domain. What is kept is the acts alone, under an opaque id, for a day after the last one; whoever began a rehearsal is
the only one who sees it.
"""

from datetime import datetime

import msgspec

from bot.domain.conversation.effects import SearchFlights
from bot.domain.errors import ConflictError, InvalidError, OutcomeUnknownError, SupplierError
from bot.domain.flow.definition import Flow
from bot.domain.moments import milliseconds, moment
from bot.domain.rehearsal import script as scripts
from bot.domain.rehearsal.acts import Act, Opening
from bot.domain.rehearsal.checks import check_act, check_opening
from bot.domain.rehearsal.drafted import with_draft
from bot.domain.rehearsal.play import Means
from bot.domain.rehearsal.script import Script
from bot.domain.rehearsal.stage import Answer, Stage
from bot.domain.staff.person import Person
from bot.ports.records import Work
from bot.ports.rehearsal_records import Rehearsal
from bot.ports.runtime import Runtime
from bot.services import searching

KEPT_MS = 24 * 3_600_000
"""How long a rehearsal is kept after its last act."""
GONE = "This rehearsal is over. Begin a new one."
MEANWHILE = "This rehearsal went on in another window. Look at it there, or go on here."


class Held(msgspec.Struct, frozen=True):
    """A rehearsal as it stands: its id, its acts, and where they lead on the draft as it is now.

    `broken` says why the acts cannot be played to their end on this draft any more, "" when they can; `script` then
    ends before that act.
    """

    id: str
    script: Script
    stage: Stage
    broken: str = ""


class _At(msgspec.Struct, frozen=True):
    """The clock of a rehearsal, which stands still."""

    at: int

    def now(self) -> datetime:
        """The moment at which it stands, UTC."""
        return moment(self.at)


def means_of(runtime: Runtime, draft: Flow) -> Means:
    """With what a draft is rehearsed: the World with it in place of the live revision, and the own timetable."""

    def look(wish: SearchFlights, at: int) -> Answer:
        there = msgspec.structs.replace(runtime, clock=_At(at))
        try:
            return Answer(*searching.search(there, wish))
        except (SupplierError, OutcomeUnknownError) as error:
            return Answer(failed=error.say_to_traveller or SupplierError.say_to_traveller)

    return Means(with_draft(runtime.world(), draft), look)


def begin(runtime: Runtime, person: Person, draft: Flow, opening: Opening) -> Held:
    """A rehearsal in which nothing has been done yet; raises `InvalidError` when it cannot begin so.

    An opening without a time (0) begins now.
    """
    now = milliseconds(runtime.clock.now())
    opening = opening if opening.begun else msgspec.structs.replace(opening, begun=now)
    return start(runtime, person, draft, Script(draft.name, opening))


def start(runtime: Runtime, person: Person, draft: Flow, script: Script) -> Held:
    """A rehearsal that goes on from a script: a golden conversation, a real thread, or nothing yet."""
    now, means = milliseconds(runtime.clock.now()), means_of(runtime, draft)
    check_opening(script.opening, means.world)
    kept = Rehearsal(runtime.ids.new("reh"), person.id, script, now)
    held = _held(kept, means)
    with runtime.records.begin() as work:
        work.rehearsals.drop_rehearsals(before=now - KEPT_MS)
        work.rehearsals.keep_rehearsal(msgspec.structs.replace(kept, script=held.script))
    return held


def see(runtime: Runtime, person: Person, draft: Flow, rehearsal: str) -> Held:
    """A rehearsal as it goes on the draft as it is now; raises `InvalidError` when it is gone, or another's."""
    with runtime.records.begin() as work:
        kept = _mine(work, person, draft, rehearsal)
    return _held(kept, means_of(runtime, draft))


def act(runtime: Runtime, person: Person, draft: Flow, rehearsal: str, *, does: Act, done: int) -> Held:
    """The rehearsal after one more act, where `done` acts were done when it was looked at.

    Raises `InvalidError` when the act cannot be done, and `ConflictError` when others were done meanwhile.
    """
    means = means_of(runtime, draft)
    with runtime.records.begin() as work:
        kept = _mine(work, person, draft, rehearsal, done=done)
    check_act(does, done=done, world=means.world)
    # The timetable is asked outside a transaction; whether somebody else was faster is looked at again below.
    script, stage = scripts.add(kept.script, does, means)
    _keep(runtime, person, draft, msgspec.structs.replace(kept, script=script), done=done)
    return Held(kept.id, script, stage)


def back(runtime: Runtime, person: Person, draft: Flow, rehearsal: str, *, turns: int = 1) -> Held:
    """The rehearsal before its last acts; raises `InvalidError` when it is gone."""
    with runtime.records.begin() as work:
        kept = _mine(work, person, draft, rehearsal)
    shorter = msgspec.structs.replace(kept, script=scripts.back(kept.script, turns))
    _keep(runtime, person, draft, shorter, done=len(kept.script.steps))
    return _held(shorter, means_of(runtime, draft))


def reset(runtime: Runtime, person: Person, draft: Flow, rehearsal: str, *, opening: Opening | None = None) -> Held:
    """The rehearsal before its first act, perhaps in another channel or language."""
    with runtime.records.begin() as work:
        kept = _mine(work, person, draft, rehearsal)
    means, script = means_of(runtime, draft), scripts.reset(kept.script)
    if opening is not None:
        begun = opening.begun or milliseconds(runtime.clock.now())
        script = msgspec.structs.replace(script, opening=msgspec.structs.replace(opening, begun=begun))
        check_opening(script.opening, means.world)
    fresh = msgspec.structs.replace(kept, script=script)
    _keep(runtime, person, draft, fresh, done=len(kept.script.steps))
    return _held(fresh, means)


def _held(kept: Rehearsal, means: Means) -> Held:
    """The acts as far as they can be done: an editor who took a step away sees where the talk now ends."""
    script = scripts.reset(kept.script)
    stage = scripts.replayed(script, means)
    for step in kept.script.steps:
        try:
            stage = scripts.performed(stage, step, means)
        except InvalidError as error:
            return Held(kept.id, script, stage, str(error))
        script = msgspec.structs.replace(script, steps=(*script.steps, step))
    return Held(kept.id, script, stage)


def _mine(work: Work, person: Person, draft: Flow, rehearsal: str, *, done: int | None = None) -> Rehearsal:
    kept = work.rehearsals.rehearsal(rehearsal)
    if kept is None or kept.person != person.id or kept.script.flow != draft.name:
        raise InvalidError(GONE)
    if done is not None and len(kept.script.steps) != done:
        raise ConflictError(MEANWHILE, retryable=False)
    return kept


def _keep(runtime: Runtime, person: Person, draft: Flow, rehearsal: Rehearsal, *, done: int) -> None:
    with runtime.records.begin() as work:
        _mine(work, person, draft, rehearsal.id, done=done)
        now = milliseconds(runtime.clock.now())
        work.rehearsals.keep_rehearsal(msgspec.structs.replace(rehearsal, at=now))
