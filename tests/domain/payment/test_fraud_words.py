"""Fraud rules in plain words: what a second person reads before rules are in force."""

from typing import Any

import pytest

from bot.domain.flow.conditions import from_data
from bot.domain.payment.fraud import rules_from
from bot.domain.payment.fraud_words import condition_words, effect_words, rule_changes


def rule(**fields: Any) -> dict[str, Any]:
    """A rule."""
    when = {"field": "trip.one_way", "op": "is", "value": True}
    return {"id": "a", "name": "One way", "when": when, "score": 5, **fields}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"field": "payment.minor", "op": "more", "value": 5}, "payment minor is more than 5"),
        ({"field": "card.country", "op": "missing"}, "card country is not known"),
        (
            {"field": "trip.cabin", "op": "in", "value": ["economy", "business"]},
            "trip cabin is one of economy, business",
        ),
        (
            {
                "all": [
                    {"field": "trip.one_way", "op": "is", "value": False},
                    {
                        "any": [
                            {"field": "card.country", "op": "present"},
                            {"not": {"field": "card.saved", "value": True}},
                        ]
                    },
                ]
            },
            "trip one way is no and (card country is known or not (card saved is yes))",
        ),
    ],
)
def test_conditions_are_read_as_sentences(data: dict[str, Any], words: str) -> None:
    """Nobody has to read a tree."""
    assert condition_words(from_data(data)) == words


def test_every_difference_is_a_sentence() -> None:
    """New, changed and gone rules, and borders; the order does not matter."""
    before = rules_from({"rules": [rule(), rule(id="b"), rule(id="c")]})
    after = rules_from(
        {"block_at": 90, "rules": [rule(id="c"), rule(outcome="review", mode="shadow"), rule(id="d", mode="off")]}
    )
    told = rule_changes(before, after)
    watching = "One way: when trip one way is yes, 5 points, have a person look. It only watches."
    assert told == (
        "Points from which on to block: 90 instead of 85.",
        f"Rule a changes. {watching} Before: One way: when trip one way is yes, 5 points.",
        "New rule d. One way: when trip one way is yes, 5 points. It is switched off.",
        "Rule b goes. One way: when trip one way is yes, 5 points.",
    )
    assert rule_changes(before, before) == ()
    assert effect_words(rules_from({"rules": [rule(score=0, outcome="block")]}).rules[0]) == "block it"
