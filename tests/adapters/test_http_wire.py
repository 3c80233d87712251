"""Proves bot/adapters/http_wire.py: what `HttpClient` promises, for many calls at once on one event loop."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.adapters import http_wire
from bot.adapters.http_client import Policy
from bot.adapters.http_wire import HttpWire
from bot.domain.errors import OutcomeUnknownError, UnavailableError
from bot.ports.http import Call, Reply
from tests.adapters.http_peer import Peer, http_peer
from tests.fakes.loops import run_to_end

SECRET = "sk_live_very_secret"
CARD = "4242424242424242"
Outcome = Reply | Exception


@pytest.fixture(scope="module")
def peer() -> Iterator[str]:
    """The address of a peer that behaves as the path says."""
    with http_peer() as address:
        yield address


def wire(**policy: float) -> HttpWire:
    """A wire that does not wait long."""
    return HttpWire(policy=Policy(**{"read": 0.2, "largest": 4000, **policy}))  # type: ignore[arg-type]  # our own words


def post(url: str, **more: Any) -> Call:
    """A call full of secrets."""
    return Call(method="POST", url=url, headers={"Authorization": f"Bearer {SECRET}"}, body=CARD.encode(), **more)


def ask(one: HttpWire, *calls: Call, together: bool = False) -> list[Outcome]:
    """What calls are answered, made one after another or together, on a loop that ends then."""

    async def make() -> list[Outcome]:
        if together:
            return list(await asyncio.gather(*(carried(one, call) for call in calls)))
        return [await carried(one, call) for call in calls]

    async def all_of_it() -> list[Outcome]:
        try:
            return await make()
        finally:
            one.close()
            await asyncio.sleep(0)

    return run_to_end(all_of_it())


async def carried(one: HttpWire, call: Call) -> Outcome:
    """What one call is answered."""
    told: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
    one.carry(call, told.set_result)
    return await told


def test_an_answer_comes_whole_with_names_in_lower_case(peer: str) -> None:
    """Whoever calls gets status, headers and body as they came, and the peer what was meant for it."""
    (reply,) = ask(wire(), post(f"{peer}/ok?a=1", trace="m1#0"))
    assert isinstance(reply, Reply)
    assert (reply.status, reply.body, reply.headers["x-kind"]) == (200, b"hello", "Friendly")
    path, headers, body = Peer.seen[-1]
    assert (path, headers["Authorization"], body) == ("/ok?a=1", f"Bearer {SECRET}", CARD.encode())
    assert headers["X-Request-Id"] == "m1#0"
    assert f"http://{headers['Host']}" == peer


@pytest.mark.parametrize(("path", "status"), [("teapot", 418), ("broken", 500), ("moved", 302)])
def test_any_status_is_an_answer_and_no_redirect_is_followed(peer: str, path: str, status: int) -> None:
    """A token is never carried to where a stranger's answer points."""
    (reply,) = ask(wire(), post(f"{peer}/{path}"))
    assert isinstance(reply, Reply)
    assert reply.status == status
    assert Peer.seen[-1][0] == f"/{path}"


@pytest.mark.parametrize("path", ["silent", "reset", "half", "trickle", "large"])
def test_what_was_sent_and_not_wholly_answered_is_unknown(peer: str, path: str) -> None:
    """A message whose answer was lost is not taken for one that did not go out, and is not sent again by itself."""
    before = len(Peer.seen)
    (error,) = ask(wire(), post(f"{peer}/{path}"))
    assert isinstance(error, OutcomeUnknownError)
    assert len(Peer.seen) == before + 1


@pytest.mark.parametrize("path", ["large", "half", "trickle", "reset", "silent"])
def test_a_call_that_failed_does_not_spoil_the_next(peer: str, path: str) -> None:
    """One bad answer is never read as the beginning of the next, which is another traveller's."""
    calls = (post(f"{peer}/{path}"), post(f"{peer}/ok", read=5.0))
    bad, good, same, again = ask(wire(), *calls, *calls)
    assert isinstance(bad, OutcomeUnknownError)
    assert isinstance(same, OutcomeUnknownError)
    assert isinstance(good, Reply)
    assert isinstance(again, Reply)
    assert good.body == again.body == b"hello"


def test_a_call_may_be_more_patient_than_the_policy(peer: str) -> None:
    """What is known to take its time is waited for."""
    short, long = ask(wire(), Call(method="GET", url=f"{peer}/slow"), Call(method="GET", url=f"{peer}/slow", read=3.0))
    assert isinstance(short, OutcomeUnknownError)
    assert isinstance(long, Reply)
    assert long.body == b"at last"


def test_an_answer_that_trickles_is_given_up(peer: str) -> None:
    """A peer that sends a few bytes now and then holds a traveller up no longer than a silent one."""
    assert isinstance(ask(wire(), post(f"{peer}/trickle"))[0], OutcomeUnknownError)


def test_an_answer_in_pieces_is_read_as_one(peer: str) -> None:
    """Whoever calls need not know how the peer sends."""
    (reply,) = ask(wire(), Call(method="GET", url=f"{peer}/chunked"))
    assert isinstance(reply, Reply)
    assert reply.body == b"in three pieces"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "ftp://127.0.0.1/x", "http://nowhere.invalid/x"])
