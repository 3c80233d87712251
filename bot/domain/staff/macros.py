"""Macros: named lists of typed actions that an agent runs on one thread or on many."""

from collections.abc import Callable, Collection

import msgspec

from bot.domain.errors import InvalidError

MOST_ACTIONS = 10
LONGEST_TEXT = 2000
LONGEST_NAME = 60
LONGEST_LABEL = 40
LONGEST_SNOOZE = 60 * 24 * 60
"""Minutes: sixty days."""
PRIORITIES = ("none", "low", "high", "urgent")
"""The names of priorities 0 to 3."""


class SayText(msgspec.Struct, frozen=True, tag="say"):
    """Say a canned text to the traveller, as the agent who has the thread."""

    text: str


class Label(msgspec.Struct, frozen=True, tag="label"):
    """Put a label on, or take it off."""

    name: str
    off: bool = False


class SetPriority(msgspec.Struct, frozen=True, tag="priority"):
    """Set the priority, 0 to 3."""

    priority: int


class Snooze(msgspec.Struct, frozen=True, tag="snooze"):
    """Hide the thread for so many minutes, or until the traveller writes."""

    minutes: int


class Assign(msgspec.Struct, frozen=True, tag="assign"):
    """Give the thread to a person by their id, "" for whoever runs it."""

    person: str = ""


class Transfer(msgspec.Struct, frozen=True, tag="transfer"):
    """Hand the thread over to a team, with a note for it."""

    team: str
    note: str


class Close(msgspec.Struct, frozen=True, tag="close"):
    """Close the thread: nothing more is to be done."""


class HandBack(msgspec.Struct, frozen=True, tag="return"):
    """Give the thread back to the bot, "" for where it stopped, else at a named step."""

    step: str = ""


Action = SayText | Label | SetPriority | Snooze | Assign | Transfer | Close | HandBack


class Macro(msgspec.Struct, frozen=True, kw_only=True):
    """A named list of actions. `owner` is the person whose it is, "" for one that everybody has."""

    id: str
    name: str
    owner: str = ""
    actions: tuple[Action, ...] = ()


class Known(msgspec.Struct, frozen=True):
    """What actions may name: ids of people and teams, and steps at which the bot can go on."""

    people: Collection[str] = ()
    teams: Collection[str] = ()
    steps: Collection[str] = ()


def checked(macro: Macro, known: Known) -> Macro:
    """The macro, if it can be run; raises `InvalidError` that says which action is wrong and why."""
    if not 0 < len(macro.name.strip()) <= LONGEST_NAME:
        raise InvalidError(f"A macro has a name of 1 to {LONGEST_NAME} characters.")
    check_actions(macro.actions, known)
    return macro


def check_actions(actions: tuple[Action, ...], known: Known) -> None:
    """Raise `InvalidError` unless the actions can be run in their order."""
    if not 0 < len(actions) <= MOST_ACTIONS:
        raise InvalidError(f"Choose 1 to {MOST_ACTIONS} actions.")
    for number, action in enumerate(actions, 1):
        if problem := _problem(action, known):
            raise InvalidError(f"Action {number}: {problem}")
    for number, action in enumerate(actions[:-1], 1):
        if isinstance(action, Close | HandBack | Transfer) and not _may_follow(actions[number:]):
            raise InvalidError(f"Action {number} gives the thread away: only labels and priorities can follow it.")


def sentence(action: Action) -> str:
    """The action as staff read it."""
    return _SENTENCES[type(action)](action)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME].rstrip()}…"


_SENTENCES: dict[type, Callable[..., str]] = {
    SayText: lambda action: f"Say “{_short(action.text)}”",
    Label: lambda action: f"Take the label “{action.name}” off" if action.off else f"Label “{action.name}”",
    SetPriority: lambda action: f"Set priority {PRIORITIES[action.priority]}",
    Snooze: lambda action: f"Snooze for {action.minutes} min",
    Assign: lambda action: "Assign to a person" if action.person else "Assign to me",
    Transfer: lambda _: "Transfer to a team",
    Close: lambda _: "Close",
    HandBack: lambda action: f"Return to the bot at “{action.step}”" if action.step else "Return to the bot",
}


def _may_follow(rest: tuple[Action, ...]) -> bool:
    return all(isinstance(action, Label | SetPriority) for action in rest)


def _said(action: SayText, _: Known) -> str:
    return "" if 0 < len(action.text.strip()) <= LONGEST_TEXT else f"a text has 1 to {LONGEST_TEXT} characters."


def _label(action: Label, _: Known) -> str:
    return "" if 0 < len(action.name.strip()) <= LONGEST_LABEL else f"a label has 1 to {LONGEST_LABEL} characters."


def _priority(action: SetPriority, _: Known) -> str:
    return "" if 0 <= action.priority < len(PRIORITIES) else "a priority is none, low, high or urgent."


def _snooze(action: Snooze, _: Known) -> str:
    return "" if 0 < action.minutes <= LONGEST_SNOOZE else f"snooze for 1 to {LONGEST_SNOOZE} minutes."


def _assign(action: Assign, known: Known) -> str:
    return "" if not action.person or action.person in known.people else "nobody of the staff has this id."


def _transfer(action: Transfer, known: Known) -> str:
    if action.team not in known.teams:
        return "there is no such team."
    return "" if action.note.strip() else "write a note for the team."


def _step(action: HandBack, known: Known) -> str:
    return "" if not action.step or action.step in known.steps else "the bot has no such step."


_CHECKS: dict[type, Callable[..., str]] = {
    SayText: _said,
    Label: _label,
    SetPriority: _priority,
    Snooze: _snooze,
    Assign: _assign,
    Transfer: _transfer,
    HandBack: _step,
}


def _problem(action: Action, known: Known) -> str:
    check = _CHECKS.get(type(action))
    return check(action, known) if check else ""
