"""Fraud rules: data that staff edit, weighed before a bank is asked; the same facts always lead to the same outcome.

Theory. A rule is a condition over known facts, with points, an outcome of its own, or both. All rules are looked at;
the worst outcome counts, whether a rule asked for it or the points add up to it: allow, then request_3ds (the bank has
to see the traveller), then review (a person decides), then block. So the order of rules does not matter, and one rule
more can only make an outcome worse. Nothing is known of a fact that is missing: neither a comparison with it nor its
opposite holds (Kleene's logic), so that a gap never accuses anybody.

A rule in shadow is looked at and written down, and decides nothing: staff see what it would have done first.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from bot.domain.flow.conditions import OPERATORS, All, AnyOf, Compare, Condition, from_data
from bot.domain.payment.fraud_facts import FACTS, FactValue

Outcome = Literal["allow", "request_3ds", "review", "block"]
SEVERITY: tuple[Outcome, ...] = ("allow", "request_3ds", "review", "block")
"""From the mildest to the worst."""
Mode = Literal["off", "shadow", "live"]
MOST_RULES = 200
_SIZES = frozenset({"less", "more", "at_least", "at_most"})
_TYPES: Mapping[str, type] = {"bool": bool, "int": int, "text": str}


class Rule(msgspec.Struct, frozen=True):
    """One rule: when it holds it adds points, or asks for an outcome; `why` is for staff alone."""

    id: str
    name: str
    when: Condition
    score: int = 0
    outcome: Outcome = "allow"
    mode: Mode = "live"
    why: str = ""


class RuleSet(msgspec.Struct, frozen=True):
    """All rules, and the points from which on the bank has to look, a person has to, or nothing is asked at all."""

    rules: tuple[Rule, ...] = ()
    challenge_at: int = 40
    review_at: int = 60
    block_at: int = 85


class Assessment(msgspec.Struct, frozen=True):
    """What the rules make of a payment: the outcome, the points, and which rules held, in shadow and live."""

    outcome: Outcome = "allow"
    score: int = 0
    hits: tuple[str, ...] = ()
    shadow: tuple[str, ...] = ()


def assess(rules: RuleSet, facts: Mapping[str, FactValue]) -> Assessment:
    """Weigh the facts; never raises for facts that are missing."""
    held = [rule for rule in rules.rules if rule.mode != "off" and _holds(rule.when, facts)]
    live = [rule for rule in held if rule.mode == "live"]
    score = sum(rule.score for rule in live)
    outcome = worst([_by_points(rules, score), *(rule.outcome for rule in live)])
    shadow = tuple(sorted(rule.id for rule in held if rule.mode == "shadow"))
    return Assessment(outcome, score, tuple(sorted(rule.id for rule in live)), shadow)


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of some outcomes, allow when there are none."""
    return max(outcomes, key=SEVERITY.index, default="allow")


def rules_from(data: Any) -> RuleSet:
    """A set of rules from plain data; raises `msgspec.ValidationError` with a sentence that names the rule."""
    if not isinstance(data, dict) or not isinstance(data.get("rules"), list):
        raise msgspec.ValidationError("Fraud rules are an object with a list named 'rules'.")
    if len(data["rules"]) > MOST_RULES:
        raise msgspec.ValidationError(f"There may be {MOST_RULES} rules.")
    rules = tuple(_rule(each) for each in data["rules"])
    ids = [rule.id for rule in rules]
    if len(set(ids)) != len(ids):
        raise msgspec.ValidationError("Two rules have the same id.")
    points = msgspec.convert({key: value for key, value in data.items() if key != "rules"}, _Points)
    if not 0 < points.challenge_at <= points.review_at <= points.block_at:
        raise msgspec.ValidationError("Points must rise from 'challenge_at' over 'review_at' to 'block_at'.")
    return RuleSet(rules, points.challenge_at, points.review_at, points.block_at)


def _by_points(rules: RuleSet, score: int) -> Outcome:
    if score >= rules.block_at:
        return "block"
    if score >= rules.review_at:
        return "review"
    return "request_3ds" if score >= rules.challenge_at else "allow"


def _holds(condition: Condition, facts: Mapping[str, FactValue]) -> bool | None:
    """Whether a condition holds; None when what is known does not decide it."""
    match condition:
        case Compare(field, op, value):
            known = facts.get(field)
            if op in {"missing", "present"}:
                # They ask here whether a fact is known, and a fact that is false or nought is known.
                return (known is None) == (op == "missing")
            return None if known is None else OPERATORS[op](known, value)
        case All(parts):
            return _first(False, [_holds(part, facts) for part in parts])
        case AnyOf(parts):
            return _first(True, [_holds(part, facts) for part in parts])
        case _:
            opposite = _holds(condition.negate, facts)
            return None if opposite is None else not opposite


def _first(decides: bool, held: list[bool | None]) -> bool | None:  # noqa: FBT001  what one part decides for all
    if decides in held:
        return decides
    return None if None in held else not decides


def _rule(data: Any) -> Rule:
    if not isinstance(data, dict) or not isinstance(data.get("id"), str) or "when" not in data:
        raise msgspec.ValidationError("A rule is an object with 'id', 'name' and 'when'.")
    try:
        when = from_data(data["when"])
        _check(when)
        plain = msgspec.convert({key: value for key, value in data.items() if key != "when"}, _Plain)
    except msgspec.ValidationError as error:
        raise msgspec.ValidationError(f"Rule {data['id']!r}: {error}") from None
    if plain.score < 0 or (not plain.score and plain.outcome == "allow"):
        raise msgspec.ValidationError(f"Rule {plain.id!r}: it must add points or ask for an outcome.")
    return Rule(when=when, **msgspec.structs.asdict(plain))


class _Points(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The borders of a set of rules."""

    challenge_at: int = 40
    review_at: int = 60
    block_at: int = 85


class _Plain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule whose condition was read apart."""

    id: str
    name: str
    score: int = 0
    outcome: Outcome = "allow"
    mode: Mode = "live"
    why: str = ""


def _check(condition: Condition) -> None:
    """Raise `msgspec.ValidationError` unless each comparison fits the type of its fact."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                _check(part)
        case Compare(field, op, value):
            _fits(field, op, value)
        case _:
            _check(condition.negate)


def _fits(field: str, op: str, value: object) -> None:
    if field not in FACTS:
        raise msgspec.ValidationError(f"there is no fact {field!r}.")
    kind = FACTS[field].type
    if op in {"missing", "present"}:
        return
    if op in _SIZES and kind != "int":
        raise msgspec.ValidationError(f"{field} is no number: it has no size.")
    values = value if op in {"in", "not_in"} else (value,)
    wanted = _TYPES[kind]
    if not isinstance(values, tuple) or any(type(one) is not wanted for one in values):
        raise msgspec.ValidationError(f"{field} is compared with {kind}, not with {value!r}.")
