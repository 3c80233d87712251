"""The pages of approvals: what would happen, who may decide, the count, and news for open pages."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.adapters.data import catalogue
from bot.domain.money import Money
from bot.domain.staff.approval import Approval
from bot.domain.staff.person import Person
from bot.ports.live import Hint, LiveNote
from bot.services import approvals, flow_proposals, flows, fraud_proposals
from bot.services.staff_refunds import Asked, give
from bot.web.desk.parts import Live, Opened
from bot.web.hub import Hub, hub_of
from bot.web.places import Places
from bot.web.staff import approvals_live
from bot.web.staff.approvals import menu_count
from tests.builders.books import Books
from tests.builders.staff import ADA, ALL_RIGHTS, ANA, BO, CY, DEE, EDI, acting
from tests.builders.world import NOW_MS
from tests.services.test_flow_proposals import cheaper, edited
from tests.web.staff.conftest import browser_of

PAGE = "/staff/approvals"


@pytest.fixture(name="one")
def _one(town: Books) -> Approval:
    """Ana asks for a refund above her limit."""
    (checkout,) = town.home.records.money.checkouts
    asked = give(town.runtime, Asked(checkout, Money(12_345, "EUR"), "late bag"), acting(ANA, town.runtime), key="form")
    assert asked is not None
    return asked


@pytest.fixture(name="bo")
def _bo(console: Flask) -> FlaskClient:
    """A supervisor's browser."""
    return browser_of(console, BO)


def answer(one: Approval, **fields: str) -> dict[str, str]:
    """What the form of a page that shows it sends."""
    return {"seen": one.digest, "read": "yes", **fields}


def state(town: Books, one: Approval) -> str:
    """What became of it."""
    return approvals.shown(town.home.records, one.id, ALL_RIGHTS).state


def test_a_refund_shows_exactly_what_would_happen(bo: FlaskClient, one: Approval, town: Books) -> None:
    """Booking, amount, price, what is left, who asks and why; the form sends the hash of what was read."""
    (checkout,) = town.home.records.money.checkouts.values()
    text = bo.get(f"{PAGE}/{one.id}").text
    for told in ("€123.45", checkout.order.locator, "Left of it", "Visa", "“late bag”", "Ana", one.digest):
        assert told in text
    assert "Approve refund" in text


def test_who_has_the_right_approves_and_the_money_goes(bo: FlaskClient, one: Approval, town: Books) -> None:
    """The answer says that it is done; the list has it among the decided."""
    response = bo.post(f"{PAGE}/{one.id}/approve", data=answer(one))
    assert (response.status_code, response.headers["Location"]) == (303, f"{PAGE}?done=approved")
    text = bo.get(response.headers["Location"]).text
    assert "Approved. It is done." in text
    assert "Nothing waits for a second person" in text
    town.run()
    (checkout,) = town.home.records.money.checkouts.values()
    assert [refund.amount.minor for refund in checkout.refunds] == [12_345]
    acts = [(act.who, act.what) for act in town.home.records.audit.acts]
    assert acts == [(ANA.id, "approval.ask"), (BO.id, "approval.approve")]
    again = bo.post(f"{PAGE}/{one.id}/approve", data=answer(one))
    assert (again.status_code, "approved before" in again.text) == (409, True)


def test_who_has_nothing_to_do_with_a_kind_reads_nothing_of_it(console: Flask, one: Approval) -> None:
    """A flow editor sees no refund, in the list or by its address, and can decide none."""
    theirs = browser_of(console, EDI)
    assert one.id not in theirs.get(PAGE).text
    assert theirs.get(f"{PAGE}/{one.id}").status_code == 404
    assert theirs.post(f"{PAGE}/{one.id}/approve", data=answer(one)).status_code == 404
    assert one.id in browser_of(console, BO).get(PAGE).text


@pytest.mark.parametrize(
    ("person", "fields", "said"),
    [
        (ANA, {}, "somebody else has to decide"),
        (BO, {"read": ""}, "Say that you have read"),
        (BO, {"seen": "another"}, "not what was asked"),
    ],
)
def test_nobody_else_approves_and_nobody_unread(
    console: Flask, town: Books, one: Approval, person: Person, fields: dict[str, str], said: str
) -> None:
    """A forged form is refused by the server, with a sentence on the page."""
    response = browser_of(console, person).post(f"{PAGE}/{one.id}/approve", data=answer(one, **fields))
    assert (response.status_code, said in response.text) == (400, True)
    assert state(town, one) == "asked"


