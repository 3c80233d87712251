"""Who may not reveal contacts never receives one: every page, stream and file of staff is searched for them."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.conversation.events import ChoiceTapped, FormSent, TextReceived
from bot.domain.conversation.messages import Text
from bot.domain.conversation.profile import Profile
from bot.domain.staff.person import Person
from bot.domain.staff.roles import Role
from bot.ports.happening_records import Rating
from bot.ports.wallet_records import Traveller
from bot.services import turns
from bot.services.thread_refs import ref_of
from bot.web.app import create_app
from tests.builders.checkouts import paid_checkout
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench
from tests.web.conftest import Browser
from tests.web.staff_door import asked_by

PHONE, TYPED = "447700900001", "06 12 34 56 78"
EMAIL = "marie.durand@example.com"
THREAD, LINKED = f"whatsapp:106:{PHONE}", "whatsapp:106:33698765432"
SECRETS = (PHONE, PHONE[2:], TYPED, TYPED.replace(" ", ""), EMAIL, "marie.durand", "ada@example.org", "33698765432")
_EVERYTHING_THERE = frozenset({"name", "checkout", "filename"})


@pytest.fixture(name="stage")
def _stage() -> Bench:
    """Marie wrote her address and another number, has booked, has a second chat, and waits for a person."""
    made = bench()
    archive = made.archive
    archive.money.add(paid_checkout(thread=THREAD))
    archive.money.add(paid_checkout("chk_2", thread=LINKED))
    archive.wallet.enroll(THREAD, Traveller("trv_1", made.clock.now(), Profile(1, email=EMAIL)))
    archive.links.link(LINKED, "trv_1", at=made.clock.now())
    for number, event in enumerate(
        (
            TextReceived("m1", NOW_MS, f"Call me: {TYPED}, or write to {EMAIL}"),
            FormSent("m2", NOW_MS, "w", {"email": EMAIL, "phone": f"+{PHONE}"}),
            ChoiceTapped("m3", NOW_MS, "go:person", "Talk to a person"),
            TextReceived("m4", NOW_MS, f"my mail is {EMAIL}"),
        )
    ):
        turns.take(made.runtime, THREAD, msgspec.structs.replace(event, at=NOW_MS + number))
    archive.happenings.ratings["cls_1"] = Rating(
        closing="cls_1", thread=THREAD, score=2, answered_at=NOW_MS, comment="m4"
    )
    archive.say(THREAD, Text(f"I have noted {EMAIL}."))
    archive.say(THREAD, Text(f"I call you on +{PHONE}."), author="Ana")
    return made


@pytest.fixture(name="app")
def _app(stage: Bench) -> Flask:
    found = create_app(stage.runtime)
    found.test_client_class = Browser
    return found


def as_one(monkeypatch: pytest.MonkeyPatch, app: Flask, *roles: Role) -> FlaskClient:
    """The browser of somebody of these roles."""
    who = Person("stf_1", "Vera", roles=roles)
    asked_by(monkeypatch, lambda: who)
    return app.test_client()


def addresses(app: Flask, stage: Bench) -> Iterator[str]:
    """Every address that staff can read, about Marie where it is about somebody."""
    ref = ref_of(stage.runtime, THREAD)
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith(("/desk", "/staff")) or "GET" not in (rule.methods or ()):
            continue
        if not rule.arguments <= _EVERYTHING_THERE:
            continue
        path = re.sub(r"<(?:\w+:)?name>", ref, rule.rule)
        path = re.sub(r"<(?:\w+:)?checkout>", "chk_1", path)
        yield f"{path}?thread={ref}&since=0-0&once=1&q={quote(EMAIL)}" if path.endswith("/live") else path
    yield f"/desk/t/{quote(THREAD)}"


def test_a_viewer_receives_no_contact_in_any_page_or_event(
    monkeypatch: pytest.MonkeyPatch, app: Flask, stage: Bench
) -> None:
    """Neither as it was typed nor in an id, an address, a title or a live part; and there is something to read."""
    client = as_one(monkeypatch, app, "viewer")
    read = 0
    for path in addresses(app, stage):
        with client.get(path) as answer:
            wire = answer.text + str(answer.headers)
        assert [secret for secret in SECRETS if secret in wire] == [], path
        read += "Marie" in wire or "+44 ••••" in wire
    assert read >= 3


def test_what_is_masked_cannot_be_guessed_piece_by_piece(
    monkeypatch: pytest.MonkeyPatch, app: Flask, stage: Bench
) -> None:
    """A search finds a line for who may read the words; a number's end finds a thread by four digits or by all."""
    agent, viewer = as_one(monkeypatch, app, "agent"), as_one(monkeypatch, app, "viewer")
    for question in ("durand", TYPED[:8]):
        asked_by(monkeypatch, lambda: Person("stf_1", "Ana", roles=("agent",)))
        assert 'class="hit"' in agent.get(f"/desk/search?q={quote(question)}").text
        asked_by(monkeypatch, lambda: Person("stf_2", "Vera", roles=("viewer",)))
        assert 'class="hit"' not in viewer.get(f"/desk/search?q={quote(question)}").text
    assert 'class="hit"' in viewer.get("/desk/search?q=call").text
    ref = ref_of(stage.runtime, THREAD)
    found = {size: ref in agent.get(f"/desk/search?q={PHONE[-size:]}").text for size in (3, 4, 5, 6, 10)}
    assert found == {3: False, 4: True, 5: False, 6: False, 10: True}
    assert ref not in agent.get(f"/desk/commands?q={PHONE[-6:]}").text


