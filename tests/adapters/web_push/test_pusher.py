"""Pushes as push services see them: signed for that service, encrypted for the browser, nothing of a person."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey

from bot.adapters.http_client import Call, HttpClient, Policy, Reply
from bot.adapters.web_push.keys import encoded, provide_key, read_key
from bot.adapters.web_push.pusher import WebPusher
from bot.domain.errors import InvalidError
from bot.domain.staff.notification import Pushed
from bot.domain.staff.subscription import Subscription
from tests.builders.world import NOW
from tests.fakes.clock import CountingIds, StandingClock

WHAT = Pushed("New in queue", "3 waiting", "/desk/notifications/7", "queue")


class Service:
    """A push service that answers with a status and keeps what it was sent."""

    def __init__(self, status: int = 201) -> None:
        self.status = status
        self.calls: list[Call] = []

    def send(self, call: Call, _: Policy) -> Reply:
        """Answer."""
        self.calls.append(call)
        return Reply(self.status, {}, b"")


def browser(point: bytes | None = None) -> Subscription:
    """A browser at Mozilla's service."""
    made = ec.generate_private_key(ec.SECP256R1()).public_key()
    own = made.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return Subscription(
        id="psh_1",
        person="per_1",
        endpoint="https://updates.push.services.mozilla.com/wpush/v2/abc",
        p256dh=encoded(point or own),
        auth=encoded(b"a" * 16),
        browser="Firefox",
        at=0,
    )


def pusher(service: Service, path: Path) -> WebPusher:
    """What a worker has."""
    provide_key(path)
    client = HttpClient(service)
    return WebPusher(client, read_key(path), contact="mailto:a@b.example", clock=StandingClock(), ids=CountingIds())


def test_a_push_is_signed_for_its_service_and_says_nothing_in_clear(tmp_path: Path) -> None:
    """The service learns who calls and how long to keep it; what it carries it cannot read."""
    service, path = Service(), tmp_path / "vapid.pem"
    assert pusher(service, path).push(browser(), WHAT, seconds=300) == "sent"
    [call] = service.calls
    assert call.body is not None
    assert b"queue" not in call.body
    scheme, token, key = call.headers["Authorization"].replace(",", "").split(" ")
    assert (scheme, key) == ("vapid", f"k={read_key(path).public}")
    public = ECKey.import_key(read_key(path).private.public_key())
    decoded = jwt.decode(token.removeprefix("t="), public, algorithms=["ES256"])
    assert decoded.claims["aud"] == "https://updates.push.services.mozilla.com"
    assert decoded.claims["sub"] == "mailto:a@b.example"
    assert 0 < decoded.claims["exp"] - NOW.timestamp() <= 24 * 3600
    assert (call.headers["TTL"], call.headers["Content-Encoding"]) == ("300", "aes128gcm")
    assert len(call.headers["Topic"]) == 32


@pytest.mark.parametrize(
    ("status", "fate"),
    [(200, "sent"), (201, "sent"), (404, "gone"), (410, "gone"), (429, "later"), (503, "later"), (413, "refused")],
)
def test_what_the_service_says_decides_what_becomes_of_the_browser(tmp_path: Path, status: int, fate: str) -> None:
    """A browser that takes no pushes any more is given up, a service that is in trouble is asked again."""
    assert pusher(Service(status), tmp_path / "vapid.pem").push(browser(), WHAT, seconds=300) == fate


def test_a_browser_whose_key_is_none_is_given_up(tmp_path: Path) -> None:
    """What nobody could read is not sent."""
    service = Service()
    assert pusher(service, tmp_path / "vapid.pem").push(browser(b"\x04" * 65), WHAT, seconds=300) == "gone"
    assert service.calls == []


def test_the_key_is_made_once_and_nobody_else_reads_it(tmp_path: Path) -> None:
    """A new key would silence every browser that took pushes for the old one."""
    path = tmp_path / "vapid.pem"
    provide_key(path)
    first = read_key(path)
    provide_key(path)
    assert read_key(path).public == first.public
    assert path.stat().st_mode & 0o777 == 0o600
    assert repr(first) == f"PushKey({first.public})"


def test_a_file_that_is_no_key_is_refused(tmp_path: Path) -> None:
    """A wrong path or a key of another kind is told by the variable's name."""
    with pytest.raises(InvalidError, match="VAPID_KEYS names no file"):
        read_key(tmp_path / "none.pem")
    other = tmp_path / "other.pem"
    for key in (ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP384R1())):
        other.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        with pytest.raises(InvalidError, match="P-256"):
            read_key(other)