def test_pages_offer_only_what_their_reader_may(console: Flask, one: Approval) -> None:
    """Who asked may take it back, who may decide decides, others read."""
    offered = {
        person.name: [word for word in ("Approve refund", "Refuse refund", "Take it back") if f">{word}<" in text]
        for person in (ANA, BO, CY, EDI)
        for text in [browser_of(console, person).get(f"{PAGE}/{one.id}").text]
    }
    both = ["Approve refund", "Refuse refund"]
    assert offered == {"Ana": ["Take it back"], "Bo": both, "Cy": both, "Edi": []}


def test_a_refusal_says_why_and_who_asked_takes_back(
    console: Flask, bo: FlaskClient, one: Approval, town: Books
) -> None:
    """Without a reason nothing happens."""
    assert bo.post(f"{PAGE}/{one.id}/refuse", data={"why": " "}).status_code == 400
    assert bo.post(f"{PAGE}/{one.id}/refuse", data={"why": "it came"}).status_code == 303
    assert "“it came”" in browser_of(console, ANA).get(f"{PAGE}/{one.id}").text
    other = give(town.runtime, Asked(one.subject, Money(20_000, "EUR"), "x"), acting(ANA, town.runtime), key="2")
    assert other is not None
    assert bo.post(f"{PAGE}/{other.id}/withdraw").status_code == 400
    assert browser_of(console, ANA).post(f"{PAGE}/{other.id}/withdraw").status_code == 303
    assert (state(town, one), state(town, other)) == ("refused", "withdrawn")


def test_what_is_not_there_says_so_and_other_sites_decide_nothing(bo: FlaskClient, one: Approval, town: Books) -> None:
    """A wrong address, and a page elsewhere that posts."""
    assert bo.get(f"{PAGE}/apr_none").status_code == 404
    assert bo.post(f"{PAGE}/apr_none/refuse", data={"why": "x"}).status_code == 404
    forged = bo.post(f"{PAGE}/{one.id}/approve", data=answer(one), headers={"Sec-Fetch-Site": "cross-site"})
    assert (forged.status_code, state(town, one)) == (403, "asked")


def test_the_menu_counts_what_waits_for_its_reader(console: Flask, one: Approval) -> None:
    """Nothing for who asked, or may not decide; also on other pages of the console."""
    counted = {
        person.name: 'class="count">1<' in browser_of(console, person).get(PAGE).text for person in (ANA, BO, EDI)
    }
    assert (one.state, counted) == ("asked", {"Ana": False, "Bo": True, "Edi": False})
    assert 'class="count">1<' in browser_of(console, CY).get("/staff/audit").text


def test_rules_are_shown_in_words_with_a_trial(console: Flask, town: Books) -> None:
    """What differs, what it would have made of the payments of a month, and who wrote it."""
    rule = {"id": "dear", "name": "Dear", "when": {"field": "payment.minor", "op": "at_least", "value": 1}, "score": 99}
    made = fraud_proposals.propose(
        town.home.records, {"rules": [rule]}, acting(CY, town.runtime, "dear trips"), approval="apr_rules"
    )
    text = browser_of(console, DEE).get(f"{PAGE}/{made.id}").text
    for told in ("New rule dear. Dear: when payment minor is at least 1, 99 points.", "1 payment of the last 30 days"):
        assert told in text
    assert 'class="number moved">1<' in text
    assert "Approve fraud rules" in text


def test_a_flow_is_shown_step_by_step_and_word_for_word(console: Flask, town: Books) -> None:
    """The texts that change, as they were and as they become."""
    for document in catalogue.sample_flows():
        flows.publish(town.home.records, document, texts=catalogue.texts(), author="x", now=1, alone=True)
    made = flow_proposals.propose(
        town.runtime, edited(cheaper), acting(EDI, town.runtime, "shorter"), approval="apr_flow", due=NOW_MS + 3600_000
    )
    text = browser_of(console, ADA).get(f"{PAGE}/{made.id}").text
    for told in (
        "the text holding (en) changes",
        "<ins>It costs nothing.</ins>",
        "Approve flow",
        "revision 1",
        "Goes live",
        "Tue 24 Nov 2026, 12:00 CET",
    ):
        assert told in text


