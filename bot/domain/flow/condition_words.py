"""Conditions in plain words, for those who review a change: "To is PAR and Number of travellers is at least 3"."""

from collections.abc import Mapping

from bot.domain.flow.conditions import All, AnyOf, Compare, Condition, Value
from bot.domain.flow.vocabulary import fact_of, label_of

OPERATORS: Mapping[str, str] = {
    "is": "is",
    "is_not": "is not",
    "missing": "is not known",
    "present": "is known",
    "in": "is one of",
    "not_in": "is none of",
    "less": "is less than",
    "more": "is more than",
    "at_least": "is at least",
    "at_most": "is at most",
    "contains": "contains",
    "starts": "begins with",
    "matches": "looks like",
    "has": "has",
}
"""What each operator is called in a sentence, for conditions of every kind."""
_DAYS: Mapping[str, str] = {
    "less": "is before",
    "more": "is after",
    "at_least": "is not before",
    "at_most": "is not after",
}
_SHAPES: Mapping[str, str] = {
    "digits": "a number",
    "letters": "one word",
    "reference": "a booking reference",
    "flight": "a flight number",
    "email": "an e-mail address",
}
_ALONE = frozenset({"missing", "present"})


def operator_words(op: str, kind: str = "text") -> str:
    """An operator as it stands between a field of a kind and a value."""
    if kind == "yes_no" and op in _ALONE:
        return "is yes" if op == "present" else "is no"
    return _DAYS.get(op, OPERATORS.get(op, op)) if kind == "day" else OPERATORS.get(op, op)


def condition_words(condition: Condition) -> str:
    """A condition as a person reads it, with brackets where "and" and "or" meet."""
    match condition:
        case Compare():
            return _compared(condition)
        case All(parts):
            return " and ".join(_nested(part, AnyOf) for part in parts)
        case AnyOf(parts):
            return " or ".join(_nested(part, All) for part in parts)
        case _:
            return f"not ({condition_words(condition.negate)})"


def _compared(test: Compare) -> str:
    fact = fact_of(test.field)
    words = f"{label_of(test.field)} {operator_words(test.op, fact.kind if fact else 'text')}"
    return words if test.op in _ALONE else f"{words} {_value(test)}"


def _value(test: Compare) -> str:
    value: Value = test.value
    if test.op == "matches":
        return _SHAPES.get(str(value), str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value) or "nothing"
    return "nothing" if value in (None, "") else str(value)


def _nested(part: Condition, other: type) -> str:
    told = condition_words(part)
    return f"({told})" if isinstance(part, other) and len(getattr(part, "any", getattr(part, "all", ()))) > 1 else told
