"""Rules as staff keep them: published as revisions, refused with a sentence, tried on what was decided before."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.adapters.data.catalogue import first_fraud_rules
from bot.adapters.data.plain import plain_yaml
from bot.domain.errors import InvalidError
from bot.domain.payment.fraud import Assessment
from bot.ports.fraud_records import Decided
from bot.services import fraud_rules
from tests.fakes.records import MemoryRecords

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
DEAR = {"id": "dear", "name": "Dear", "outcome": "review", "when": {"field": "payment.minor", "op": "more", "value": 9}}
SEEN = {
    "id": "shadow",
    "name": "Any",
    "score": 1,
    "mode": "shadow",
    "when": {"field": "payment.minor", "op": "present"},
}


@pytest.fixture(name="records")
def _records() -> Any:
    return MemoryRecords()


def test_rules_are_in_force_when_they_are_published(records: Any) -> None:
    """Each revision has its author in the audit."""
    assert fraud_rules.in_force(records) is None
    assert fraud_rules.publish(records, {"rules": []}, by="Ida", note="none", now=NOW) == 1
    assert fraud_rules.publish(records, {"rules": [DEAR]}, by="Ben", note="dear", now=NOW) == 2
    assert fraud_rules.in_force(records) == (2, {"rules": [DEAR]})
    assert [(line.before, line.cause) for line in records.money.audited("2")] == [("1", "by Ben")]


def test_rules_that_are_wrong_are_refused_with_a_sentence(records: Any) -> None:
    """Nothing that is in force changes."""
    with pytest.raises(InvalidError, match="Rule 'dear'"):
        fraud_rules.publish(
            records, {"rules": [{**DEAR, "when": {"field": "x", "op": "is", "value": 1}}]}, by="Ida", note="", now=NOW
        )
    assert fraud_rules.in_force(records) is None


def test_the_rules_with_which_an_airline_begins_can_be_edited_and_published(records: Any) -> None:
    """What `show` prints is what `publish` takes."""
    assert fraud_rules.publish(records, plain_yaml(first_fraud_rules()), by="Ida", note="", now=NOW) == 1


def test_rules_are_tried_on_what_was_decided(records: Any) -> None:
    """Staff see how many payments would have gone otherwise; what could not be weighed then is left out."""
    with records.begin() as work:
        for number, minor in enumerate((5, 50, 500)):
            facts = {"payment.minor": minor}
            work.fraud.decide(Decided(f"a{number}", NOW - timedelta(days=number), 1, Assessment(), facts))
        work.fraud.decide(Decided("failed", NOW, 1, Assessment("request_3ds"), {}))
    rules = fraud_rules.read({"rules": [DEAR, SEEN]})
    found = fraud_rules.trial(records, rules, days=30, now=NOW)
    assert (found.tried, dict(found.moved)) == (3, {("allow", "allow"): 1, ("allow", "review"): 2})
    assert dict(found.hits) == {"dear": 2, "shadow": 3}
    assert fraud_rules.trial(records, rules, days=1, now=NOW).tried == 2
