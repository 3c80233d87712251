"""A visitor may write much at once, and not for ever."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from bot.domain.embedding.sites import Site
from bot.web.app import create_app
from bot.web.limits import MESSAGES_A_MINUTE, NEW_CHATS, Limiter, network
from tests.builders.world import NOW
from tests.web.archive import Bench, bench

SITE = "https://www.airline.example"
ADA, EVE = "8.8.8.8", "2600:1f00:0:1::5"


@pytest.fixture
def stage() -> Bench:
    """A web process with a site."""
    return bench(sites={"main": Site((SITE,))})


def begin(browser: FlaskClient, address: str, token: str = "", **headers: str) -> Any:
    """Open the panel from an address."""
    shown = {"Authorization": f"Bearer {token}"} if token else {}
    peer = {"REMOTE_ADDR": address}
    return browser.post("/v1/sessions", json={"site": "main"}, headers={**shown, **headers}, environ_base=peer)


def look(browser: FlaskClient, address: str) -> Any:
    """Open the page of its own as somebody without a cookie."""
    browser.delete_cookie("tf_chat")
    return browser.get("/chat", environ_base={"REMOTE_ADDR": address})


@pytest.mark.parametrize(
    ("address", "known"),
    [
        (ADA, "8.8.8.0/24"),
        (EVE, "2600:1f00::/48"),
        ("::ffff:8.8.8.8", "8.8.8.0/24"),
        ("10.0.0.1", ""),
        ("nobody", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_network_is_an_address_and_its_neighbors(address: str | None, known: str) -> None:
    """Who tests cards takes the next address of the same network; what is nobody's on the internet is not counted."""
    assert network(address) == known


def _later(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def test_so_many_a_minute_all_at_once_if_one_likes() -> None:
    """The bucket is full at first, and fills again while nothing is taken."""
    limiter = Limiter(30)
    assert [limiter.wait("ada", NOW) for _ in range(31)] == [0] * 30 + [2]
    assert limiter.wait("ada", NOW + _later(1)) == 1
    assert [limiter.wait("ada", NOW + _later(2)) for _ in range(2)] == [0, 2]
    assert [limiter.wait("ada", NOW + _later(3600)) for _ in range(31)] == [0] * 30 + [2]


def test_nobody_waits_for_somebody_else() -> None:
    """Each visitor has a bucket."""
    limiter = Limiter(1)
    assert (limiter.wait("ada", NOW), limiter.wait("bob", NOW)) == (0, 0)
    assert limiter.wait("ada", NOW) == 60


def test_buckets_do_not_pile_up() -> None:
    """A million visitors do not fill the memory: who was quiet longest is forgotten."""
    limiter = Limiter(1, most_names=2)
    for name in ("ada", "bob", "cyd"):
        limiter.wait(name, NOW)
    assert len(limiter._full_at) == 2
    assert limiter.wait("ada", NOW) == 0


def test_a_flood_is_told_when_to_go_on(stage: Bench, browser: FlaskClient) -> None:
    """The page learns the seconds; nothing of what was too much is taken, and it may be sent again."""
    browser.get("/chat")

    def say(number: int) -> int:
        name = "".join(chr(97 + int(digit)) for digit in f"{number:04d}")
        return int(browser.post("/chat/messages", json={"client_id": name, "text": "Help"}).status_code)

    assert {say(number) for number in range(MESSAGES_A_MINUTE)} == {202}
    answer = browser.post("/chat/messages", json={"client_id": "toomuch", "text": "Help"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2")
    assert "wait a moment" in answer.json["problem"]
    stage.clock.pass_time(seconds=2)
    assert browser.post("/chat/messages", json={"client_id": "toomuch", "text": "Help"}).status_code == 202


def test_an_address_begins_so_many_chats_and_then_has_to_wait(stage: Bench, browser: FlaskClient) -> None:
    """Fresh threads are no way around limits, nor to fill the database; whoever has a talk goes on with it."""
    token = begin(browser, ADA).json["token"]
    assert {begin(browser, ADA).status_code for _ in range(NEW_CHATS - 1)} == {200}
    known = len(stage.archive.visits.known)
    refused = begin(browser, ADA, **{"Accept-Language": "fr"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "depuis votre réseau" in refused.json["problem"]
    assert len(stage.archive.visits.known) == known
    assert begin(browser, ADA, token).status_code == 200
    assert begin(browser, "8.8.4.4").status_code == 200
    stage.clock.pass_time(minutes=1)
    assert [begin(browser, ADA).status_code for _ in range(2)] == [200, 429]


def test_the_page_of_its_own_counts_as_well(browser: FlaskClient) -> None:
    """It says why there is no chat, and gives no cookie; who brings one is let in."""
    assert {look(browser, ADA).status_code for _ in range(NEW_CHATS)} == {200}
    assert browser.get("/chat", environ_base={"REMOTE_ADDR": ADA}).status_code == 200
    refused = look(browser, ADA)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "Many new chats" in refused.text
    assert "Set-Cookie" not in refused.headers
    assert begin(browser, ADA).status_code == 429


def test_an_ipv6_home_is_one_address(browser: FlaskClient) -> None:
    """Whoever has 2^64 addresses has one bucket."""
    for number in range(NEW_CHATS):
        assert begin(browser, f"2600:1f00:0:1::{number:x}").status_code == 200
    assert (begin(browser, EVE).status_code, begin(browser, "2600:1f00:0:2::5").status_code) == (429, 200)
    assert begin(browser, "::ffff:8.8.8.8").status_code == 200


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "fd00::1", ""])
def test_a_neighbour_is_not_limited(browser: FlaskClient, address: str) -> None:
    """A proxy that nobody told us of must not shut all travellers out together."""
    assert {begin(browser, address).status_code for _ in range(NEW_CHATS + 5)} == {200}


@pytest.mark.parametrize(("proxies", "last"), [(0, 200), (1, 429), (2, 200)])
def test_behind_proxies_the_address_is_the_one_that_they_saw(proxies: int, last: int) -> None:
    """Only what proxies of ours have added is believed: what a caller wrote before it changes nothing."""
    browser = create_app(bench(sites={"main": Site((SITE,))}, proxies=proxies).runtime).test_client()
    for number in range(NEW_CHATS + 1):
        forwarded = {"X-Forwarded-For": f"9.9.9.{number}, {ADA}", "Sec-Fetch-Site": "same-origin"}
        answer = begin(browser, "10.0.0.1", **forwarded)
    assert answer.status_code == last
