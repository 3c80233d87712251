"""What holds for every route: no card number in clear, bounded bodies, careful headers."""

import logging
from io import BytesIO
from urllib.parse import unquote

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
        hall.app.url_map.bind("localhost").build(rule.endpoint, dict.fromkeys(rule.arguments, "1"), "POST")
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


@pytest.mark.parametrize(("value", "status"), [("Durand", 404), (CARD, 422), (f"x--{CARD}", 422)])
def test_what_a_browser_puts_between_the_parts_of_a_form_is_no_card_number(hall: Door, value: str, status: int) -> None:
    """Some make it up of digits, which pass for a card's by chance; what stands between is looked at all the same."""
    body = f"--{CARD}\r\nContent-Disposition: form-data; name=n\r\n\r\n{value}\r\n--{CARD}--\r\n"
    kind = f"multipart/form-data; boundary={CARD}"
    assert hall.app.test_client().post("/nowhere", data=body, content_type=kind).status_code == status


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


NUMBERS = (
    "4242424242424242",
    "4242 4242 4242 4242",
    "3782-822463-10005",
    "\uff14242424242424242",
    "FR7630006000011234567890189",
    "de89 3704 0044 0532 0130 00",
    "NL91ABNA0417164300",
)


def _money_routes(hall: Door) -> list[tuple[str, str, dict[str, str]]]:
    """Every route of the pages about money: its method, its address, and what stands for its variables."""
    rules = [rule for rule in hall.app.url_map.iter_rules() if rule.rule.startswith(("/pay", "/wallet", "/pin"))]
    return [
        (method, rule.endpoint, dict.fromkeys(rule.arguments, "x"))
        for rule in rules
        for method in sorted(rule.methods or ())
        if method in {"GET", "POST"}
    ]


@pytest.mark.parametrize("number", NUMBERS)
def test_no_page_about_money_takes_a_number_where_none_belongs(
    hall: Door, number: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A card or account number in a query, a form, a file's name or a script's JSON goes no further, on any of them."""
    routes, urls = _money_routes(hall), hall.app.url_map.bind("localhost")
    assert {endpoint.partition(".")[0] for _, endpoint, _ in routes} >= {"pay", "pin", "wallet", "wallet_adding"}
    with caplog.at_level(logging.DEBUG):
        for method, endpoint, values in routes:
            path = urls.build(endpoint, values, method)
            sent: list[dict[str, object]] = [{"query_string": {"name": f"my {number}"}}]
            if method == "POST":
                sent += [{"data": {"name": f"my {number}"}}, {"json": {"deep": [{"name": number}]}}]
                sent += [{"data": {"f": (BytesIO(b"x"), f"{number}.csv")}, "content_type": "multipart/form-data"}]
            for one in sent:
                answer = hall.app.test_client().open(path, method=method, **one)
                assert answer.status_code == 422, (method, path, one)
                assert number not in answer.text
    assert number not in caplog.text


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_in_an_address_about_money_is_neither_shown_nor_logged(
    hall: Door, number: str, caplog: pytest.LogCaptureFixture
) -> None:
    """An address that somebody puts together with a number in it leads nowhere and is repeated nowhere."""
    urls = hall.app.url_map.bind("localhost")
    with caplog.at_level(logging.DEBUG):
        for method, endpoint, values in _money_routes(hall):
            for name in values:
                path = urls.build(endpoint, {**values, name: number}, method)
                answer = hall.app.test_client().open(path, method=method)
                assert answer.status_code == 422, path
                assert number not in unquote(answer.text + answer.headers.get("Location", "")), (method, path)
    assert number not in unquote(caplog.text)
