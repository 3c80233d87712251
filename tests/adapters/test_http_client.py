"""Proves bot/adapters/http_client.py."""

import ssl
import time
from collections.abc import Iterator

import pytest
import requests
import urllib3
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError, ProtocolError, ReadTimeoutError

from bot.adapters.http_client import (
    Call,
    Engine,
    Exchange,
    HttpClient,
    Policy,
    Reply,
    SessionEngine,
    redacted,
)
from bot.domain.errors import OutcomeUnknownError, UnavailableError
from tests.adapters.http_peer import Failing, Peer, http_peer

SECRET = "sk_live_very_secret"
CARD = "4242424242424242"


@pytest.fixture(scope="module")
def peer() -> Iterator[str]:
    """The address of a peer that behaves as the path says."""
    with http_peer() as address:
        yield address


@pytest.fixture
def engine() -> Engine:
    """The engine of gateways and suppliers."""
    return SessionEngine()


def client(engine: Engine, seen: list[Exchange] | None = None, **policy: float) -> HttpClient:
    """A client that tells what it observed."""
    chosen = Policy(**{"read": 0.2, **policy})  # type: ignore[arg-type]  # the test's own words
    return HttpClient(engine, policy=chosen, observe=(seen if seen is not None else []).append)


def post(url: str, **more: float) -> Call:
    """A call full of secrets."""
    return Call(method="POST", url=url, headers={"Authorization": f"Bearer {SECRET}"}, body=CARD.encode(), **more)


def test_an_answer_comes_whole_with_names_in_lower_case(engine: Engine, peer: str) -> None:
    """Whoever calls gets status, headers and body as they came."""
    reply = client(engine).send(post(f"{peer}/ok"))
    assert (reply.status, reply.body, reply.headers["x-kind"]) == (200, b"hello", "Friendly")
    path, headers, body = Peer.seen[-1]
    assert (path, headers["Authorization"], body) == ("/ok", f"Bearer {SECRET}", CARD.encode())


@pytest.mark.parametrize(("path", "status"), [("teapot", 418), ("broken", 500), ("moved", 302)])
def test_any_status_is_an_answer_and_no_redirect_is_followed(engine: Engine, peer: str, path: str, status: int) -> None:
    """A key is never carried to where a stranger's answer points."""
    assert client(engine).send(post(f"{peer}/{path}")).status == status
    assert Peer.seen[-1][0] == f"/{path}"


@pytest.mark.parametrize("path", ["silent", "reset", "half", "trickle"])
def test_what_was_sent_and_not_wholly_answered_is_unknown(engine: Engine, peer: str, path: str) -> None:
    """A payment whose answer was lost is looked up, and never taken for one that did not happen."""
    before = len(Peer.seen)
    with pytest.raises(OutcomeUnknownError):
        client(engine).send(post(f"{peer}/{path}"))
    assert len(Peer.seen) == before + 1, "nothing is repeated here"


def test_an_answer_that_is_too_large_is_not_read(engine: Engine, peer: str) -> None:
    """No peer fills a worker's memory."""
    with pytest.raises(OutcomeUnknownError):
        client(engine, largest=1000).send(post(f"{peer}/large"))


@pytest.mark.parametrize("path", ["large", "half", "trickle", "reset", "silent"])
def test_a_call_that_failed_does_not_spoil_the_next(engine: Engine, peer: str, path: str) -> None:
    """One bad answer of a peer is never read as the beginning of the next, which may be another traveller's."""
    one = client(engine, largest=1000)
    for _ in range(2):
        with pytest.raises(OutcomeUnknownError):
            one.send(post(f"{peer}/{path}"))
        assert one.send(post(f"{peer}/ok", read=5.0)).body == b"hello"


def test_a_call_may_be_more_patient_than_the_policy(engine: Engine, peer: str) -> None:
    """A search that is known to take its time is waited for."""
    with pytest.raises(OutcomeUnknownError):
        client(engine).send(Call(method="GET", url=f"{peer}/slow"))
    assert client(engine).send(Call(method="GET", url=f"{peer}/slow", read=3.0)).body == b"at last"