def test_what_found_nobody_was_not_sent(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that never left may be sent again at any time."""
    if "invalid" in url:
        monkeypatch.setattr("socket.getaddrinfo", _no_names)
    (error,) = ask(wire(), post(url))
    assert isinstance(error, UnavailableError)


def test_a_host_that_does_not_pick_up_is_not_waited_for_longer_than_agreed() -> None:
    """Nothing was sent, so that it may be tried again."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            outcomes = ask(wire(connect=0.1), *(post(f"http://127.0.0.1:{port}/") for _ in range(3)), together=True)
    assert any(isinstance(one, UnavailableError) for one in outcomes)


@pytest.mark.parametrize(
    "call",
    [
        post("http://h/a b"),
        post("http://h/a", trace="x\r\nEvil: 1"),
        Call(method="GET", url="http://h/", headers={"A": "1\n2"}),
        Call(method="GET", url="http://h/", headers={"A": "\N{SNOWMAN}"}),
    ],
    ids=["space", "trace", "header", "unwritable"],
)
def test_what_would_be_two_requests_is_a_fault_and_is_not_sent(call: Call) -> None:
    """Nothing that comes from a webhook can put words into our requests."""
    (error,) = ask(wire(), call)
    assert isinstance(error, ValueError)


def test_calls_go_side_by_side_and_connections_are_kept(peer: str) -> None:
    """A hundred travellers wait for the platform as long as one does, and the next hundred need no new connection."""
    one, opened = wire(read=3.0), []
    real = http_wire._Line.connection_made

    def counted(line: Any, transport: Any) -> None:
        opened.append(line)
        real(line, transport)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(http_wire._Line, "connection_made", counted)

        async def twice() -> list[Outcome]:
            found = await asyncio.gather(*(carried(one, post(f"{peer}/slow")) for _ in range(20)))
            found += await asyncio.gather(*(carried(one, post(f"{peer}/ok")) for _ in range(20)))
            one.close()
            return found

        outcomes = run_to_end(twice())
    assert all(isinstance(each, Reply) for each in outcomes)
    assert len(opened) == 20


def test_connections_that_nobody_uses_are_closed(peer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a busy hour the platform's sockets are given back."""
    monkeypatch.setattr(http_wire, "KEPT_SECONDS", 0.05)
    one = wire()

    async def idle() -> int:
        await asyncio.gather(*(carried(one, post(f"{peer}/ok")) for _ in range(3)))
        await asyncio.sleep(0.15)
        return len(one._lines)

    assert run_to_end(idle()) == 0


def test_a_party_that_fails_is_left_alone_and_the_others_of_its_host_are_not(peer: str) -> None:
    """One Page that hangs does not silence the airline's other accounts, although all are on one host."""
    one = wire()
    calls = [post(f"{peer}/broken", party="page") for _ in range(20)]
    *_, refused, other = ask(one, *calls, post(f"{peer}/ok", party="page"), post(f"{peer}/ok", party="number"))
    assert isinstance(refused, UnavailableError)
    assert "too often" in refused.say_to_staff
    assert isinstance(other, Reply)


def test_no_error_holds_a_secret_or_what_was_sent(peer: str) -> None:
    """A traveller's words reach no log through an error, nor through what caused it."""
    urls = (f"{peer}/silent?access_token={SECRET}", f"http://user:{SECRET}@127.0.0.1:1/?t={SECRET}")
    for error in ask(wire(), *map(post, urls)):
        assert isinstance(error, OutcomeUnknownError | UnavailableError)
        assert SECRET not in f"{error!r} {error.say_to_staff}"
        assert CARD not in f"{error!r} {error.say_to_staff}"
        assert error.__context__ is None or SECRET not in repr(error.__context__)


def test_nobody_overhears_a_call_to_a_host_that_can_prove_who_it_is(tmp_path: Path) -> None:
    """The real platform is called over TLS: its certificate is checked, its answers are read."""
    with _secure_peer(tmp_path) as address:
        trust = ssl.create_default_context(cafile=tmp_path / "certificate.pem")
        one = HttpWire(policy=Policy(read=2.0), trust=trust)
        first, second = ask(one, post(f"{address}/ok"), Call(method="GET", url=f"{address}/chunked"))
        assert isinstance(first, Reply)
        assert isinstance(second, Reply)
        assert (first.body, second.body) == (b"hello", b"in three pieces")


def test_a_certificate_that_nobody_vouches_for_ends_the_call_before_it_is_sent(tmp_path: Path) -> None:
    """No token goes to a stranger who answers in the platform's place."""
    before = len(Peer.seen)
    with _secure_peer(tmp_path) as address:
        (error,) = ask(wire(connect=2.0), post(f"{address}/ok"))
    assert isinstance(error, UnavailableError)
    assert len(Peer.seen) == before


class _Quiet(ThreadingHTTPServer):
    """Says nothing about callers who hang up."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


@contextmanager
def _secure_peer(folder: Path) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(folder))
    server: HTTPServer = _Quiet(("127.0.0.1", 0), Peer)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _certificate(folder: Path) -> Path:
    """A certificate for loopback that vouches for itself, with its key in the same file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "peer")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return path


def _no_names(*_args: object, **_kwargs: object) -> object:
    raise socket.gaierror(-2, "Name or service not known")
