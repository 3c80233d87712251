"""Fraud rules: what they make of facts, which data is refused, and what no set of rules can do."""

from importlib import resources
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from bot.domain.payment.fraud import SEVERITY, Assessment, RuleSet, assess, rules_from, worst
from bot.domain.payment.fraud_facts import FACTS, FactValue

QUIET: dict[str, FactValue] = {
    "trip.one_way": False,
    "trip.hours_to_departure": 400,
    "trip.cabin": "economy",
    "trip.passengers": 2,
    "trip.surnames": 1,
    "payment.minor": 62000,
    "card.funding": "credit",
    "card.saved": False,
    "card.holder_travels": True,
    "card.blocked": False,
    "traveller.bookings": 0,
    "velocity.thread.cards_1h": 1,
    "velocity.thread.declines_15m": 0,
}
"""A family that books a holiday with the mother's card."""


def shipped() -> RuleSet:
    """The rules with which an airline begins."""
    return rules_from(yaml.safe_load(resources.files("bot.adapters.data").joinpath("fraud_rules.yaml").read_bytes()))


DEMO: dict[str, FactValue] = {
    "trip.one_way": True,
    "trip.hours_to_departure": 40,
    "trip.cabin": "business",
    "card.holder_travels": False,
}
"""What the README has staff try in the demo: business class, one way, the day after tomorrow, somebody else's card."""


def rule(**changes: Any) -> dict[str, Any]:
    """A rule of one comparison, with changes."""
    return {
        "id": "X",
        "name": "One",
        "when": {"field": "card.blocked", "op": "is", "value": True},
        "score": 10,
    } | changes


def only(*rules: dict[str, Any]) -> RuleSet:
    """A set of these rules."""
    return rules_from({"rules": list(rules)})


@pytest.mark.parametrize(
    ("changes", "outcome", "hits"),
    [
        ({}, "allow", ()),
        ({"velocity.thread.cards_1h": 3}, "allow", ("R01a",)),
        ({"velocity.thread.cards_1h": 3, "card.holder_travels": False}, "request_3ds", ("R01a", "R11")),
        ({"velocity.thread.cards_1h": 5}, "block", ("R01a", "R01b")),
        ({"velocity.thread.declines_15m": 4}, "block", ("R03",)),
        ({"trip.one_way": True, "trip.hours_to_departure": 48}, "request_3ds", ("R09",)),
        ({"trip.one_way": True, "trip.hours_to_departure": 49}, "allow", ()),
        ({"trip.hours_to_departure": 20, "payment.minor": 250000, "payment.currency": "EUR"}, "review", ("R10",)),
        ({"trip.hours_to_departure": 20, "payment.minor": 250000, "payment.currency": "JPY"}, "allow", ()),
        ({"velocity.card.people_24h": 3}, "review", ("R07",)),
        (DEMO, "review", ("R09", "R11", "R11b", "R13")),
        ({"trip.hours_to_departure": 20, "payment.minor": 250000, "traveller.bookings": 1}, "allow", ()),
        ({"card.blocked": True}, "block", ("R20a",)),
        ({"wallet.added_10m": 2}, "request_3ds", ("R30",)),
        ({"velocity.brand.tries_5m": 30, "velocity.brand.declined_percent_5m": 61}, "request_3ds", ("R05",)),
        ({"velocity.brand.tries_5m": 29, "velocity.brand.declined_percent_5m": 100}, "allow", ()),
    ],
)
def test_the_rules_that_are_shipped(changes: dict[str, FactValue], outcome: str, hits: tuple[str, ...]) -> None:
    """Staff may rely on what the first rules do on both sides of each border."""
    found = assess(shipped(), QUIET | changes)
    assert (found.outcome, found.hits) == (outcome, hits)


def test_nothing_known_accuses_nobody() -> None:
    """A gap in what is known neither challenges nor blocks."""
    assert assess(shipped(), {}) == Assessment()


@pytest.mark.parametrize("when", [{"op": "is_not", "value": True}, {"op": "is", "value": True}, {"op": "present"}])
def test_a_missing_fact_holds_for_nothing(when: dict[str, Any]) -> None:
    """Neither a comparison with what is not known holds, nor its opposite."""
    compared = {"field": "card.saved", **when}
    for tree in (compared, {"not": compared} if when["op"] != "present" else compared):
        assert assess(only(rule(when=tree)), {}).hits == ()


def test_a_rule_may_ask_whether_a_fact_is_missing() -> None:
    """Nought and false are known."""
    asks = only(rule(when={"field": "traveller.bookings", "op": "missing"}))
    assert assess(asks, {}).hits == ("X",)
    assert assess(asks, {"traveller.bookings": 0}).hits == ()