def _events(response: Any) -> Iterator[str]:
    with contextlib.closing(response):
        text = ""
        for chunk in response.iter_encoded():
            text += chunk.decode()
            while "\n\n" in text:
                event, _, text = text.partition("\n\n")
                yield event


def test_open_pages_are_told_as_soon_as_somebody_asks(bo: FlaskClient, town: Books, one: Approval) -> None:
    """The list and the count, without a reload; what belongs to threads is no news here."""
    town.home.live.publish((LiveNote("", "webchat:TF:a", "entry", 1),))
    events = _events(bo.get(f"{PAGE}/live?since=0-0"))
    assert next(events).startswith("retry")
    told = [next(events), next(events)]
    while not told[-1].startswith("event: approvals-count"):
        told.append(next(events))
    assert any(event.startswith("event: waiting") and one.id in event for event in told)
    assert 'class="count">1<' in told[-1]


@pytest.fixture(name="hub")
def _hub(console: Flask, town: Books) -> Hub:
    """The hub of the application, which hears only what a test tells it."""
    found: Any = hub_of(console, town.runtime)
    found._start = lambda: None
    return found  # type: ignore[no-any-return]  # it is one


def test_a_page_without_a_stream_asks_now_and_then(hub: Hub, bo: FlaskClient, one: Approval) -> None:
    """The same parts, none when nothing has changed, and to load again when notes were lost."""
    path = f"{PAGE}/live?once&since="
    hub.take(LiveNote("1-1", "webchat:TF:a", "desk", 0))
    assert bo.get(f"{path}0-0").json == {"since": "1-1", "resync": False, "parts": []}
    hub.take(LiveNote("1-2", "", "approvals", 0))
    told = bo.get(f"{path}1-1").json
    assert told is not None
    assert [name for name, _ in told["parts"]] == ["waiting", "approvals-count"]
    assert one.id in told["parts"][0][1]
    hub._complete = False
    assert bo.get(f"{path}0-0").json == {"since": "0-0", "resync": True, "parts": []}


def test_a_stream_says_when_to_load_again_and_ends_when_the_database_is_away(
    hub: Hub, bo: FlaskClient, town: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signs of life and what others type are no news; a page whose stream ends connects again."""
    monkeypatch.setattr(approvals_live, "KEEP_ALIVE_SECONDS", 0.01)
    events = _events(bo.get(f"{PAGE}/live?since=0-0"))
    assert [next(events), next(events)] == ["retry: 2000", ": still here"]
    hub.pass_on(Hint("webchat:TF:a", ""))
    hub.take(LiveNote("1-1", "webchat:TF:a", "entry", 1))
    told = next(events)
    while told.startswith(":"):
        told = next(events)
    assert told == "id: 1-1"
    town.home.records.away = True
    hub.take(LiveNote("1-2", "", "approvals", 0))
    assert all(event.startswith(":") for event in events), "it ends"
    town.home.records.away = False
    others = _events(bo.get(f"{PAGE}/live?since=1-2"))
    assert next(others) == "retry: 2000"
    hub.take(LiveNote("", "", "resync", 0))
    assert any(event.startswith("event: resync") for event in others)


def test_more_pages_than_a_process_holds_open_ask_now_and_then(console: Flask, bo: FlaskClient) -> None:
    """They are told so at once."""
    console.extensions["threadfare places"] = Places(0)
    assert next(_events(bo.get(f"{PAGE}/live?since=0-0"))).startswith("event: busy")


def test_a_menu_without_a_database_has_no_counts(town: Books, one: Approval) -> None:
    """The rest of the page is not lost for a number."""
    town.home.records.away = True
    assert (one.state, menu_count(town.runtime, PAGE, BO)) == ("asked", "")


def test_the_desk_is_told_how_many_wait(console: Flask, town: Books, one: Approval) -> None:
    """An open inbox shows the count in its menu when somebody asks, and does not look for every word that is said."""
    view = Live(Opened(town.runtime, BO))
    with console.test_request_context():
        assert "approvals-count" not in dict(view.parts(LiveNote("1-1", "webchat:TF:a", "desk", 1)))
        told = dict(view.parts(LiveNote("1-2", "", "approvals", 0)))
    assert (one.state, 'class="count">1<' in told["approvals-count"]) == ("asked", True)
