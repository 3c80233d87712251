"""Proves bot/simulators/phones.py: the door of the phones."""

import pytest

from tests.simulators.phones import FIRST, NOW, OWN, Desk, said


@pytest.fixture
def desk() -> Desk:
    """A platform with phones."""
    return Desk()


def test_what_is_written_on_a_phone_reaches_the_webhook(desk: Desk) -> None:
    """The airline is told as Meta tells it, and the page is told what it was told."""
    assert desk.act("messenger", "says", text="Paris to Rome")[0] == 200
    (item,) = desk.items()
    assert (item["sender"]["id"], item["message"]["text"]) == (FIRST["messenger"], "Paris to Rome")
    (entry,) = desk.state()["entries"]
    assert (entry["kind"], entry["status"], entry["channel"]) == ("hook", 200, "messenger")
    assert entry["body"]["entry"][0]["messaging"][0] == item


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "127.0.0.1:8020"},
        {"Host": "127.0.0.1:8020", "Sec-Fetch-Site": "cross-site"},
        {"Host": "127.0.0.1:8020", "Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8000"},
        {"Host": "127.0.0.1:8020", "Sec-Fetch-Site": "none"},
        {"Host": "127.0.0.1:8020", "Origin": "http://evil.example"},
        {"Host": "127.0.0.1:8020", "Origin": "null"},
    ],
)
def test_another_page_cannot_write_on_somebodys_phone(desk: Desk, headers: dict[str, str]) -> None:
    """A page of another origin that a developer happens to open says nothing in the traveller's name."""
    status, told = desk.post(f"messenger/{FIRST['messenger']}/says", {"text": "hi"}, headers)
    assert (status, told) == (403, {"problem": "Only the page of the phones may do that."})
    assert desk.bodies == []


def test_an_older_browser_is_known_by_its_origin(desk: Desk) -> None:
    """A browser without fetch metadata names its origin with each post."""
    headers = {"Host": "127.0.0.1:8020", "Origin": "http://127.0.0.1:8020"}
    assert desk.post(f"messenger/{FIRST['messenger']}/says", {"text": "hi"}, headers)[0] == 200


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("messenger/1/says", {"text": "hi"}, 404),
        ("telegram/1/says", {"text": "hi"}, 404),
        ("telegram/people", {}, 400),
        (f"messenger/{FIRST['messenger']}/flies", {}, 400),
        (f"messenger/{FIRST['messenger']}/__init__", {}, 400),
        (f"messenger/{FIRST['messenger']}/says", {}, 400),
        (f"messenger/{FIRST['messenger']}/says", {"text": 7}, 400),
        (f"messenger/{FIRST['messenger']}/says", {"text": "x" * 4097}, 400),
        (f"messenger/{FIRST['messenger']}/taps", {"payload": "never shown"}, 400),
        (f"messenger/{FIRST['messenger']}/replies_to_story", {"text": "hi"}, 400),
        (f"messenger/{FIRST['messenger']}/fail_next", {"fault": "pair_limited"}, 400),
        ("clock", {"hours": -1}, 400),
        ("clock", {"hours": 100000}, 400),
        ("nothing", {}, 404),
    ],
)
def test_what_cannot_be_done_is_answered_with_a_sentence(desk: Desk, path: str, body: object, status: int) -> None:
    """Whoever sends nonsense reads why nothing happened, and nothing happened."""
    answered, told = desk.post(path, body)
    assert answered == status
    assert told["problem"]
    assert desk.bodies == []


def test_the_page_and_its_files_are_ours_and_bound(desk: Desk) -> None:
    """The page loads from its own origin alone, and no name leads out of the folder."""
    page = desk.phones.answer("GET", "/phones", {}, b"")
    assert page.status == 200
    assert b"Test Air" in page.body
    assert "script-src 'self'" in page.headers["content-security-policy"]
    for name, kind in (
        ("phones.js", "text/javascript; charset=utf-8"),
        ("base.css", "text/css; charset=utf-8"),
        ("photo.png", "image/png"),
        ("letter.pdf", "application/pdf"),
    ):
        assert desk.phones.answer("GET", f"/phones/static/{name}", {}, b"").headers["content-type"] == kind
    for path in ("static/..%2fphones.py", "static/../phones.py", "static/none.js", "static/", "elsewhere"):
        assert desk.phones.answer("GET", f"/phones/{path}", {}, b"").status == 404


def test_a_get_changes_nothing(desk: Desk) -> None:
    """A link that somebody follows, or a preview, writes nothing."""
    path = f"/phones/messenger/{FIRST['messenger']}/says?text=hi"
    assert desk.phones.answer("GET", path, OWN, b'{"text":"hi"}').status == 404
    assert desk.bodies == []


def test_the_page_asks_for_what_is_new_alone(desk: Desk) -> None:
    """Each entry is told once; a number that is none counts as the beginning."""
    desk.act("messenger", "says", text="one")
    first = desk.state()["entries"]
    desk.act("messenger", "says", text="two")
    (new,) = desk.state(first[-1]["number"])["entries"]
    assert new["body"]["entry"][0]["messaging"][0]["message"]["text"] == "two"
    assert len(desk.phones.answer("GET", "/phones/state?since=x&wait=y", {}, b"").body) > 0


def test_time_moves_for_all_phones_and_closes_windows(desk: Desk) -> None:
    """After a day of silence the platform refuses what is no template, and the page says until when one may write."""
    desk.act("messenger", "says", text="hi")
    assert desk.owner("messenger")["closes"] == NOW + 24 * 3_600_000
    assert desk.send("messenger", said(FIRST["messenger"])) == 200
    status, told = desk.post("clock", {"hours": 25})
    assert (status, told["now"], told["moved"]) == (200, NOW + 25 * 3_600_000, 25 * 3_600_000)
    assert desk.send("messenger", said(FIRST["messenger"])) == 400
    refused = desk.state()["entries"][-1]
    assert refused["answer"]["error"]["error_subcode"] == 2018278


def test_a_second_person_takes_a_phone(desk: Desk) -> None:
    """They have an id of their own, and what the first one reads is not theirs."""
    status, told = desk.post("instagram/people")
    assert (status, told["person"]) == (200, "8801234567890002")
    assert [one["name"] for one in told["phones"]["instagram"]["people"]] == ["Ada", "Bruno"]
    assert desk.post("instagram/8801234567890002/says", {"text": "hi"})[0] == 200
    people = desk.state()["entries"][-1]["people"]
    assert "8801234567890002" in people
    assert FIRST["instagram"] not in people