def test_an_agent_finds_contacts_in_the_talk_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, app: Flask, stage: Bench
) -> None:
    """What the traveller wrote is read as it was written; the number of the chat and the address on file are masked."""
    client = as_one(monkeypatch, app, "agent")
    for path in addresses(app, stage):
        with client.get(path) as answer:
            text, headers, told = answer.text, str(answer.headers), answer.json if answer.is_json else None
        if isinstance(told, dict):  # the lines of the talk as they come are the talk
            assert PHONE not in str([html for name, html in told["parts"] if name != "line"])
            continue
        rest = re.sub(r'<(?:article|li|div) class="line.*', "", text, flags=re.DOTALL)
        assert "33698765432" not in text + headers, path
        assert "ada@example.org" not in text, path
        assert PHONE not in headers + rest.split('id="log"')[0], path
    page = client.get(f"/desk/t/{ref_of(stage.runtime, THREAD)}").text
    assert EMAIL in page.split('id="log"')[1]
    assert "+44 •••• ••0001" in page
    assert "Booked in another chat, WhatsApp · +33 •••• ••5432: news of it is told there." in page


def test_a_viewer_may_not_ask_for_the_contact(monkeypatch: pytest.MonkeyPatch, app: Flask, stage: Bench) -> None:
    """No button, no page, no post."""
    client = as_one(monkeypatch, app, "viewer")
    ref = ref_of(stage.runtime, THREAD)
    assert "Reveal" not in client.get(f"/desk/t/{ref}").text
    assert client.get(f"/desk/t/{ref}/reveal").status_code == 403
    refused = client.post(f"/desk/t/{ref}/reveal", data={"reason": "curious", "key": "a"})
    assert refused.status_code == 403
    assert stage.archive.audit.acts == []


def test_a_reveal_is_a_page_of_its_own_for_a_minute(monkeypatch: pytest.MonkeyPatch, app: Flask, stage: Bench) -> None:
    """A click, a reason, a line in the audit; the page leads back by itself and is kept nowhere."""
    client = as_one(monkeypatch, app, "agent")
    path = f"/desk/t/{ref_of(stage.runtime, THREAD)}/reveal"
    asked = client.get(path).text
    assert PHONE not in asked
    assert "written down" in asked
    refused = client.post(path, data={"reason": "", "key": "a"})
    assert (refused.status_code, PHONE in refused.text, stage.archive.audit.acts) == (400, False, [])
    shown = client.post(path, data={"reason": "She asked to be called", "key": "a"})
    assert f"+{PHONE}" in shown.text
    assert shown.headers["Refresh"] == f"60; url={path.removesuffix('/reveal')}"
    assert shown.headers["Cache-Control"] == "no-store"
    [act] = stage.archive.audit.acts
    assert (act.what, act.reason, act.subject) == ("contact.reveal", "She asked to be called", path.split("/")[3])
