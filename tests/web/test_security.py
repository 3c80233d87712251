"""What holds for every route: no card number in clear, bounded bodies, careful headers."""

import logging

import pytest

from bot.web.security import MOST_BODY
from tests.builders.door import Door, door

CARD = "4242424242424242"


@pytest.fixture
def hall() -> Door:
    """A web process."""
    return door()


def _routes(hall: Door) -> list[str]:
    """Every route that takes a POST, with something in place of its variables, and one that does not exist."""
    rules = [rule for rule in hall.app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    paths = [
        hall.app.url_map.bind("localhost").build(rule.endpoint, dict.fromkeys(rule.arguments, "x"), "POST")
        for rule in rules
    ]
    return [path for path in paths if path != "/webhooks/messenger"] + ["/nowhere"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f'{{"number":"{CARD}"}}', "application/json"),
        ("number=4242+4242+4242+4242&x=1", "application/x-www-form-urlencoded"),
        (
            f"--b\r\nContent-Disposition: form-data; name=n\r\n\r\n{CARD}\r\n--b--\r\n",
            "multipart/form-data; boundary=b",
        ),
        (CARD, "text/plain"),
    ],
)
def test_no_route_takes_a_card_number_in_clear(
    hall: Door, body: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Even a page that was tampered with cannot send a card through the web process, and nothing of it is logged."""
    routes = _routes(hall)
    assert len(routes) > 3
    with caplog.at_level(logging.DEBUG):
        for path in routes:
            answer = hall.app.test_client().post(path, data=body, content_type=kind)
            assert answer.status_code == 422, path
            assert CARD not in answer.text
    assert "4242" not in caplog.text
    assert {"kind": "refused"} in hall.counted("redactions")


def test_a_card_number_in_an_address_is_refused_too(hall: Door) -> None:
    """A form that was sent with GET by mistake is stopped."""
    assert hall.app.test_client().get(f"/chat?number={CARD}").status_code == 422


def test_scripts_read_the_reason_as_json(hall: Door) -> None:
    """The web chat can show the traveller why."""
    answer = hall.app.test_client().post("/chat/messages", json={"text": CARD})
    assert answer.status_code == 422
    assert "card" in answer.get_json()["problem"]


def test_a_body_beyond_the_limit_is_refused(hall: Door) -> None:
    """No page can be made to swallow a film."""
    answer = hall.app.test_client().post("/chat/messages", data=b"x" * (MOST_BODY + 1))
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/livez", "/nowhere", "/chat"])
def test_every_answer_keeps_browsers_careful(hall: Door, path: str) -> None:
    """No page of ours is framed, sniffed or told about to other sites."""
    headers = hall.app.test_client().get(path).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_over_https_browsers_are_told_to_stay_there() -> None:
    """Once a traveller came by https, nobody can lead them back to http."""
    hall = door(public_url="https://chat.example")
    assert "max-age=" in hall.app.test_client().get("/livez").headers["Strict-Transport-Security"]


def test_no_cookie_is_set_by_a_platforms_delivery(hall: Door) -> None:
    """The door of the platforms is as lean as can be."""
    headers = hall.app.test_client().post("/webhooks/messenger", data=b"{}").headers
    assert set(headers.keys()) == {"Content-Type", "Content-Length"}
