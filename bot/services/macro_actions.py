"""Who performs which action of a macro: one literal table, to which another way of acting is one more line."""

from collections.abc import Callable, Mapping

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.staff.macros import (
    Action,
    Assign,
    Close,
    HandBack,
    Known,
    Label,
    SayText,
    SetPriority,
    Snooze,
    Transfer,
)
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import desk, thread_marks

_DIGITS = str.maketrans("0123456789", "abcdefghij")


class At(msgspec.Struct, frozen=True):
    """On which thread an action is done, and a key of its own that is the same when it is tried again."""

    thread: str
    key: str


Performer = Callable[[Runtime, Person, At, Action], None]
"""Does an action with a thread as a person; raises a `ThreadfareError` with a sentence when it cannot be done."""


def _say(runtime: Runtime, person: Person, at: At, action: Action) -> None:
    """The thread is taken first when nobody has it: an agent's word is a person's."""
    if not isinstance(action, SayText):
        raise TypeError(action)
    desk.take(runtime, at.thread, person)
    desk.reply(runtime, at.thread, person, action.text, key=letters(at.key))


def _label(runtime: Runtime, person: Person, at: At, action: Action) -> None:
    if isinstance(action, Label):
        thread_marks.label(runtime, person, at.thread, action.name, off=action.off)


def _priority(runtime: Runtime, person: Person, at: At, action: Action) -> None:
    if isinstance(action, SetPriority):
        thread_marks.set_priority(runtime, person, at.thread, action.priority)


def _snooze(runtime: Runtime, person: Person, at: At, action: Action) -> None:
    if isinstance(action, Snooze):
        thread_marks.snooze(runtime, person, at.thread, action.minutes)


def _assign(runtime: Runtime, person: Person, at: At, action: Action) -> None:
    if isinstance(action, Assign) and action.person not in ("", person.id):
        thread_marks.offer(runtime, person, at.thread, action.person)
    else:
        desk.take(runtime, at.thread, person)


def _transfer(runtime: Runtime, person: Person, at: At, action: Action) -> None:
    if isinstance(action, Transfer):
        thread_marks.move(runtime, person, at.thread, team=action.team, note=action.note)


def _close(runtime: Runtime, person: Person, at: At, _: Action) -> None:
    thread_marks.close(runtime, person, at.thread)


def _hand_back(runtime: Runtime, person: Person, at: At, _: Action) -> None:
    talk = desk.thread_state(runtime, at.thread)
    if talk is not None and talk.owner == "bot":
        raise InvalidError("The bot has this thread already.")
    desk.hand_back(runtime, at.thread, person)


PERFORMERS: Mapping[type[Action], Performer] = {
    SayText: _say,
    Label: _label,
    SetPriority: _priority,
    Snooze: _snooze,
    Assign: _assign,
    Transfer: _transfer,
    Close: _close,
    HandBack: _hand_back,
}
"""Every kind of action."""


def known(runtime: Runtime) -> Known:
    """What actions may name now. The bot goes on where it stopped; it has no steps with names yet."""
    with runtime.records.begin() as work:
        people = tuple(one.id for one in work.people.people() if one.may("threads.talk"))
        return Known(people, tuple(team.id for team in work.teams.teams()))


def letters(key: str) -> str:
    """A key in letters, as replies want it."""
    return "".join(sign for sign in key.translate(_DIGITS) if sign.isascii() and sign.isalpha())
