"""The platform's door: who may knock, how much may come, and what is answered."""

import io
import random
import tracemalloc
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.channels.instagram import Instagram
from bot.adapters.channels.meta_signature import MetaApp
from bot.simulators.accounts import Account
from bot.simulators.instagram import SimulatedInstagram
from bot.simulators.wire import encoded, signed
from bot.web.app import create_app
from bot.web.webhooks import MOST_BODY
from tests.adapters.channels import test_instagram_events as instagram
from tests.adapters.channels.test_messenger_events import EXAMPLES, JSON, _damage
from tests.builders.door import THREAD, Door, door
from tests.builders.world import NOW_MS
from tests.fakes.client_poster import client_poster

PATH = "/webhooks/messenger"
SECRET = Account().secret


@pytest.fixture(scope="module")
def shared() -> Door:
    """One web process for tests that do not look at what it keeps."""
    return door()


@pytest.fixture(scope="module")
def shared_instagram() -> Door:
    """One web process with Instagram."""
    return _instagram_door()


def _instagram_door() -> Door:
    listener = Instagram(MetaApp((SECRET,), "verify-me"), account=instagram.ACCOUNT, app_id=Account().app)
    return door(channels={"instagram": listener})


@pytest.fixture
def hall() -> Door:
    """A web process with Messenger."""
    return door()


def _post(hall: Door, body: bytes, headers: dict[str, str] | None = None) -> int:
    given = signed(body, SECRET) if headers is None else headers
    return hall.app.test_client().post(PATH, data=body, headers=given).status_code


def test_the_handshake_repeats_the_challenge_as_plain_text(hall: Door) -> None:
    """Meta can verify the address; the answer is never a page."""
    query = "?hub.mode=subscribe&hub.verify_token=verify-me&hub.challenge=1158201444"
    answer = hall.app.test_client().get(PATH + query)
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "1158201444", "text/plain")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_challenge_that_looks_like_a_card_is_repeated_all_the_same(hall: Door) -> None:
    """No number that Meta makes up can keep the webhook from being verified."""
    query = "?hub.mode=subscribe&hub.verify_token=verify-me&hub.challenge=4242424242424242"
    assert hall.app.test_client().get(PATH + query).text == "4242424242424242"


def test_a_fault_of_ours_asks_for_another_delivery(hall: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """What broke before anything was taken is delivered again."""

    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(hall.runtime.channels["messenger"], "verify", broken)
    assert _post(hall, b"{}") == 500


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1",
        "?hub.mode=subscribe&hub.verify_token=verify-me&hub.challenge=<script>",
        "?hub.mode=subscribe&hub.verify_token=verify-me",
    ],
)
def test_whoever_does_not_know_the_word_is_refused(hall: Door, query: str) -> None:
    """Nobody else can point the webhook at us, or have us repeat what they like."""
    assert hall.app.test_client().get(PATH + query).status_code == 403


def test_a_talk_goes_on_over_signed_deliveries(hall: Door) -> None:
    """A traveller writes on Messenger, reads an answer there, taps it, and is answered again."""
    post = client_poster(hall.app.test_client())
    hall.graph.says("2002", "Paris to Rome next Friday, 2 adults")
    assert hall.graph.deliver(post) == [200]
    hall.send_answers()
    first = hall.graph.said_to("2002")
    assert first
    hall.graph.says("2002", "help")
    assert set(hall.graph.deliver(post)) == {200}
    hall.send_answers()
    assert len(hall.graph.said_to("2002")) > len(first)
    hall.graph.taps("2002", "go:start_over")
    assert set(hall.graph.deliver(post, batched=True, noise=True)) == {200}
    assert hall.fates.noted[0].fate == "sent"