@pytest.mark.parametrize(("path", "body"), [("chunked", b"in three pieces"), ("packed", b"x" * 3000)])
def test_an_answer_in_pieces_or_compressed_is_read_as_one(engine: Engine, peer: str, path: str, body: bytes) -> None:
    """Whoever calls need not know how the peer sends."""
    assert client(engine).send(Call(method="GET", url=f"{peer}/{path}")).body == body


def test_a_small_answer_that_unpacks_to_a_large_one_is_not_read(engine: Engine, peer: str) -> None:
    """A compressed bomb ends where the limit is."""
    with pytest.raises(OutcomeUnknownError):
        client(engine, largest=1000).send(Call(method="GET", url=f"{peer}/packed"))


def test_an_answer_that_trickles_is_given_up(engine: Engine, peer: str) -> None:
    """A peer that sends a few bytes now and then cannot hold a worker for longer than a silent one."""
    started = time.monotonic()
    with pytest.raises(OutcomeUnknownError):
        client(engine).send(post(f"{peer}/trickle"))
    assert time.monotonic() - started < 0.6


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "http://nowhere.invalid/x"])
def test_what_found_nobody_was_not_sent(engine: Engine, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that never left may be made again by anybody, at any time."""
    monkeypatch.setattr("socket.getaddrinfo", _no_names)
    with pytest.raises(UnavailableError):
        client(engine).send(post(url))


def test_a_certificate_that_nobody_vouches_for_ends_the_call_before_it_is_sent() -> None:
    """No card goes to a stranger who answers in the gateway's place, and the call may be made again."""
    refused = ssl.SSLCertVerificationError("self-signed")
    for error in (
        urllib3.exceptions.SSLError(refused),
        requests.exceptions.SSLError(
            MaxRetryError(
                urllib3.PoolManager().connection_from_url("https://x"), "/", urllib3.exceptions.SSLError(refused)
            )
        ),
    ):
        with pytest.raises(UnavailableError):
            HttpClient(Failing(error)).send(post("https://x/"))


POOL = urllib3.HTTPConnectionPool("x")
CONNECTION = urllib3.connection.HTTPConnection("x")


@pytest.mark.parametrize(
    "error",
    [
        ConnectTimeoutError("slow"),
        NewConnectionError(CONNECTION, "refused"),
        MaxRetryError(POOL, "/", NewConnectionError(CONNECTION, "refused")),
        requests.ConnectTimeout(MaxRetryError(POOL, "/", ConnectTimeoutError("slow"))),
        requests.ConnectionError(MaxRetryError(POOL, "/", NewConnectionError(CONNECTION, "refused"))),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_of_connecting_proves_that_nothing_was_sent(error: Exception) -> None:
    """A worker may try again at once when the line was never there."""
    with pytest.raises(UnavailableError):
        HttpClient(Failing(error)).send(post("http://x/"))


@pytest.mark.parametrize(
    "error",
    [
        ReadTimeoutError(POOL, "/", "slow"),
        ProtocolError("reset", ConnectionResetError()),
        requests.ReadTimeout(ReadTimeoutError(POOL, "/", "slow")),
        requests.ConnectionError(ProtocolError("reset")),
        requests.ConnectionError(),
        requests.exceptions.SSLError("in the middle"),
        MaxRetryError(POOL, "/", None),
        OSError("broken pipe"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_other_error_leaves_the_outcome_unknown(error: Exception) -> None:
    """In doubt it may have happened: money is looked up, not moved twice."""
    with pytest.raises(OutcomeUnknownError):
        HttpClient(Failing(error)).send(post("http://x/"))


def test_a_fault_of_our_own_is_not_hidden() -> None:
    """A bug is seen as a bug, and counts as a failed call."""
    with pytest.raises(ZeroDivisionError):
        HttpClient(Failing(ZeroDivisionError())).send(post("http://x/"))


def test_no_error_holds_a_secret_or_what_was_sent(engine: Engine, peer: str) -> None:
    """A traveller's card reaches no log through an error, nor through what caused it."""
    for url in (f"{peer}/silent?access_token={SECRET}", f"http://user:{SECRET}@127.0.0.1:1/?t={SECRET}"):
        with pytest.raises((OutcomeUnknownError, UnavailableError)) as caught:
            client(engine).send(post(url))
        assert SECRET not in str(caught.value)
        assert CARD not in str(caught.value)
        assert caught.value.__context__ is None
        assert caught.value.__cause__ is None


def test_what_is_observed_says_how_it_went_and_nothing_secret(engine: Engine, peer: str) -> None:
    """Staff see which peer was slow or down, and no token, no query, no traveller's number."""
    seen: list[Exchange] = []
    watched = client(engine, seen)
    watched.send(Call(method="POST", url=f"{peer}/ok?access_token={SECRET}", trace="trace-1"))
    with pytest.raises(OutcomeUnknownError):
        watched.send(post(f"{peer}/silent"))
    with pytest.raises(UnavailableError):
        watched.send(post("http://127.0.0.1:1/"))
    assert [(one.outcome, one.status, one.trace) for one in seen] == [
        ("answered", 200, "trace-1"),
        ("unknown", 0, ""),
        ("not_sent", 0, ""),
    ]
    assert seen[0].url == f"{peer}/ok"
    assert seen[1].seconds >= 0.2
    assert SECRET not in repr(seen)


def test_a_trace_goes_along(engine: Engine, peer: str) -> None:
    """Support of the other side can find the call that ours speaks of."""
    client(engine).send(Call(method="GET", url=f"{peer}/ok", trace="trace-7"))
    assert Peer.seen[-1][1]["X-Request-Id"] == "trace-7"


def test_the_environment_has_no_say(
    peer: str, monkeypatch: pytest.MonkeyPatch, tmp_path: pytest.TempPathFactory
) -> None:
    """A proxy variable or a netrc file on the machine neither sees nor changes what goes to a gateway."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NETRC", f"{tmp_path}/netrc")
    with open(f"{tmp_path}/netrc", "w", encoding="ascii") as netrc:  # noqa: PTH123 (a name made of a fixture)
        netrc.write("machine 127.0.0.1 login thief password thief\n")
    client(SessionEngine()).send(post(f"{peer}/ok"))
    assert Peer.seen[-1][1]["Authorization"] == f"Bearer {SECRET}"


def test_the_defaults_are_the_ones_that_were_agreed() -> None:
    """A peer has three seconds to pick up and twenty-five to answer; half of twenty failures in thirty is too many."""
    policy = Policy()
    assert (policy.connect, policy.read) == (3.0, 25.0)
    assert (policy.bad, policy.enough, policy.window, policy.rest) == (0.5, 20, 30.0, 10.0)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://graph.example/v25.0/me/messages?access_token=x", "https://graph.example/v25.0/me/messages"),
        ("https://u:p@graph.example:8443/a#f", "https://graph.example:8443/a"),
        ("https://graph.example/17841400000000000/messages", "https://graph.example/…/messages"),
    ],
)
def test_an_address_in_a_log_names_nobody(url: str, shown: str) -> None:
    """A log shows which peer and which path, and neither a token nor a person's number."""
    assert redacted(url) == shown


def test_calls_and_replies_do_not_print_what_they_carry() -> None:
    """A debugger's line of either shows no key and no card."""
    assert repr(post(f"http://x/a?k={SECRET}")) == "Call(POST http://x/a)"
    assert repr(Reply(200, {"set-cookie": SECRET}, CARD.encode())) == "Reply(200, 16 bytes)"


def _no_names(*_args: object, **_kwargs: object) -> object:
    import socket  # noqa: PLC0415 (only here)

    raise socket.gaierror(-2, "Name or service not known")
