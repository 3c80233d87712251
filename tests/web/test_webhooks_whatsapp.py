"""WhatsApp's door: its handshake, signed deliveries, and that no body under a good signature is refused."""

import json
import random
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.channels.whatsapp import WhatsApp
from bot.domain.conversation.entry import FateEntry
from bot.domain.conversation.window import may_speak
from bot.simulators.accounts import NUMBER
from bot.simulators.whatsapp import SimulatedWhatsApp
from bot.simulators.wire import signed
from tests.adapters.channels.test_messenger_events import JSON, _damage
from tests.adapters.channels.test_whatsapp_events import EXAMPLES
from tests.builders.door import Door, door
from tests.builders.world import NOW_MS
from tests.fakes.whatsapp_body import whatsapp_body as body

PATH = "/webhooks/whatsapp"
PHONE = "447700900001"
THREAD = f"whatsapp:{NUMBER.id}:{PHONE}"


def _door() -> Door:
    listener = WhatsApp(MetaApp((NUMBER.secret, "old"), "verify-me"))
    return door(channels={"whatsapp": listener})


@pytest.fixture(scope="module")
def shared() -> Door:
    """One web process for tests that do not look at what it keeps."""
    return _door()


@pytest.fixture
def hall() -> Door:
    """A web process with WhatsApp."""
    return _door()


def _post(hall: Door, document: bytes, secret: str = NUMBER.secret) -> int:
    return hall.app.test_client().post(PATH, data=document, headers=signed(document, secret)).status_code


def test_meta_can_verify_the_address(hall: Door) -> None:
    """The number is connected with the word that was agreed on, and with no other."""
    query = "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="
    assert hall.app.test_client().get(f"{PATH}{query}verify-me").text == "1158201444"
    assert hall.app.test_client().get(f"{PATH}{query}other").status_code == 403


def test_a_message_is_one_message_however_often_it_comes_and_a_forged_one_none(hall: Door) -> None:
    """Repeats and strangers change nothing in the talk."""
    fake = SimulatedWhatsApp(lambda: NOW_MS)
    fake.habits.scoped = False
    fake.says(PHONE, "Paris to Rome")
    (document,) = fake.bodies()
    assert _post(hall, document, "wrong") == 403
    assert hall.bench.archive.shelf == []
    assert [_post(hall, document) for _ in range(3)] == [200, 200, 200]
    assert len([line for line in hall.bench.archive.lines(THREAD) if line.author == "traveller"]) == 1
    assert hall.bench.archive.texts(THREAD)


def test_a_message_that_fails_late_is_noted_with_its_reason(hall: Door) -> None:
    """What was accepted and never arrived is known to the desk."""
    at = str(NOW_MS // 1000)
    status = {"id": "wamid.O", "status": "failed", "timestamp": at, "recipient_id": PHONE}
    failed = {**status, "errors": [{"code": 131047}], "biz_opaque_callback_data": "tf:e1#0"}
    value = {"metadata": {"phone_number_id": NUMBER.id}, "statuses": [failed, {**status, "status": "sent"}]}
    assert _post(hall, body({"field": "messages", "value": value})) == 200
    when = NOW_MS // 1000 * 1000
    assert hall.fates.noted == [
        FateEntry(THREAD, "undelivered", "e1#0", "wamid.O", "window_closed", at=when),
        FateEntry(THREAD, "sent", "", "wamid.O", at=when),
    ]


def test_a_message_without_a_readable_time_is_heard_now_and_may_be_answered(hall: Door) -> None:
    """A date that nobody can read must not count as long ago: the traveller's window is open."""
    message = {"from": PHONE, "id": "wamid.1", "timestamp": "asdf", "type": "text", "text": {"body": "Paris to Rome"}}
    value = {"metadata": {"phone_number_id": NUMBER.id}, "messages": [message]}
    assert _post(hall, body({"field": "messages", "value": value})) == 200
    talk = hall.bench.archive.load(THREAD)
    assert talk is not None
    assert may_speak(talk, channel="whatsapp", now_ms=NOW_MS + 3600_000)
    assert hall.bench.archive.texts(THREAD)


def test_a_relay_that_leaves_our_number_out_reaches_the_number_of_this_door() -> None:
    """What was typed is answered in the thread of the one number that is served."""
    channel = WhatsApp(MetaApp((NUMBER.secret,)), account=NUMBER.id)
    hall = door(channels={"whatsapp": channel})
    at = str(NOW_MS // 1000)
    message = {"from": PHONE, "id": "wamid.1", "timestamp": at, "type": "text", "text": {"body": "Paris to Rome"}}
    assert _post(hall, json.dumps({"messages": [message]}).encode()) == 200
    assert hall.bench.archive.texts(THREAD)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw=st.randoms(use_true_random=False), junk=st.lists(JSON, min_size=1, max_size=4))
def test_no_body_under_a_good_signature_is_refused(shared: Door, draw: random.Random, junk: list[Any]) -> None:
    """A poisoned delivery cannot make Meta switch the number off."""
    whole = json.loads(body(*draw.choices(EXAMPLES, k=2)))
    assert _post(shared, msgspec.json.encode(_damage(whole, draw, junk))) == 200