def test_instagram_has_a_door_of_its_own() -> None:
    """A traveller writes on Instagram and is answered in that thread; a story reply is words like any other."""
    hall = _instagram_door()
    graph = SimulatedInstagram(lambda: NOW_MS, Account(id=instagram.ACCOUNT))
    post = client_poster(hall.app.test_client(), "/webhooks/instagram")
    graph.says("2002", "Paris to Rome next Friday, 2 adults")
    graph.replies_to_story("2002", "help")
    assert graph.deliver(post, batched=True, noise=True, times=2) == [200, 200]
    thread = f"instagram:{instagram.ACCOUNT}:2002"
    heard = [line for line in hall.bench.archive.lines(thread) if line.author == "traveller"]
    answered = [line for line in hall.bench.archive.lines(thread) if line.author == "bot"]
    assert len(heard) == 2
    assert answered


@pytest.mark.parametrize("how", [{"times": 5}, {"shuffled": True}, {"batched": True}, {"noise": True}])
def test_however_it_is_delivered_it_is_one_message(hall: Door, how: dict[str, Any]) -> None:
    """Repeats, disorder, batches and unknown keys change nothing in the talk."""
    hall.graph.says("2002", "Paris to Rome")
    assert set(hall.graph.deliver(client_poster(hall.app.test_client()), **how)) == {200}
    heard = [line for line in hall.bench.archive.lines(THREAD) if line.author == "traveller"]
    assert len(heard) == 1


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Hub-Signature-256": "sha256=" + "0" * 64}, {"X-Hub-Signature": "sha1=" + "0" * 40}],
)
def test_without_a_good_signature_nothing_is_stored(hall: Door, headers: dict[str, str]) -> None:
    """Forged words reach no thread."""
    hall.graph.says("2002", "hi")
    (_, item) = hall.graph.waiting[0]
    body = encoded({"object": "page", "entry": [{"id": "1001", "messaging": [item]}]})
    assert _post(hall, body, headers) == 403
    assert hall.bench.archive.shelf == []


def test_a_card_number_under_a_good_signature_is_taken_and_cleaned(hall: Door) -> None:
    """A refusal would cut the whole page off, so the number is removed instead."""
    hall.graph.says("2002", "4242 4242 4242 4242")
    assert hall.graph.deliver(client_poster(hall.app.test_client())) == [200]
    assert "4242" not in repr(hall.bench.archive.shelf)


def test_while_redis_is_away_the_platform_is_asked_to_come_again(hall: Door) -> None:
    """A message is lost by nobody: it waits with the platform."""
    post = client_poster(hall.app.test_client())
    hall.graph.says("2002", "Paris to Rome")
    hall.bench.archive.away = True
    assert hall.graph.deliver(post) == [503]
    hall.bench.archive.away = False
    assert hall.graph.deliver(post) == [200]
    assert hall.bench.archive.texts(THREAD)


def test_a_fault_of_our_own_is_answered_without_a_word_of_the_traveller(
    hall: Door, caplog: pytest.LogCaptureFixture
) -> None:
    """The platform delivers again, and our log says where it went wrong and not what she wrote."""

    class Broken:
        def note(self, entries: object) -> None:
            raise ValueError(f"my secret words {entries}")

    app = create_app(msgspec.structs.replace(hall.runtime, journal=Broken()))
    hall.graph.reads("2002")
    assert hall.graph.deliver(client_poster(app.test_client())) == [500]
    assert "ValueError" in caplog.text
    assert "secret words" not in caplog.text


