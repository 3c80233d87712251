"""Rule 9: fields exist, operators fit their kinds, and values can be what they are compared with or set to."""

import re
from collections.abc import Iterator

from bot.domain.flow import fields
from bot.domain.flow.actions import set_slot
from bot.domain.flow.checks.report import Checked, Issue
from bot.domain.flow.conditions import PATTERNS, All, AnyOf, Compare, Condition, Not, day_of, money_of
from bot.domain.flow.definition import Action, AnswerAction, SayAction, SetSlotAction, ShowTripAction
from bot.domain.flow.vocabulary import OWN_SLOTS, SAID, SLOT, FieldFact, fact_of, operators_of

TAPPABLE = frozenset(
    {"help", "person", "start_over", "trip", "link", "questions"} | {"wallet", "cards", "payments", "known", "consents"}
)
"""Wishes that a text may bring along as buttons."""
_KEPT = "text:"
_NAME = re.compile(r"[a-z_]{1,60}")
_MANY = frozenset({"in", "not_in"})
_ALONE = frozenset({"present", "missing"})
_WRITTEN = {
    "number": "a whole number",
    "money": "an amount like “EUR 300”",
    "day": "a day like “2026-12-04”",
    "yes_no": "yes or no",
}


def kinds(checked: Checked) -> Iterator[Issue]:
    """Conditions, and actions that set or show something, that cannot mean what they say."""
    for name, node in checked.flow.nodes.items():
        for case in node.cases:
            for test in compared(case.when):
                yield from (Issue(sentence=sentence, step=name) for sentence in _test(test))
        for action in node.do:
            yield from (Issue(sentence=sentence, step=name) for sentence in _action(action))
        if node.wait and node.wait.subject.startswith(_KEPT):
            yield from (Issue(sentence=sentence, step=name) for sentence in _note(node.wait.subject[len(_KEPT) :]))
    for field in checked.flow.needs:
        if fact_of(field) is None:
            yield Issue(sentence=f"There is no field {field!r}.")


def compared(condition: Condition) -> Iterator[Compare]:
    """Every comparison of a condition."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from compared(part)
        case Not(part):
            yield from compared(part)
        case _:
            yield condition


def _test(test: Compare) -> Iterator[str]:
    fact = fact_of(test.field)
    if fact is None or not fields.is_field(test.field):
        yield f"There is no field {test.field!r}."
        return
    if test.field.startswith(SAID):
        return
    allowed = operators_of(fact)
    if test.op not in allowed:
        yield f"{fact.label} cannot be compared by {test.op!r}; it takes {', '.join(allowed)}."
    elif problem := _value(fact, test):
        yield problem


def _value(fact: FieldFact, test: Compare) -> str:
    """Why the value is none that the field could have, "" when it is one."""
    value = test.value
    if test.op in _ALONE:
        return "" if value is None else f"{test.op!r} takes no value."
    if test.op in _MANY:
        return "" if isinstance(value, tuple) and value else f"{test.op!r} takes a list of values."
    if test.op == "matches" and value not in PATTERNS:
        return f"There is no pattern {value!r}; there are {', '.join(PATTERNS)}."
    if not _is_of_kind(fact, test):
        return f"{fact.label} is {_WRITTEN.get(fact.kind, 'a word')}, not {value!r}."
    if fact.values and value not in fact.values:
        return f"{fact.label} is never {value!r}; it is one of {', '.join(fact.values)}."
    return ""


def _is_of_kind(fact: FieldFact, test: Compare) -> bool:
    value = test.value
    match fact.kind:
        case "number":
            return isinstance(value, int) and not isinstance(value, bool)
        case "money":
            return money_of(value) is not None
        case "day":
            return day_of(value) is not None
        case "yes_no":
            return isinstance(value, bool)
        case _:
            return isinstance(value, str) and bool(value)


def _note(name: str) -> Iterator[str]:
    """Why a flow cannot write a note of that name."""
    if not _NAME.fullmatch(name):
        yield f"A note cannot be called {name!r}: small letters and _ are what a text can tell."
    elif name in OWN_SLOTS:
        yield f"The note {name!r} is the program's own."


def _action(action: Action) -> Iterator[str]:
    match action:
        case SetSlotAction(field=field, value=value):
            if field.startswith(SLOT):
                yield from _note(field.removeprefix(SLOT))
            elif field not in fields.SETTABLE:
                yield f"The field {field!r} cannot be set."
            elif not set_slot.fits(field, value):
                yield f"The field {field!r} cannot hold {value!r}."
        case SayAction(wishes=wishes) | AnswerAction(wishes=wishes):
            yield from (f"There is no wish {wish!r}." for wish in wishes if wish not in TAPPABLE)
        case ShowTripAction(part=part, text=text, button=button):
            if part != "receipt" and not (text and button):
                yield f"The part {part!r} needs a text and a button."
        case _:
            return
