"""The page of fraud rules: what is in force, a trial that changes nothing, a proposal, the history."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.services import approvals, approved, fraud_rules
from tests.builders.books import Books
from tests.builders.staff import ADA, ALL_RIGHTS, BO, CY, DEE, deciding, yes
from tests.web.staff.conftest import browser_of

PAGE = "/staff/fraud"
RULES = """
rules:
  - {id: dear, name: Dear trips, when: {field: payment.minor, op: at_least, value: 1}, outcome: block, why: a tip}
"""


@pytest.fixture(name="cy")
def _cy(console: Flask) -> FlaskClient:
    """Finance."""
    return browser_of(console, CY)


def test_only_finance_sees_and_proposes_rules(console: Flask) -> None:
    """Whoever knows the rules knows the ways around them."""
    for person in (BO, ADA):
        client = browser_of(console, person)
        assert {client.get(PAGE).status_code, client.get(f"{PAGE}/1").status_code} == {403}
        assert client.post(f"{PAGE}/propose", data={"rules": RULES, "why": "x"}).status_code == 403


def test_a_trial_says_what_would_change_and_changes_nothing(cy: FlaskClient, town: Books) -> None:
    """In words and numbers; what was typed stays in the field."""
    text = cy.post(f"{PAGE}/try", data={"rules": RULES}).text
    for told in ("New rule dear.", "1 payment of the last 30 days", "dear: <span", "Dear trips, when:"):
        assert told in text
    assert fraud_rules.in_force(town.home.records) is None
    assert approvals.waiting(town.home.records, ALL_RIGHTS) == ()


def test_a_proposal_waits_and_is_in_force_once_approved(cy: FlaskClient, town: Books) -> None:
    """By text or by file; then the page says so, and the history links to it."""
    file = (io.BytesIO(RULES.encode()), "rules.yaml")
    response = cy.post(f"{PAGE}/propose", data={"file": file, "rules": "rules: []", "why": "dear trips"})
    assert response.headers["Location"] == "/staff/approvals?done=asked"
    (one,) = approvals.waiting(town.home.records, ALL_RIGHTS)
    assert (one.asked_by, one.reason, "dear" in one.wish) == (CY.id, "dear trips", True)
    approved.decide(town.runtime, one.id, yes(one), deciding(DEE, town.runtime))
    text = cy.get(PAGE).text
    for told in (
        "Revision 1 is in force",
        "When payment minor is at least 1: block it.",
        'href="/staff/fraud/1"',
        "Cy",
    ):
        assert told in text
    assert "to be proposed again" in cy.get(f"{PAGE}/1").text
    assert cy.get(f"{PAGE}/2").status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"rules": "rules: 1", "why": "x"}, "a list named"),
        ({"rules": "a: b: c:", "why": "x"}, "not YAML"),
        ({"rules": RULES, "why": ""}, "Say why"),
        ({"rules": "x" * 110_000, "why": "x"}, "100 KiB"),
        ({"rules": "rules: [{id: d, name: x, when: {field: nothing, value: 1}, score: 1}]", "why": "x"}, "no fact"),
    ],
)
def test_what_cannot_be_used_is_said_and_stays_in_the_field(
    cy: FlaskClient, town: Books, fields: dict[str, str], said: str
) -> None:
    """Nobody types rules twice."""
    response = cy.post(f"{PAGE}/propose", data=fields)
    assert (response.status_code, said in response.text) == (400, True)
    assert fields["rules"][:12] in response.text
    assert approvals.waiting(town.home.records, ALL_RIGHTS) == ()


def test_wrong_rules_are_not_tried(cy: FlaskClient) -> None:
    """The same sentence as for a proposal."""
    assert cy.post(f"{PAGE}/try", data={"rules": "no"}).status_code == 400