def test_a_body_that_is_said_to_be_too_large_is_not_read(hall: Door) -> None:
    """Size comes first: not a byte is taken of what is too much."""

    class Untouchable(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise AssertionError(size)

    for length in (str(MOST_BODY + 1), "9" * 30, "-1", "ten"):
        assert _raw(hall, Untouchable(), CONTENT_LENGTH=length) == "413 REQUEST ENTITY TOO LARGE"
    assert hall.counted("webhooks") == [{"channel": "messenger", "result": "too_large"}] * 4


def test_the_largest_body_that_a_platform_sends_is_taken(hall: Door) -> None:
    """A thousand events at once are within the limit."""
    body = encoded({"object": "page", "entry": [], "x": "y" * (MOST_BODY - 60)})
    assert len(body) <= MOST_BODY
    assert _post(hall, body) == 200


def test_a_body_without_a_length_is_read_no_further_than_the_limit(hall: Door) -> None:
    """A stream without end costs a bounded amount of memory."""

    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"x" * size

    stream = Endless()
    tracemalloc.start()
    assert _raw(hall, stream, **{"wsgi.input_terminated": True}) == "413 REQUEST ENTITY TOO LARGE"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert stream.given == MOST_BODY + 1
    assert peak < 3 * MOST_BODY


def test_a_body_in_chunks_is_taken_like_any_other(hall: Door) -> None:
    """A proxy may pass bodies on without a length."""
    body = encoded({"object": "page", "entry": [], "x": "y" * 200_000})
    header = signed(body, SECRET)["X-Hub-Signature-256"]
    given = {"wsgi.input_terminated": True, "HTTP_X_HUB_SIGNATURE_256": header}
    assert _raw(hall, io.BytesIO(body), **given) == "200 OK"
    assert _raw(hall, io.BytesIO(body), HTTP_X_HUB_SIGNATURE_256=header) == "403 FORBIDDEN"


def test_a_channel_that_is_not_set_up_has_no_door() -> None:
    """Without its secret Messenger is not served at all."""
    hall = door(channels={})
    assert hall.app.test_client().get(PATH).status_code == 404
    assert hall.app.test_client().post(PATH, data=b"{}").status_code == 404


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw=st.randoms(use_true_random=False), junk=st.lists(JSON, min_size=1, max_size=4))
def test_a_signed_body_of_any_shape_is_answered_200(shared: Door, draw: random.Random, junk: list[Any]) -> None:
    """No event, known or unknown, whole or broken, can switch the page off: nothing raises, nothing is refused."""
    key = draw.choice(["messaging", "messaging", "standby"])
    document = {"object": "page", "entry": [{"id": "1001", "time": 1, key: draw.choices(EXAMPLES, k=3)}]}
    assert _post(shared, encoded(_damage(document, draw, junk))) == 200
    assert not [one for one in shared.shelf.aside if one["reason"] != "malformed"]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw=st.randoms(use_true_random=False), junk=st.lists(JSON, min_size=1, max_size=4))
def test_a_signed_body_of_instagram_of_any_shape_is_answered_200(
    shared_instagram: Door, draw: random.Random, junk: list[Any]
) -> None:
    """The same holds for the other inbox: nothing raises, nothing is refused."""
    items = draw.choices(instagram.EXAMPLES, k=3)
    document = {"object": "instagram", "entry": [{"id": "1", "time": 1, "messaging": items}]}
    body = encoded(_damage(document, draw, junk))
    answer = shared_instagram.app.test_client().post("/webhooks/instagram", data=body, headers=signed(body, SECRET))
    assert answer.status_code == 200
    assert not [one for one in shared_instagram.shelf.aside if one["reason"] != "malformed"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300))
def test_signed_bytes_of_any_kind_are_answered_200(shared: Door, body: bytes) -> None:
    """What is no JSON is acknowledged, too."""
    assert _post(shared, body) == 200


@pytest.mark.parametrize("body", [b"[" * 300_000, b'{"a":' * 100_000, b'{"object":"page","entry":[' + b"[" * 100_000])
def test_a_body_that_is_too_deep_is_acknowledged(hall: Door, body: bytes) -> None:
    """Depth breaks nothing."""
    assert _post(hall, body) == 200
    assert hall.shelf.aside[0]["reason"] == "malformed"


def _raw(hall: Door, stream: Any, **environ: Any) -> str:
    """The status of a bare WSGI call: test clients set lengths of their own."""
    statuses: list[str] = []
    start: Callable[..., Any] = lambda status, _headers, _info=None: statuses.append(status)  # noqa: E731  WSGI's own shape
    base = {
        "REQUEST_METHOD": "POST", "PATH_INFO": PATH, "QUERY_STRING": "", "SERVER_NAME": "x", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "SCRIPT_NAME": "", "wsgi.input": stream, "wsgi.url_scheme": "http",
        "wsgi.errors": io.StringIO(), "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }  # fmt: skip
    list(hall.app.wsgi_app({**base, **environ}, start))
    return statuses[0]
