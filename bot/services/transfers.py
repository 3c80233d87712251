"""Transfers: an agent wants another one, or a team, to take a thread over, who accepts or declines.

Theory. Until it is accepted nothing changes: the sender has the thread and answers in it. Accepting is written down
first and then becomes a turn, whose event names the sender: it counts only while that one still has the thread. A
process that dies in between is followed by the sweep, which takes the same turn. What nobody answers in time stays with
its sender, or waits for a person again where the sender is not there any more.
"""

import msgspec

from bot.domain.conversation.handover import has_agent
from bot.domain.conversation.service_events import AgentAccepted, AgentLeft
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.moments import milliseconds
from bot.domain.staff.hiding import hidden
from bot.domain.staff.hours import MINUTE_MS
from bot.domain.staff.person import Person
from bot.domain.staff.team import ANSWER_MINUTES
from bot.ports.assignment_records import Handing, HandingKind, Transfer
from bot.ports.live import LiveNote
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import assigning, audited, desk, staff_news, turns
from bot.services.thread_refs import ref_of

LONGEST_NOTE = 1000
OVER = "This transfer is over."


class To(msgspec.Struct, frozen=True, kw_only=True):
    """To whom: a person or a team by its id."""

    person: str = ""
    team: str = ""


class _End(msgspec.Struct, frozen=True):
    """How a transfer ends: what it is called, by whom, and their words."""

    kind: HandingKind
    by: str = ""
    note: str = ""


def begin(runtime: Runtime, person: Person, thread: str, to: To, *, note: str) -> None:
    """Want somebody to take over a thread that one has, or that one oversees.

    Raises `InvalidError` without a note or for somebody who may not answer, `ConflictError` when the thread is not
    theirs to transfer, or is being transferred already.
    """
    words = " ".join(note.split())
    if not 0 < len(words) <= LONGEST_NOTE:
        raise InvalidError(f"Write a note of 1 to {LONGEST_NOTE} characters for whoever takes the thread over.")
    sender, now = _owner(runtime, thread), milliseconds(runtime.clock.now())
    if not sender or (sender != person.id and not person.may("threads.oversee")):
        raise ConflictError("Take the thread before you transfer it.", retryable=False)
    with runtime.records.begin() as work:
        work.desk.thread(thread, lock=True)
        if work.assignments.transfer(thread, lock=True) is not None:
            raise ConflictError("This thread is being transferred already.", retryable=False)
        receivers, minutes = _receivers(work, to, sender)
        made = Transfer(
            thread=thread,
            id=runtime.ids.new("trf"),
            sender=sender,
            note=hidden(words),
            at=now,
            due=now + minutes * MINUTE_MS,
            by=person.id,
            person=to.person,
            team=to.team,
        )
        work.assignments.keep_transfer(made)
        _note(work, made, _End("transferred", person.id, made.note), now)
        for each in receivers:
            staff_news.tell(work, "transfer", key=f"{made.id}:{each}", thread=thread, person=each, at=now)
        after = {"person": to.person, "team": to.team, "characters": len(made.note)}
        work.audit.append(
            audited.act(runtime, person.id, "thread.transfer", ref_of(runtime, thread), before=sender, after=after)
        )
    _tell(runtime, thread)


def accept(runtime: Runtime, person: Person, thread: str) -> None:
    """Take over a thread that was transferred to one, or to a team of one's; the same again changes nothing.

    Raises `ConflictError` when the transfer is over, is another's, or its sender does not have the thread any more.
    """
    with runtime.records.begin() as work:
        found = _mine(work, person, thread)
        if found.taker not in ("", person.id):
            raise ConflictError("A colleague has accepted this transfer.", retryable=False)
        accepted = msgspec.structs.replace(found, taker=person.id)
        work.assignments.keep_transfer(accepted)
    if not _finish(runtime, accepted):
        raise ConflictError("The sender does not have this thread any more.", retryable=False)


def decline(runtime: Runtime, person: Person, thread: str, *, why: str = "") -> None:
    """Leave a thread with its sender, who is told; a member answers for their team.

    Raises `ConflictError` when the transfer is over or is another's.
    """
    with runtime.records.begin() as work:
        found = _mine(work, person, thread)
        if found.taker:
            raise ConflictError("A colleague has accepted this transfer.", retryable=False)
        _end(runtime, work, found, _End("declined", person.id, hidden(" ".join(why.split())[:LONGEST_NOTE])))
    _tell(runtime, thread)


def withdraw(runtime: Runtime, person: Person, thread: str) -> None:
    """Take a transfer back that nobody has accepted; raises `ConflictError` when it is over or not theirs to end."""
    with runtime.records.begin() as work:
        found = work.assignments.transfer(thread, lock=True)
        if found is None or found.taker:
            raise ConflictError(OVER, retryable=False)
        if person.id not in (found.sender, found.by) and not person.may("threads.oversee"):
            raise ConflictError("This is another agent's transfer.", retryable=False)
        _end(runtime, work, found, _End("withdrawn", person.id))
    _tell(runtime, thread)


