"""The page of the audit: who may read it, what it shows and hides, filters, pages, and the export."""

import csv
import io
from datetime import timedelta

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.ports.money_records import Audit
from bot.services import audits
from bot.services.audited import Acting, note
from tests.builders.books import Books
from tests.builders.staff import ADA, ANA, BO, EDI
from tests.web.staff.conftest import browser_of

PAGE = "/staff/audit"


@pytest.fixture(name="ada")
def _ada(town: Books, console: Flask) -> FlaskClient:
    """An administrator, and what Ana did."""
    with town.home.records.begin() as work:
        at = town.home.clock.now()
        for place, name in enumerate(("447700900123", "447700900124")):
            acting = Acting(ANA.id, at + timedelta(days=place), "a <b>regular</b>", f"req_{place}")
            note(work, acting, "thread.label", f"whatsapp:1:{name}", before={"labels": []}, after={"labels": ["vip"]})
    return browser_of(console, ADA)


@pytest.mark.parametrize("person", [ANA, BO, EDI])
def test_only_who_may_reads_it(console: Flask, person: object) -> None:
    """Agents, supervisors and editors neither read nor export."""
    client = browser_of(console, person)  # type: ignore[arg-type]  # a person
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}/export").status_code == 403


def test_a_line_says_who_did_what_and_what_changed(ada: FlaskClient) -> None:
    """In words: no JSON, no contact, and nothing that a browser would run."""
    text = ada.get(PAGE).text
    for told in ("Ana", "thread.label", "whatsapp:1:•••0123", "<ins>vip</ins>", "Request req_0", "2</span> lines"):
        assert told in text
    assert "<b>regular" not in text
    assert '{"labels' not in text


def test_filters_have_addresses_that_stay(ada: FlaskClient, town: Books) -> None:
    """By person, act, subject and days, each as a link; what matches nothing says so."""
    day = f"{town.home.clock.now():%Y-%m-%d}"
    assert "1 line<" in ada.get(f"{PAGE}?to={day}").text.replace("</span>", "")
    assert "•••0124" not in ada.get(f"{PAGE}?subject=whatsapp:1:447700900123").text.partition('class="lines"')[2]
    assert 'value="per_ana" selected' in ada.get(f"{PAGE}?who=per_ana&what=thread.label").text
    assert "No line matches" in ada.get(f"{PAGE}?who=per_nobody").text
    wrong = ada.get(f"{PAGE}?from=yesterday")
    assert (wrong.status_code, "Write days as" in wrong.text) == (200, True)
    assert ada.get(f"{PAGE}?upto=99999999999999999999999&page=-3&page=x").status_code == 200


def test_pages_go_on_where_the_last_one_ended(ada: FlaskClient, town: Books) -> None:
    """Lines that are added while somebody reads push nothing onto the next page."""
    with town.home.records.begin() as work:
        for _ in range(audits.PAGE):
            note(work, Acting(BO.id, town.home.clock.now()), "thread.snooze", "t")
    first = ada.get(PAGE).text
    assert "page <span" in first
    older = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "upto=52" in older
    with town.home.records.begin() as work:
        note(work, Acting(BO.id, town.home.clock.now()), "thread.snooze", "t")
    second = ada.get(older).text
    assert second.count('<li id="line-') == 2
    assert 'id="line-2"' in second


def test_what_became_of_money_is_told_apart(ada: FlaskClient, town: Books) -> None:
    """The same page, another list; its states are words."""
    with town.home.records.begin() as work:
        work.money.audit(Audit(town.home.clock.now(), "review", "tf:pay_9", "in_review", "allowed", "by Ida"))
    text = ada.get(f"{PAGE}?log=money&what=review").text
    assert all(told in text for told in ("tf:pay_9", "<del>in_review</del>", "<ins>allowed</ins>", "by Ida"))
    assert "thread.label" not in text
    assert "tf:pay_9" not in ada.get(PAGE).text


def test_the_page_says_how_far_the_chain_is_verified(ada: FlaskClient, town: Books) -> None:
    """Not yet, up to a line, or where it is broken."""
    assert "not checked yet" in ada.get(PAGE).text
    audits.check(town.home.records, now=town.home.clock.now())
    assert "Verified up to line" in ada.get(PAGE).text
    lines = town.home.records.audit.lines
    lines[1] = msgspec.structs.replace(lines[1], act=msgspec.structs.replace(lines[1].act, who="eve"))
    audits.check(town.home.records, now=town.home.clock.now())
    text = ada.get(PAGE).text
    assert "Line 2 is broken" in text
    assert "Verified up to line 1" in text


def test_the_export_is_what_was_filtered_and_an_act_itself(ada: FlaskClient, town: Books) -> None:
    """Masked, as a download, up to the act of exporting, which names the filters and its request."""
    response = ada.post(f"{PAGE}/export", data={"who": ANA.id, "subject": "whatsapp:1:447700900123"})
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(response.text)))
    assert [row[5] for row in rows] == ["subject", "whatsapp:1:•••0123"]
    assert "447700900123" not in response.text
    act = town.home.records.audit.acts[-1]
    assert (act.who, act.what, act.request.startswith("req")) == (ADA.id, "audit.export", True)
    assert act.after == '{"who":"per_ana","subject":"whatsapp:1:•••0123"}'
    assert ada.post(f"{PAGE}/export", data={"from": "x"}).status_code == 400
    other = ada.post(f"{PAGE}/export", headers={"Sec-Fetch-Site": "cross-site"})
    assert (other.status_code, len(town.home.records.audit.acts)) == (403, 3)
