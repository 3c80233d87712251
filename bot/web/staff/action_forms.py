"""Actions as forms have them: a kind, a value, and a note; what cannot be read is said in a sentence."""

from collections.abc import Callable, Mapping

import msgspec

from bot.domain import typed
from bot.domain.errors import InvalidError
from bot.domain.staff.macros import (
    MOST_ACTIONS,
    PRIORITIES,
    Action,
    Assign,
    Close,
    HandBack,
    Label,
    SayText,
    SetPriority,
    Snooze,
    Transfer,
)

KINDS: tuple[tuple[str, str, str], ...] = (
    ("say", "Say a text", "The text"),
    ("label", "Add a label", "The label"),
    ("unlabel", "Take a label off", "The label"),
    ("priority", "Set the priority", "none, low, high or urgent"),
    ("snooze", "Snooze", "Minutes"),
    ("assign", "Assign", "Empty for whoever runs it, else a person"),
    ("transfer", "Transfer to a team", "The team, and a note"),
    ("return", "Return to the bot", "Empty for where it stopped"),
    ("close", "Close", "Nothing"),
)
"""Kind, what it is called, and what its value means."""
SNOOZES = ((60, "1 hour"), (240, "4 hours"), (1440, "1 day"), (10080, "1 week"))
"""Minutes that are offered."""


class Row(msgspec.Struct, frozen=True):
    """One action in a form."""

    kind: str = ""
    value: str = ""
    note: str = ""


def _priority(value: str) -> int:
    wanted = value.strip().lower()
    if wanted not in PRIORITIES:
        raise InvalidError("A priority is none, low, high or urgent.")
    return PRIORITIES.index(wanted)


def _minutes(value: str) -> int:
    wanted = typed.whole(value)
    if wanted is None:
        raise InvalidError("Minutes are a whole number.")
    return wanted


_READ: Mapping[str, Callable[[Row], Action]] = {
    "say": lambda row: SayText(row.value.strip()),
    "label": lambda row: Label(row.value.strip()),
    "unlabel": lambda row: Label(row.value.strip(), off=True),
    "priority": lambda row: SetPriority(_priority(row.value)),
    "snooze": lambda row: Snooze(_minutes(row.value)),
    "assign": lambda row: Assign(row.value.strip()),
    "transfer": lambda row: Transfer(row.value.strip(), row.note.strip()),
    "return": lambda row: HandBack(row.value.strip()),
    "close": lambda _: Close(),
}


def read(row: Row) -> Action:
    """The action of a row; raises `InvalidError` when its value cannot be read."""
    if row.kind not in _READ:
        raise InvalidError("Choose what is to be done.")
    return _READ[row.kind](row)


def read_all(rows: tuple[Row, ...]) -> tuple[Action, ...]:
    """The actions of rows, those without a kind left out; raises `InvalidError` that names the row."""
    actions = []
    for number, row in enumerate(rows, 1):
        if row.kind:
            try:
                actions.append(read(row))
            except InvalidError as error:
                raise InvalidError(f"Action {number}: {error.say_to_staff}") from error
    return tuple(actions)


def rows_of(form: Mapping[str, str]) -> tuple[Row, ...]:
    """The rows of a posted form."""
    return tuple(
        Row(form.get(f"kind_{number}", ""), form.get(f"value_{number}", ""), form.get(f"note_{number}", ""))
        for number in range(1, MOST_ACTIONS + 1)
    )


def as_row(action: Action) -> Row:
    """An action as a form shows it."""
    match action:
        case SayText(text=text):
            return Row("say", text)
        case Label(name=name, off=off):
            return Row("unlabel" if off else "label", name)
        case SetPriority(priority=priority):
            return Row("priority", PRIORITIES[priority])
        case Snooze(minutes=minutes):
            return Row("snooze", str(minutes))
        case Assign(person=person):
            return Row("assign", person)
        case Transfer(team=team, note=note):
            return Row("transfer", team, note)
        case HandBack(step=step):
            return Row("return", step)
        case Close():
            return Row("close")
