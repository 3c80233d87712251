"""Fraud rules in plain words: what a rule says, and what differs between two sets of rules."""

from collections.abc import Iterator, Mapping

from bot.domain.flow.condition_words import OPERATORS
from bot.domain.flow.conditions import All, AnyOf, Compare, Condition
from bot.domain.payment.fraud import Outcome, Rule, RuleSet

OUTCOMES: Mapping[Outcome, str] = {
    "allow": "let it pass",
    "request_3ds": "have the bank look",
    "review": "have a person look",
    "block": "block it",
}
"""What becomes of a payment."""
_BORDERS: Mapping[str, str] = {
    "challenge_at": "have the bank look",
    "review_at": "have a person look",
    "block_at": "block",
}


def condition_words(condition: Condition) -> str:
    """A condition as a person reads it: "payment minor is at least 100 and trip one way is yes"."""
    match condition:
        case Compare(field, op, value):
            told = "" if op in {"missing", "present"} else f" {_value(value)}"
            return f"{field.replace('.', ' ').replace('_', ' ')} {OPERATORS[op]}{told}"
        case All(parts):
            return " and ".join(_nested(part) for part in parts)
        case AnyOf(parts):
            return " or ".join(_nested(part) for part in parts)
        case _:
            return f"not ({condition_words(condition.negate)})"


def effect_words(rule: Rule) -> str:
    """What a rule does when it holds: its points, what it asks for, or both."""
    points = [f"{rule.score} points"] if rule.score else []
    asks = [OUTCOMES[rule.outcome]] if rule.outcome != "allow" else []
    return ", ".join((*points, *asks))


def rule_words(rule: Rule) -> str:
    """A rule in one sentence."""
    mode = {"live": "", "shadow": " It only watches.", "off": " It is switched off."}[rule.mode]
    return f"{rule.name}: when {condition_words(rule.when)}, {effect_words(rule)}.{mode}"


def rule_changes(before: RuleSet, after: RuleSet) -> tuple[str, ...]:
    """What differs between two sets of rules, one sentence a difference; the order of rules does not matter."""
    return (*_borders(before, after), *_rules(before, after))


def _borders(before: RuleSet, after: RuleSet) -> Iterator[str]:
    for name, says in _BORDERS.items():
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield f"Points from which on to {says}: {now} instead of {was}."


def _rules(before: RuleSet, after: RuleSet) -> Iterator[str]:
    old, new = ({rule.id: rule for rule in rules.rules} for rules in (before, after))
    for name, rule in new.items():
        if name not in old:
            yield f"New rule {name}. {rule_words(rule)}"
        elif rule != old[name]:
            yield f"Rule {name} changes. {rule_words(rule)} Before: {rule_words(old[name])}"
    for name, rule in old.items():
        if name not in new:
            yield f"Rule {name} goes. {rule_words(rule)}"


def _nested(condition: Condition) -> str:
    text = condition_words(condition)
    return f"({text})" if isinstance(condition, All | AnyOf) else text


def _value(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple() | list():
            return ", ".join(_value(one) for one in value)
        case _:
            return str(value)
