"""Proves bot/simulators/server.py: over real sockets it answers, keeps waiting, and delivers by itself."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import urllib3

from bot.simulators.accounts import PAGE
from bot.simulators.platform import Platform
from bot.simulators.server import Server, serving
from bot.simulators.wire import signed
from tests.fakes.webhook_receiver import webhook_receiver
from tests.simulators.caller import ADA, BEN, NOW

BEARER = {"Authorization": f"Bearer {PAGE.token}"}
REQUEST = {"recipient": {"id": ADA}, "message": {"text": "Hello", "metadata": "tf:1"}}


def _post(server: Server, path: str, told: Any = None) -> Any:
    return urllib3.PoolManager().request("POST", f"{server.url}{path}", json=told or {}, headers=BEARER)


def _items(received: list[tuple[dict[str, str], bytes]]) -> list[dict[str, Any]]:
    return [item for _, body in received for entry in json.loads(body)["entry"] for item in entry.get("messaging", [])]


def test_each_product_delivers_to_its_own_door_signed() -> None:
    """The real program's webhooks are told as by Meta."""
    with webhook_receiver() as webhook, serving(Platform(lambda: NOW), webhooks=webhook.url + "webhooks") as server:
        _post(server, "/control/messenger/says", {"user": ADA, "text": "hi"})
        _post(server, "/control/whatsapp/says", {"user": BEN, "text": "hi"})
        received = webhook.wait_for(2)
        assert {json.loads(body)["object"] for _, body in received} == {"page", "whatsapp_business_account"}
        headers, body = received[0]
        expected = signed(body, PAGE.secret)
        assert {name: headers[name] for name in expected} == expected


def test_what_was_not_taken_is_tried_again_and_disorder_can_be_asked_for() -> None:
    """A door that was closed hears everything later."""
    with webhook_receiver() as webhook:
        webhook.answers = [503, 500]
        with serving(Platform(lambda: NOW), webhooks=webhook.url) as server:
            _post(server, "/control/messenger/habits", {"copies": 2, "batched": True, "shuffled": True, "noise": True})
            _post(server, "/control/messenger/says", {"user": ADA, "text": "hi"})
            items = _items(webhook.wait_for(4))
            assert {item["message"]["text"] for item in items} == {"hi"}
            assert all("x_new_thing" in item for item in items)


def test_a_caller_who_is_kept_waiting_keeps_nobody_else_waiting() -> None:
    """The message was accepted, and its echo comes although no answer does."""
    with webhook_receiver() as webhook, ThreadPoolExecutor(1) as threads:
        with serving(Platform(lambda: NOW), webhooks=webhook.url, hang=60.0) as server:
            _post(server, "/control/messenger/says", {"user": ADA, "text": "hi"})
            _post(server, "/control/messenger/fail", {"faults": ["hang"]})
            stuck = threads.submit(_post, server, "/v25.0/me/messages", REQUEST)
            echoed = [item for item in _items(webhook.wait_for(3)) if item.get("message", {}).get("is_echo")]
            assert echoed[0]["message"]["metadata"] == "tf:1"
            assert not stuck.done()
            assert _post(server, "/v25.0/me/messages", REQUEST).status == 200
        with pytest.raises(urllib3.exceptions.HTTPError):
            stuck.result(10)


def test_statuses_can_come_before_the_answer() -> None:
    """A slow answer is overtaken by what became of the message."""
    with webhook_receiver() as webhook, serving(Platform(lambda: NOW), webhooks=webhook.url) as server:
        _post(server, "/control/messenger/says", {"user": ADA, "text": "hi"})
        webhook.wait_for(1)
        _post(server, "/control/messenger/habits", {"slow": 60_000})
        with ThreadPoolExecutor(1) as threads:
            answer = threads.submit(_post, server, "/v25.0/me/messages", REQUEST)
            webhook.wait_for(3)
            assert not answer.done()
            server.stopping.set()
            assert answer.result(10).status == 200


def test_a_media_address_leads_back_to_the_server() -> None:
    """The second of the two steps is a plain GET with the token."""
    with serving(Platform(lambda: NOW)) as server:
        platform = server.platform
        platform.whatsapp.attaches(BEN, "image", content="bytes")
        image = platform.whatsapp.take_waiting()[0][1]["value"]["messages"][0]["image"]
        pool, head = urllib3.PoolManager(), {"Authorization": f"Bearer {platform.whatsapp.account.token}"}
        url = pool.request("GET", f"{server.url}/v25.0/{image['id']}", headers=head).json()["url"]
        assert pool.request("GET", url, headers=head).data == b"bytes"
        assert pool.request("GET", url).status == 401
        assert pool.request("DELETE", f"{server.url}/v25.0/{image['id']}", headers=head).json() == {"success": True}


def test_an_account_that_is_opened_while_it_runs_is_delivered_for() -> None:
    """Two pages of one airline, at one door."""
    with webhook_receiver() as webhook, serving(Platform(lambda: NOW), webhooks=webhook.url) as server:
        _post(server, "/control/accounts", {"product": "messenger", "id": "1009", "token": "other"})
        _post(server, "/control/1009/says", {"user": ADA, "text": "hi"})
        (_, body), *_ = webhook.wait_for(1)
        assert json.loads(body)["entry"][0]["id"] == "1009"


def test_a_door_is_verified_by_the_word_that_was_agreed_on() -> None:
    """A door that answers anything but the challenge is none."""
    with webhook_receiver() as webhook, serving(Platform(lambda: NOW), webhooks=webhook.url) as server:
        told = _post(server, "/control/handshakes").json()
        assert told == {"messenger": False, "whatsapp": False, "instagram": False}


def test_links_are_fetched_by_bots_before_anybody_taps() -> None:
    """A pay page that a GET changed would be found out; a page that is not there is told, too."""
    with webhook_receiver() as page, serving(Platform(lambda: NOW)) as server:
        _post(server, "/control/messenger/says", {"user": ADA, "text": "hi"})
        _post(server, "/control/messenger/habits", {"previews": True})
        text = f"Pay at {page.url}pay/t or {page.url}pay/t or http://127.0.0.1:9/x"
        _post(server, "/v25.0/me/messages", {"recipient": {"id": ADA}, "message": {"text": text}})
        until = time.monotonic() + 10
        while len(server.previews.seen) < 2:
            assert time.monotonic() < until
            time.sleep(0.01)
        seen = urllib3.PoolManager().request("GET", f"{server.url}/control/previews").json()
        assert [(one["url"], one["status"]) for one in seen] == [(f"{page.url}pay/t", 501), ("http://127.0.0.1:9/x", 0)]
        assert all(one["agent"].startswith("facebookexternalhit/1.1") for one in seen)
