"""Macros: what can be saved can be run, and what cannot is said before."""

import msgspec
import pytest

from bot.domain.errors import InvalidError
from bot.domain.staff.macros import (
    Action,
    Assign,
    Close,
    HandBack,
    Known,
    Label,
    Macro,
    SayText,
    SetPriority,
    Snooze,
    Transfer,
    checked,
    sentence,
)

KNOWN = Known(people=("per_1",), teams=("tea_1",), steps=("menu",))
GOOD: tuple[Action, ...] = (
    SayText("Hello"),
    Label("vip"),
    Label("new", off=True),
    SetPriority(3),
    Snooze(60),
    Assign(),
    Assign("per_1"),
    Transfer("tea_1", "Please look"),
)


def macro(*actions: Action, name: str = "Tidy up") -> Macro:
    """A macro of these actions."""
    return Macro(id="mac_1", name=name, actions=actions)


def test_every_kind_of_action_can_be_kept_and_told() -> None:
    """An agent reads each action as a sentence, and JSON keeps what it is."""
    for action in (*GOOD, Close(), HandBack(), HandBack("menu")):
        assert checked(macro(action), KNOWN) == macro(action)
        assert sentence(action)
        assert msgspec.json.decode(msgspec.json.encode(action), type=Action) == action
    assert sentence(SayText("x" * 80)) == f"Say “{'x' * 60}…”"


@pytest.mark.parametrize(
    ("action", "told"),
    [
        (SayText("  "), "a text"),
        (SayText("x" * 2001), "a text"),
        (Label(""), "a label"),
        (SetPriority(4), "a priority"),
        (Snooze(0), "snooze"),
        (Assign("per_gone"), "nobody"),
        (Transfer("tea_gone", "x"), "no such team"),
        (Transfer("tea_1", " "), "a note"),
        (HandBack("nowhere"), "no such step"),
    ],
)
def test_what_cannot_be_done_is_refused_on_saving(action: Action, told: str) -> None:
    """Not when an agent runs it in front of a traveller; and the number says which action it is."""
    with pytest.raises(InvalidError, match=f"Action 2: .*{told}"):
        checked(macro(Label("x"), action), KNOWN)


def test_after_a_thread_was_given_away_only_marks_follow() -> None:
    """A text to a traveller whom the bot has again would take them back at once."""
    with pytest.raises(InvalidError, match="gives the thread away"):
        checked(macro(Close(), SayText("One more thing")), KNOWN)
    assert checked(macro(SayText("Bye"), Close(), Label("solved"), SetPriority(0)), KNOWN)


def test_a_macro_has_a_name_and_something_to_do() -> None:
    """An empty one helps nobody."""
    for wrong in (macro(), macro(Close(), name=" "), macro(*[Label("x")] * 11)):
        with pytest.raises(InvalidError):
            checked(wrong, KNOWN)
