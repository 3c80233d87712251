"""Proves bot/simulators/deliveries.py and wire.py."""

import json
from random import Random
from typing import Any

from bot.simulators.messenger import SimulatedMessenger
from bot.simulators.whatsapp import SimulatedWhatsApp
from bot.simulators.wire import bodies, encoded, noisy, signed
from tests.simulators.caller import ADA, BEN, HIDDEN, NOW, Clock

_HOUR = 3600 * 1000


def _refuse(_: bytes, __: dict[str, str]) -> int:
    return 503


def test_a_page_that_takes_nothing_for_an_hour_is_unsubscribed() -> None:
    """What was lost is lost; a new subscription hears what comes."""
    clock = Clock()
    page = SimulatedMessenger(clock)
    page.says(ADA, "one")
    for _ in range(5):
        page.deliver(_refuse)
    clock.move(_HOUR + 1)
    page.deliver(_refuse)
    page.says(ADA, "two")
    assert (page.subscribed, page.waiting) == (False, [])
    page.resume()
    page.says(ADA, "three")
    assert len(page.waiting) == 1


def test_whatsapp_tries_for_a_week() -> None:
    """A door that opens again within it hears everything."""
    clock = Clock()
    number = SimulatedWhatsApp(clock)
    number.says(BEN, "one")
    for _ in range(24 * 6):
        clock.move(_HOUR)
        number.deliver(_refuse)
    assert number.deliver(lambda _body, _headers: 200) == [200]
    number.says(BEN, "two")
    for _ in range(24 * 8):
        clock.move(_HOUR)
        number.deliver(_refuse)
    assert number.subscribed is False


def test_a_failure_that_is_over_is_forgotten() -> None:
    """Only an unbroken hour counts."""
    clock = Clock()
    page = SimulatedMessenger(clock)
    for _ in range(10):
        page.says(ADA, "hi")
        page.deliver(_refuse)
        page.deliver(lambda _body, _headers: 200)
        clock.move(_HOUR)
    assert page.subscribed is True


def test_what_is_due_later_waits_for_its_time() -> None:
    """In the order of its times."""
    clock = Clock()
    page = SimulatedMessenger(clock)
    page.habits.delay = 500
    page.says(ADA, "late")
    assert page.bodies() == []
    page.habits.delay = 0
    page.says(ADA, "now")
    clock.move(500)
    texts = [json.loads(body)["entry"][0]["messaging"][0]["message"]["text"] for body in page.bodies()]
    assert texts == ["now", "late"]


def test_messages_of_one_number_come_together_in_one_value() -> None:
    """As from a busy platform: one entry, one change, many messages, each person once."""
    number = SimulatedWhatsApp(lambda: NOW)
    for user in (BEN, HIDDEN, BEN):
        number.says(user, "hi")
    number.changes_number(BEN, "447700900044")
    (body,) = number.bodies(batched=True)
    (entry,) = json.loads(body)["entry"]
    messages, update = entry["changes"]
    assert (len(messages["value"]["messages"]), len(messages["value"]["contacts"])) == (4, 2)
    assert update["field"] == "user_id_update"


def test_copies_for_who_only_listens_stand_apart_in_the_entry() -> None:
    """Standby and messaging never mix."""
    items: list[tuple[str, dict[str, Any]]] = [("1", {"message": {}}), ("1", {"standby": {"message": {"mid": "x"}}})]
    (entry,) = json.loads(bodies(items, at=1, batched=True)[0])["entry"]
    assert entry == {"id": "1", "time": 1, "messaging": [{"message": {}}], "standby": [{"message": {"mid": "x"}}]}
    assert bodies([], at=1, batched=True) == []


def test_new_keys_come_in_the_value_of_a_change_too() -> None:
    """What nobody has heard of stands beside what everybody knows."""
    number = SimulatedWhatsApp(lambda: NOW)
    number.says(BEN, "hi")
    seen: list[Any] = []
    number.deliver(lambda body, _: seen.append(json.loads(body)) or 200, noise=True)
    value = seen[0]["entry"][0]["changes"][0]["value"]
    assert "x_new_thing" in value
    assert value["messages"][0]["text"]["body"] == "hi"
    assert set(noisy({"read": {"watermark": 1}}, Random(1))) == {"read", "seq", "x_new_thing"}  # noqa: S311  disorder


def test_both_signatures_are_those_of_the_known_vector() -> None:
    """The reference's own body under the reference's own secret."""
    text = "São Paulo 🛫 https://x.example"
    item = {"sender": {"id": "2002"}, "recipient": {"id": "1001"}, "timestamp": 1700000000100}
    item["message"] = {"mid": "m_test1", "text": text}  # type: ignore[assignment]  an item is made of all sorts
    body = encoded({"object": "page", "entry": [{"id": "1001", "time": 1700000000123, "messaging": [item]}]})
    headers = signed(body, "threadfare-test-secret")
    assert len(body) == 238
    assert headers["X-Hub-Signature"] == "sha1=0e5bda942c9aa4bfbd52374341fa4f59bfd70c39"