def test_a_rule_in_shadow_is_written_down_and_decides_nothing() -> None:
    """Staff see what a rule would do before it does it."""
    found = assess(only(rule(mode="shadow", outcome="block")), {"card.blocked": True})
    assert found == Assessment("allow", 0, (), ("X",))
    assert assess(only(rule(mode="off", outcome="block")), {"card.blocked": True}) == Assessment()


@pytest.mark.parametrize(("score", "outcome"), [(39, "allow"), (40, "request_3ds"), (60, "review"), (85, "block")])
def test_points_add_up_to_an_outcome(score: int, outcome: str) -> None:
    """Each border belongs to the worse side."""
    assert assess(only(rule(score=score)), {"card.blocked": True}).outcome == outcome


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (rule(when={"field": "card.number", "op": "is", "value": "4"}), "no fact 'card.number'"),
        (rule(when={"field": "card.blocked", "op": "more", "value": 3}), "no number"),
        (rule(when={"field": "trip.passengers", "op": "is", "value": "3"}), "compared with int"),
        (rule(when={"field": "trip.passengers", "op": "is", "value": True}), "compared with int"),
        (rule(when={"field": "trip.cabin", "op": "in", "value": "business"}), "compared with text"),
        (rule(when={"field": "trip.cabin", "op": "like", "value": "b"}), "no operator 'like'"),
        (rule(when={"all": [{"not": {"any": [{"not": {"field": "card.saved"}}]}}]}), "levels deep"),
        (rule(score=0), "must add points"),
        (rule(score=-5, outcome="block"), "must add points"),
        (rule(outcome="burn"), "Invalid enum value"),
        (rule(code="import os"), "unknown field `code`"),
        ({"name": "No id"}, "'id', 'name' and 'when'"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(bad: dict[str, Any], says: str) -> None:
    """Staff are told which rule it is and what is wrong, before it is in force."""
    with pytest.raises(msgspec.ValidationError, match=says) as told:
        only(bad)
    assert "id" not in bad or "'X'" in str(told.value)


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"rules": {}},
        {"rules": [rule(), rule()]},
        {"rules": [], "challenge_at": 70},
        {"rules": [], "challenge_at": 0},
        {"rules": [rule(id=str(number)) for number in range(201)]},
    ],
)
def test_a_set_that_makes_no_sense_is_refused(data: Any) -> None:
    """Two rules of one name, points that do not rise, or far too many rules never come into force."""
    with pytest.raises(msgspec.ValidationError):
        rules_from(data)


_VALUES = {"bool": some.booleans(), "int": some.integers(0, 100), "text": some.sampled_from(["EUR", "business", ""])}
_FACTS = some.fixed_dictionaries({}, optional={name: _VALUES[kind.type] for name, kind in FACTS.items()})


@some.composite
def _rules(draw: some.DrawFn) -> dict[str, Any]:
    name = draw(some.sampled_from(sorted(FACTS)))
    kind = FACTS[name].type
    ops = ["is", "is_not", "missing", "present", *(["less", "at_least"] if kind == "int" else [])]
    compared = {"field": name, "op": draw(some.sampled_from(ops)), "value": draw(_VALUES[kind])}
    when = draw(some.sampled_from([compared, {"not": compared}, {"all": [compared]}, {"any": [compared]}]))
    outcome = draw(some.sampled_from(["request_3ds", "review", "block"]))
    return {
        "id": draw(some.uuids()).hex,
        "name": "Any",
        "when": when,
        "score": draw(some.integers(0, 50)),
        "outcome": outcome,
    }


@given(rules=some.lists(_rules(), max_size=12, unique_by=lambda one: one["id"]), facts=_FACTS)
def test_the_order_of_rules_does_not_matter(rules: list[dict[str, Any]], facts: dict[str, FactValue]) -> None:
    """The same facts lead to the same outcome, however staff sort their rules."""
    assert assess(only(*rules), facts) == assess(only(*reversed(rules)), facts)


@given(rules=some.lists(_rules(), min_size=1, max_size=12, unique_by=lambda one: one["id"]), facts=_FACTS)
def test_one_rule_more_never_makes_it_milder(rules: list[dict[str, Any]], facts: dict[str, FactValue]) -> None:
    """Adding a rule never lets through what was stopped without it."""
    fewer, more = assess(only(*rules[1:]), facts), assess(only(*rules), facts)
    assert SEVERITY.index(more.outcome) >= SEVERITY.index(fewer.outcome)
    assert worst([more.outcome, fewer.outcome]) == more.outcome
