"""A trip's page and its calendar: good links alone, read only, private, in the traveller's language."""

import msgspec
import pytest
from flask.testing import FlaskClient

from bot.services.trip_links import trip_url
from tests.builders.checkouts import paid_checkout
from tests.domain.booking.test_ics import read
from tests.web.archive import Bench


@pytest.fixture
def token(stage: Bench) -> str:
    """The token of a paid booking's link, in English."""
    stage.archive.money.add(paid_checkout())
    return link(stage)


def link(stage: Bench, language: str = "en") -> str:
    """The token of the booking's link."""
    return trip_url(stage.runtime, "chk_1", language, now=stage.clock.now()).rpartition("/")[2]


def test_a_link_shows_the_whole_trip(browser: FlaskClient, token: str) -> None:
    """Reference, state, each flight with its day and airports, names and tickets, fare, method and total."""
    page = browser.get(f"/trip/{token}").text
    for told in (
        "ABC234", "Paid and ticketed", "Fri 4 Dec", "11:25", "Paris Charles de Gaulle (CDG)", "TF12",
        "operated by Threadfare Air", "Marie Durand", "9992400000001", "no checked bag included",
        "Visa •4242", "€1,007.00",
    ):  # fmt: skip
        assert told in page, told


def test_a_link_shows_nothing_that_no_ticket_prints(browser: FlaskClient, token: str) -> None:
    """Who finds the link learns no date of birth, no e-mail address and nothing of the card but what paid."""
    page = browser.get(f"/trip/{token}").text
    for kept in ("1987", "ada@example.org", "ins_1", "chk_", "sbx_", "messenger"):
        assert kept not in page, kept


def test_the_page_speaks_the_language_of_the_talk(stage: Bench, browser: FlaskClient, token: str) -> None:
    """Whatever the browser prefers, because the link was given in a talk."""
    page = browser.get(f"/trip/{link(stage, 'fr')}", headers={"Accept-Language": "en"}).text
    assert '<html lang="fr">' in page
    assert "Référence de réservation" in page
    assert "ven. 4 déc." in page
    assert token != link(stage, "fr")


def test_a_file_to_keep_tells_the_whole_trip(browser: FlaskClient, token: str) -> None:
    """It opens on any telephone, without a network: plain text whose letters are told by a mark at its beginning."""
    answer = browser.get(f"/trip/{token}/itinerary.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="trip.txt"'
    text = answer.data.decode("utf-8-sig")
    for told in ("ABC234", "11:25 CDG", "TF12", "Marie Durand", "9992400000001", "Visa •4242", f"/trip/{token}"):
        assert told in text, told
    assert "1987" not in text
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert text.count("\n") == text.count("\r\n")


@pytest.mark.parametrize("path", ["", "/calendar.ics", "/itinerary.txt"])
def test_a_link_that_is_not_good_tells_nothing(stage: Bench, browser: FlaskClient, token: str, path: str) -> None:
    """Made up, changed or after thirty days it says how to get another one, and no more."""
    stage.clock.pass_time(days=31)
    for bad in (token, token[:-1] + "x", "x", "%27%20OR%201=1"):
        answer = browser.get(f"/trip/{bad}{path}")
        assert answer.status_code == 404
        assert "Durand" not in answer.text
        assert "my trip" in answer.text
    assert "Ce lien" in browser.get(f"/trip/x{path}", headers={"Accept-Language": "fr"}).text


def test_the_page_is_kept_by_nobody(browser: FlaskClient, token: str) -> None:
    """No cache, no search engine and no other site learns of it; nothing of another origin runs on it."""
    for path in (f"/trip/{token}", f"/trip/{token}/calendar.ics", "/trip/x"):
        headers = browser.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "Set-Cookie" not in headers


def test_neither_address_nor_title_tells_whose_trip_it_is(browser: FlaskClient, token: str) -> None:
    """A preview in a chat, a browser's history and a log show no name and no reference."""
    page = browser.get(f"/trip/{token}").text
    title = page[page.index("<title>") : page.index("</title>")]
    for told in ("ABC234", "abc234", "Durand", "durand"):
        assert told not in token
        assert told not in title
    assert "og:" not in page


def test_whoever_fetches_it_changes_nothing(stage: Bench, browser: FlaskClient, token: str) -> None:
    """A crawler that looks at links before people do is harmless; nothing but GET is served."""
    before = msgspec.json.encode(stage.archive.money.checkouts)
    for _ in range(3):
        assert browser.get(f"/trip/{token}", headers={"User-Agent": "facebookexternalhit/1.1"}).status_code == 200
        assert browser.head(f"/trip/{token}/calendar.ics").status_code == 200
    assert msgspec.json.encode(stage.archive.money.checkouts) == before
    assert browser.post(f"/trip/{token}").status_code == 405
    assert browser.delete(f"/trip/{token}").status_code == 405


def test_the_calendar_is_a_file_of_its_type(browser: FlaskClient, token: str) -> None:
    """Telephones open it with their calendar; its name tells nothing; every event is whole."""
    answer = browser.get(f"/trip/{token}/calendar.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="trip.ics"'
    (event,) = read(answer.get_data().decode())
    assert (event["SUMMARY"], event["DTSTART"]) == ("TF12 CDG → JFK", "20261204T102500Z")
    assert event["URL"] == f"http://localhost/trip/{token}"


def test_a_trip_in_the_past_is_shown_as_past(stage: Bench, browser: FlaskClient, token: str) -> None:
    """The page of a trip that was flown says so as long as its link is good."""
    stage.clock.pass_time(days=20)
    assert "Ticketed, in the past" in browser.get(f"/trip/{token}").text


def test_a_database_that_is_away_is_said_so(stage: Bench, browser: FlaskClient, token: str) -> None:
    """The traveller is asked to come again, not told that the trip is gone."""
    stage.archive.away = True
    assert browser.get(f"/trip/{token}").status_code == 503


def test_the_chat_has_a_button_for_it(browser: FlaskClient) -> None:
    """Whoever opens the chat finds bookings without knowing the words."""
    page = browser.get("/chat").text
    assert 'value="go:trip&#10;My trip"' in page
