"""Proves bot/simulators/platform.py and requests.py: one host, three products, more accounts, one clock."""

import json
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest

from bot.simulators.accounts import DAY, INSTAGRAM, NUMBER, PAGE, Account
from bot.simulators.platform import Platform
from tests.simulators.caller import ADA, BEN, NOW


def _platform(**accounts: Account) -> Platform:
    platform = Platform(lambda: NOW, **accounts)
    platform.messenger.says(ADA, "hi")
    platform.instagram.says("77", "hi")
    platform.whatsapp.says(BEN, "hi")
    return platform


def _call(platform: Platform, path: str, token: str, told: Any = None, method: str = "POST") -> Any:
    head = {"authorization": f"Bearer {token}"}
    answer = platform.answer(method, path, head, msgspec.json.encode(told) if told is not None else b"")
    assert answer is not None
    return msgspec.json.decode(answer.body)


def _words(user: str) -> dict[str, Any]:
    return {"recipient": {"id": user}, "message": {"text": "Hello"}}


def test_a_call_reaches_the_product_whose_token_it_has() -> None:
    """`me` is whoever the token is of; an id of another product is not there."""
    platform = _platform()
    assert _call(platform, "/v25.0/me/messages", PAGE.token, _words(ADA))["recipient_id"] == ADA
    assert _call(platform, f"/v25.0/{INSTAGRAM.id}/messages", INSTAGRAM.token, _words("77"))["recipient_id"] == "77"
    text = {"messaging_product": "whatsapp", "to": f"+{BEN}", "text": {"body": "Hello"}}
    assert _call(platform, f"/v25.0/{NUMBER.id}/messages", NUMBER.token, text)["contacts"][0]["wa_id"] == BEN
    assert _call(platform, f"/v25.0/{NUMBER.id}/messages", PAGE.token, text)["error"]["error_subcode"] == 33
    assert _call(platform, "/v25.0/me/messages", "stranger", text)["error"]["code"] == 190
    assert _call(platform, "/v25.0/a/b/c/d", PAGE.token, text)["error"]["error_subcode"] == 33


def test_instagram_by_facebook_login_shares_the_page_s_token_and_path() -> None:
    """The traveller, or the platform that is named, tells which product is meant."""
    instagram = msgspec.structs.replace(INSTAGRAM, token=PAGE.token, parent=PAGE.id)
    platform = _platform(instagram=instagram)
    _call(platform, f"/v25.0/{PAGE.id}/messages", PAGE.token, _words("77"))
    _call(platform, "/v25.0/me/messages", PAGE.token, _words(ADA))
    assert (platform.instagram.said_to("77"), platform.messenger.said_to(ADA)) == (["Hello"], ["Hello"])
    menu = {"persistent_menu": [{"locale": "default", "call_to_actions": []}], "platform": "instagram"}
    assert _call(platform, "/v25.0/me/messenger_profile", PAGE.token, menu) == {"result": "success"}
    assert "persistent_menu" in platform.instagram.profile.properties
    assert platform.messenger.profile.properties == {}


def test_a_call_may_come_as_a_form_with_its_token_among_the_fields() -> None:
    """As in Messenger's own examples; what is no JSON is refused."""
    platform = _platform()
    form = {"access_token": PAGE.token, "recipient": json.dumps({"id": ADA}), "message": '{"text": "{not json"}'}
    head = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = platform.answer("POST", "/me/messages", head, urlencode(form).encode())
    assert answer is not None
    assert (answer.status, platform.messenger.said_to(ADA)) == (200, ["{not json"])
    for body in (b"no json", b"[1]", b"[" * 5000):
        answer = platform.answer("POST", f"/me/messages?access_token={PAGE.token}", {}, body)
        assert answer is not None
        assert answer.status == 400


def test_time_passes_for_all_products_at_once() -> None:
    """One clock, which goes forward only."""
    platform = _platform()
    platform.pass_time(DAY)
    assert platform.messenger.now() == platform.whatsapp.now() == NOW + DAY
    assert _call(platform, "/me/messages", PAGE.token, _words(ADA))["error"]["error_subcode"] == 2018278
    with pytest.raises(ValueError, match="forward"):
        platform.pass_time(-1)


def test_two_pages_can_come_in_one_body() -> None:
    """A busy platform mixes accounts; what is not taken comes again, each from its own account."""
    platform = _platform()
    page: Any = platform.add("messenger", Account(id="1009", token="other"))
    page.says("3003", "hi")
    platform.messenger.habits.batched = True
    seen: list[Any] = []

    def post(body: bytes, _: dict[str, str]) -> int:
        seen.append(json.loads(body))
        return 503 if len(seen) == 1 else 200

    assert [platform.deliver(post, "messenger") for _ in range(3)] == [[503], [200], []]
    assert [entry["id"] for entry in seen[1]["entry"]] == [PAGE.id, "1009"]
    assert seen[0]["entry"][0]["messaging"] == seen[1]["entry"][0]["messaging"]
    assert len(seen) == 2
    assert _call(platform, "/1009/messages", "other", _words("3003"))["recipient_id"] == "3003"


def test_files_are_fetched_without_saying_of_which_account() -> None:
    """A media address is enough; one that is not there is not there."""
    platform = _platform()
    file = platform.messenger.files.keep(b"png", "image/png", span=DAY)
    answer = platform.answer("GET", platform.messenger.files.address(file), {}, b"")
    assert answer is not None
    assert (answer.status, answer.headers["content-type"], answer.body) == (200, "image/png", b"png")
    assert answer.headers["content-security-policy"] == "sandbox"
    missing = platform.answer("GET", "/cdn/123", {}, b"")
    assert missing is not None
    assert missing.status == 404


def test_whoever_watches_is_told_of_every_call() -> None:
    """The product, the call and its answer."""
    platform = _platform()
    seen: list[tuple[str, str, int]] = []
    platform.watch = lambda name, call, answer: seen.append((name, call.edge, answer.status if answer else 0))
    platform.messenger.fail_next("hang")
    platform.answer("POST", "/me/messages", {"Authorization": f"Bearer {PAGE.token}"}, msgspec.json.encode(_words(ADA)))
    _call(platform, "/me/messages", PAGE.token, _words("nobody"))
    assert seen == [("messenger", "messages", 0), ("messenger", "messages", 400)]
