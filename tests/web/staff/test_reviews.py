"""The pages of held payments: which wait, what the rules saw, allow, reject, reject and block."""

from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.services import fraud_lists, fraud_rules
from tests.builders.books import Books
from tests.builders.staff import ADA, BO, CY, DEE
from tests.web.staff.conftest import browser_of

PAGE = "/staff/reviews"
HOLDS = {
    "rules": [
        {
            "id": "first",
            "name": "Any card",
            "when": {"field": "payment.minor", "op": "at_least", "value": 1},
            "outcome": "review",
            "why": "a wave of fraud",
        }
    ]
}


@pytest.fixture(name="held")
def _held(town: Books) -> str:
    """A payment that waits for a person; gives its address."""
    fraud_rules.publish(town.home.records, HOLDS, by="Ida", note="", now=town.home.clock.now())
    town.pay(town.begin("eve"))
    (name,) = town.home.records.fraud.held
    return f"{PAGE}/{quote(name)}"


@pytest.fixture(name="cy")
def _cy(console: Flask) -> FlaskClient:
    """Finance."""
    return browser_of(console, CY)


def eve(town: Books) -> str:
    """Where the held checkout is."""
    return next(one for one in town.home.records.money.checkouts.values() if one.thread.endswith("eve")).state


def test_only_finance_looks_at_held_payments(console: Flask, held: str) -> None:
    """What the rules saw is not for everybody."""
    for person in (BO, ADA):
        client = browser_of(console, person)
        assert {client.get(PAGE).status_code, client.get(held).status_code} == {403}
        assert client.post(f"{held}/allow").status_code == 403


def test_what_waits_is_listed_and_shown_with_why(cy: FlaskClient, held: str) -> None:
    """Amount, booking, rules with their reason, and every fact in words; no name, no address, no card number."""
    assert "€" in cy.get(PAGE).text
    text = cy.get(held).text
    for told in (
        "Any card",
        "a wave of fraud",
        "Visa •4242",
        "The trip has no way back.",
        "Not known",
        "Allow payment",
    ):
        assert told in text
    assert "ada@example.org" not in text
    assert "4242424242424242" not in text


def test_an_empty_list_says_what_comes_here(cy: FlaskClient) -> None:
    """Nothing waits, and where that is decided."""
    assert "No payment waits for a person" in cy.get(PAGE).text


def test_an_allowed_payment_goes_on_and_a_second_word_is_refused(
    console: Flask, cy: FlaskClient, held: str, town: Books
) -> None:
    """With one line in the audit of staff, in the same transaction."""
    response = cy.post(f"{held}/allow")
    assert response.headers["Location"] == f"{PAGE}?done=allow"
    assert "The bank is asked now" in cy.get(response.headers["Location"]).text
    town.run()
    assert eve(town) == "paid"
    late = browser_of(console, DEE).post(f"{held}/reject")
    assert (late.status_code, "decided this payment before" in late.text) == (409, True)
    (act,) = town.home.records.audit.acts
    assert (act.who, act.what, act.after) == (CY.id, "payment.allow", '{"verdict":"allowed","blocked":false}')
    assert "Allowed by Cy" in cy.get(held).text


@pytest.mark.parametrize(("fields", "blocked"), [({}, 0), ({"block": "yes", "why": "a stolen card"}, 1)])
def test_a_payment_is_rejected_and_blocked_if_that_is_wanted(
    cy: FlaskClient, held: str, town: Books, fields: dict[str, str], blocked: int
) -> None:
    """The traveller may pay with something else."""
    assert cy.post(f"{held}/reject", data=fields).status_code == 303
    assert eve(town) == "collecting"
    assert len(fraud_lists.blocked(town.home.records, now=town.home.clock.now())) == blocked
    (act,) = town.home.records.audit.acts
    assert (act.what, act.reason) == ("payment.reject", fields.get("why", ""))


def test_what_is_not_held_says_so(cy: FlaskClient, held: str) -> None:
    """A wrong address is no error page."""
    assert held
    assert cy.get(f"{PAGE}/tf:x:authorize:1").status_code == 404
    assert cy.post(f"{PAGE}/tf:x:authorize:1/allow").status_code == 404
