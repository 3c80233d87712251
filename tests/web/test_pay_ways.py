"""The pay page in each way in which cards reach us: what it shows, what it takes, and what it refuses."""

from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from bot.domain.payment.capture import CaptureMode
from bot.domain.payment.consent import consent_words, digest
from bot.web.app import create_app
from tests.web.archive import Bench
from tests.web.conftest import Browser
from tests.web.held import GOOD, change, hold

FORM = "application/x-www-form-urlencoded"
FIELDS = "https://gateway.example/fields"
CORPUS = (
    "4242424242424242",
    "4242 4242 4242 4242",
    "5555-5555-5555-4444",
    "FR7630006000011234567890189",
    "de89 3704 0044 0532 0130 00",
)


def way(stage: Bench, mode: CaptureMode) -> Bench:
    """The bench with another way."""
    url = FIELDS if mode == "fields" else ""
    runtime = msgspec.structs.replace(stage.runtime, capture=mode, fields_url=url)
    return msgspec.structs.replace(stage, runtime=runtime)


@pytest.fixture
def fields(stage: Bench) -> tuple[Bench, FlaskClient]:
    """A web process whose cards come through the gateway's fields."""
    chosen = way(stage, "fields")
    return chosen, Browser(create_app(chosen.runtime), use_cookies=True)


@pytest.fixture
def hosted(stage: Bench) -> tuple[Bench, FlaskClient]:
    """A web process whose cards are typed on the gateway's page."""
    chosen = way(stage, "page")
    return chosen, Browser(create_app(chosen.runtime), use_cookies=True)


def checkout(stage: Bench) -> Any:
    """The only checkout."""
    [known] = stage.archive.money.checkouts.values()
    return known


def test_the_fields_are_the_gateways_and_nobody_elses(fields: tuple[Bench, FlaskClient]) -> None:
    """The page has no card field of its own, and lets no other origin into its frame."""
    stage, browser = fields
    page = browser.get(hold(stage))
    assert f'src="{FIELDS}"' in page.text
    assert "cc-number" not in page.text
    assert "pay_fields.js" in page.text
    policy = page.headers["Content-Security-Policy"]
    assert policy.endswith("frame-src https://gateway.example")
    assert "script-src 'self';" in policy


def test_a_ticket_pays_and_is_kept_until_a_worker_comes(fields: tuple[Bench, FlaskClient]) -> None:
    """What the fields gave goes to a worker by its name."""
    stage, browser = fields
    path = hold(stage)
    browser.get(path)
    assert browser.post(path, json={"ticket": "tkt_1"}).status_code == 303
    assert checkout(stage).payments[0].attempts[-1].sealed == "ticket:tkt_1"


@pytest.mark.parametrize("body", [{"ticket": "t" * 200}, {"ticket": "tkt_1", **GOOD}, {"ticket": 1}])
def test_a_ticket_that_is_none_is_refused(fields: tuple[Bench, FlaskClient], body: dict[str, object]) -> None:
    """Only what the gateway's fields give is taken."""
    stage, browser = fields
    path = hold(stage)
    browser.get(path)
    assert browser.post(path, json=body).status_code == 400
    assert checkout(stage).state == "collecting"


def test_a_card_that_comes_another_way_is_refused(fields: tuple[Bench, FlaskClient], browser: FlaskClient) -> None:
    """Where the gateway takes cards we take none, and the other way round."""
    stage, theirs = fields
    path = hold(stage)
    theirs.get(path)
    assert theirs.post(path, json=GOOD).status_code == 410
    assert browser.post(path, json={"ticket": "tkt_1"}).status_code == 410
    assert checkout(stage).state == "collecting"


def test_the_way_to_the_gateways_page_needs_no_script(hosted: tuple[Bench, FlaskClient]) -> None:
    """A plain form leads there, with the consent if the box was ticked, and a second press asks for no second page."""
    stage, browser = hosted
    path = hold(stage)
    page = browser.get(path)
    words = consent_words("en", stage.runtime.world().brand.name, "page")
    assert words in page.text
    assert "cc-number" not in page.text
    for _ in range(2):
        answer = browser.post(path, data={"consent": digest(words)})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}/state?from=card")
    seen = checkout(stage)
    assert (seen.state, seen.pages) == ("visiting", 1)
    assert seen.saving.words == words


def test_the_page_waits_leads_on_and_changes_nothing_on_the_way_back(hosted: tuple[Bench, FlaskClient]) -> None:
    """Before the gateway has a page ours waits; then it leads there at once, and coming back is only a look."""
    stage, browser = hosted
    path = hold(stage)
    browser.get(path)
    browser.post(path, data="", content_type=FORM)
    assert "Asking your bank" in browser.get(f"{path}/state").text
    change(stage, page="page_1", page_url="https://gateway.example/card/secret")
    before = checkout(stage)
    state = browser.get(f"{path}/state?from=card")
    assert f'data-bank="{path}/bank"' in state.text
    assert browser.get(f"{path}/bank").headers["Location"] == "https://gateway.example/card/secret"
    assert "Continue to the payment provider" in browser.get(f"{path}/state?from=bank").text
    assert browser.get(f"{path}/state", headers={"Accept": "application/json"}).json["state"] == "page"
    assert checkout(stage) == before


def test_who_sends_a_plain_form_reads_a_page(hosted: tuple[Bench, FlaskClient]) -> None:
    """A form without a script is answered with words and not with a program's notation."""
    stage, browser = hosted
    path = hold(stage)
    browser.get(path)
    stage.archive.money.links.clear()
    answer = browser.post(path, data="", content_type=FORM)
    assert answer.status_code == 410
    assert "<h1>This link is not good</h1>" in answer.text


@pytest.mark.parametrize("typed", CORPUS)
def test_a_number_in_the_wrong_place_is_refused_and_written_nowhere(
    stage: Bench, browser: FlaskClient, caplog: pytest.LogCaptureFixture, typed: str
) -> None:
    """Cards and accounts in names, consents, addresses or forms of pay and wallet pages go no further."""
    path = hold(stage)
    answers = [
        browser.post(path, json={**GOOD, "consent": typed}),
        browser.post(path, data={"name": typed}),
        browser.get(path, query_string={"q": typed}),
        browser.post("/wallet/token", data={"name": f"my card {typed}"}),
        browser.post("/wallet/token", json={"method": {"name": typed}}),
    ]
    assert [answer.status_code for answer in answers] == [422] * len(answers)
    assert not [answer for answer in answers if typed in answer.text]
    assert typed not in caplog.text
    assert checkout(stage).state == "collecting"