def watch(runtime: Runtime) -> int:
    """Go on with transfers that were accepted, and end those that are over; gives how many. Raises what a turn does."""
    with runtime.records.begin() as work:
        known = work.assignments.transfers()
    return sum(_look_at(runtime, one) for one in known)


def is_for(work: Work, person: Person, transfer: Transfer) -> bool:
    """Whether somebody may accept a transfer."""
    if not person.may("threads.talk") or person.id == transfer.sender:
        return False
    team = work.teams.team(transfer.team) if transfer.team else None
    return person.id == transfer.person or (team is not None and person.id in team.members)


def _look_at(runtime: Runtime, one: Transfer) -> bool:
    if one.taker:
        _finish(runtime, one)
        return True
    gone, now = _owner(runtime, one.thread) != one.sender, milliseconds(runtime.clock.now())
    if not gone and one.due > now:
        return False
    with runtime.records.begin() as work:
        known = work.assignments.transfer(one.thread, lock=True)
        if known != one:
            return False
        sender_away = work.agents.agent(one.sender).now(now) == "away"
        _end(runtime, work, one, _End("withdrawn" if gone else "lapsed"))
    if sender_away and not gone:
        turns.take(runtime, one.thread, AgentLeft(f"lapsed:{one.id}", now, one.sender))
        assigning.wake(runtime)
    _tell(runtime, one.thread)
    return True


def _finish(runtime: Runtime, one: Transfer) -> bool:
    """Take the turn of a transfer that was accepted; whether the taker has the thread now."""
    with runtime.records.begin() as work:
        taker = work.people.person(one.taker)
    now = milliseconds(runtime.clock.now())
    if taker is not None and taker.may("threads.talk"):
        turns.take(runtime, one.thread, AgentAccepted(one.id, now, taker.id, taker.name, sender=one.sender))
    took = _owner(runtime, one.thread) == one.taker
    with runtime.records.begin() as work:
        if work.assignments.transfer(one.thread, lock=True) == one:
            if one.team and took:
                work.desk.change(one.thread, team=one.team)
            _end(runtime, work, one, _End("accepted" if took else "withdrawn", one.taker))
    _tell(runtime, one.thread)
    return took


def _mine(work: Work, person: Person, thread: str) -> Transfer:
    found = work.assignments.transfer(thread, lock=True)
    if found is None:
        raise ConflictError(OVER, retryable=False)
    if not is_for(work, person, found):
        raise ConflictError("This transfer is for somebody else.", retryable=False)
    return found


def _receivers(work: Work, to: To, sender: str) -> tuple[tuple[str, ...], int]:
    """Who may accept, and how many minutes they have; raises `InvalidError` when there is nobody."""
    team = work.teams.team(to.team) if to.team and not to.person else None
    people = (to.person,) if to.person else team.members if team else ()
    known = (work.people.person(each) for each in people if each != sender)
    found = tuple(one.id for one in known if one is not None and one.may("threads.talk"))
    if not found:
        raise InvalidError("Choose a colleague who may answer, or a team that has one.")
    return found, (team.answer_minutes if team else 0) or ANSWER_MINUTES


def _end(runtime: Runtime, work: Work, one: Transfer, end: _End) -> None:
    """A transfer is over: the sender is told unless they did it themselves, and the act is noted last."""
    now = milliseconds(runtime.clock.now())
    work.assignments.end_transfer(one.thread)
    _note(work, one, end, now)
    if end.by != one.sender:
        staff_news.tell(work, "transfer", key=f"{one.id}:{end.kind}", thread=one.thread, person=one.sender, at=now)
    who, ref = end.by or assigning.ROUTER, ref_of(runtime, one.thread)
    after = {"end": end.kind, "characters": len(end.note)}
    work.audit.append(audited.act(runtime, who, "thread.transfer_ended", ref, before=one.sender, after=after))


def _note(work: Work, one: Transfer, end: _End, now: int) -> None:
    work.assignments.note(
        Handing(
            thread=one.thread,
            at=now,
            kind=end.kind,
            person=end.by if end.kind in ("accepted", "declined") else one.person,
            team=one.team,
            by=end.by,
            note=end.note,
        )
    )


def _owner(runtime: Runtime, thread: str) -> str:
    """The agent of the desk who has a thread now, "" for none."""
    talk = desk.thread_state(runtime, thread)
    return talk.agent if talk is not None and has_agent(talk) else ""


def _tell(runtime: Runtime, thread: str) -> None:
    runtime.live.publish((LiveNote("", thread, "desk", 0),))
    staff_news.redraw(runtime)
