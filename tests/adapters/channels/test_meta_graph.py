"""Calls to the Graph API: the token in a header alone, rotated while we run, and asking whether we may speak."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.adapters.channels.instagram import Instagram, Speaker
from bot.adapters.channels.instagram_token import DAY, InstagramTokenKeeper
from bot.adapters.channels.messenger import Messenger, Page
from bot.adapters.channels.meta_graph import Fixed, Graph
from bot.adapters.channels.meta_signature import MetaApp, proof
from bot.adapters.channels.whatsapp import Number, WhatsApp
from bot.adapters.http_client import HttpClient, Policy
from bot.adapters.secret_files import SecretFile
from bot.domain.errors import SendFailedError, UnavailableError
from bot.ports.channel import Standing
from bot.ports.http import Call, Reply

ROOT = "https://graph.example/v25.0"


class Meta:
    """Answers by token: takes the good one, and notes how it was called."""

    def __init__(self, good: str, document: Any = None, **headers: str) -> None:
        self.good = good
        self.document = {"message_id": "m1"} if document is None else document
        self.headers = headers
        self.calls: list[Call] = []

    def send(self, call: Call, _: Policy) -> Reply:
        """The answer."""
        self.calls.append(call)
        if call.headers["Authorization"] == f"Bearer {self.good}":
            return Reply(200, self.headers, msgspec.json.encode(self.document))
        return Reply(401, {}, b'{"error":{"code":190,"error_subcode":463,"message":"expired"}}')


@pytest.fixture
def token(tmp_path: Path) -> SecretFile:
    """A token in a file."""
    (tmp_path / "TOKEN").write_text("first")
    return SecretFile(tmp_path / "TOKEN", look=3600)


def graph(meta: Meta, token: SecretFile | str, *secrets: str) -> Graph:
    """A caller in the name of the token."""
    return Graph(HttpClient(meta), root=ROOT, token=token, app=MetaApp(secrets))


def test_a_token_that_was_rotated_meanwhile_costs_no_message(token: SecretFile, tmp_path: Path) -> None:
    """The old one is refused, the new one lies in the file already: the call is made again at once."""
    meta = Meta("second")
    caller = graph(meta, token, "secret")
    (tmp_path / "TOKEN").write_text("second")
    assert caller.post("1001/messages", {"text": "hi"}).document == {"message_id": "m1"}
    assert [call.headers["Authorization"] for call in meta.calls] == ["Bearer first", "Bearer second"]
    assert meta.calls[1].url == f"{ROOT}/1001/messages?appsecret_proof={proof('secret', 'second')}"
    caller.post("1001/messages", {"text": "again"})
    assert len(meta.calls) == 3


def test_a_token_that_does_not_hold_is_not_tried_twice(token: SecretFile) -> None:
    """Without a newer one the account waits; nobody is hammered."""
    meta = Meta("second")
    with pytest.raises(SendFailedError) as failed:
        graph(meta, token).post("1001/messages", {})
    assert (failed.value.reason, failed.value.retryable, len(meta.calls)) == ("token", True, 1)
    with pytest.raises(SendFailedError):
        graph(meta, "fixed").post("1001/messages", {})


def test_no_address_holds_a_token(token: SecretFile) -> None:
    """Access logs on the way see none."""
    meta = Meta("first")
    graph(meta, token, "secret").get("1001?fields=name")
    (call,) = meta.calls
    assert "first" not in call.url
    assert call.url.startswith(f"{ROOT}/1001?fields=name&appsecret_proof=")
    assert "first" not in repr(Fixed("first"))


def test_a_new_secret_of_the_app_proves_the_next_call() -> None:
    """A secret that is replaced while we run is used without a restart."""
    live = ["old"]
    meta = Meta("t")
    caller = Graph(HttpClient(meta), root=ROOT, token="t", app=MetaApp(("old",), newest=lambda: tuple(live)))
    caller.get("me")
    live.insert(0, "new")
    caller.get("me")
    assert [call.url.rpartition("=")[2] for call in meta.calls] == [proof("old", "t"), proof("new", "t")]


def test_how_much_is_used_comes_with_every_answer() -> None:
    """The courier slows an account down before it is stopped."""
    meta = Meta("t", None, **{"x-app-usage": '{"call_count":83}'})
    assert graph(meta, "t").post("1001/messages", {}).load == 83


class Gateway:
    """A gateway on the way that answers in Meta's place."""

    def __init__(self, status: int, body: bytes) -> None:
        self.reply = Reply(status, {}, body)

    def send(self, _call: Call, _policy: Policy) -> Reply:
        """Its answer."""
        return self.reply


@pytest.mark.parametrize(
    "body",
    [b"", b"<html><h1>502 Bad Gateway</h1>", b'{"error":{"co', b"[]", b"null", b'{"error":"x"}', b"[" * 9999, b"\xff"],
)
@pytest.mark.parametrize(
    ("status", "reason"), [(502, "transient"), (503, "transient"), (504, "transient"), (429, "rate_limited")]
)
def test_a_body_that_is_none_of_metas_is_judged_by_its_status(status: int, reason: str, body: bytes) -> None:
    """Pages of gateways, empty answers and answers that broke off delay a message and lose none."""
    with pytest.raises(SendFailedError) as failed:
        Graph(HttpClient(Gateway(status, body)), root=ROOT, token="t", app=MetaApp(())).post("1001/messages", {})
    assert (failed.value.reason, failed.value.retryable) == (reason, True)


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"message_i', b"[]"])
def test_a_success_that_cannot_be_read_may_have_been_one(body: bytes) -> None:
    """It is asked for by its echo, and not simply said again."""
    with pytest.raises(SendFailedError) as failed:
        Graph(HttpClient(Gateway(200, body)), root=ROOT, token="t", app=MetaApp(())).post("1001/messages", {})
    assert failed.value.reason == "unknown_outcome"


def test_created_is_a_success_as_ok_is() -> None:
    """Nobody reads "failed" at the desk below a message that the traveller has."""
    graph = Graph(HttpClient(Gateway(201, b'{"messages":[]}')), root=ROOT, token="t", app=MetaApp(()))
    assert graph.post("1001/messages", {}).document == {"messages": []}


APP = MetaApp(("secret",))


@pytest.mark.parametrize(
    ("make", "path", "document", "standing"),
    [
        (
            lambda client: Messenger(APP, page=Page("1001", "t", ROOT), client=client),
            "1001?fields=name",
            {"id": "1001", "name": "Threadfare Air"},
            Standing("1001", "Threadfare Air", 83),
        ),
        (
            lambda client: WhatsApp(APP, number=Number("106", "t", ROOT), client=client),
            "106?fields=verified_name,display_phone_number",
            {"verified_name": "Threadfare Air"},
            Standing("106", "Threadfare Air", 83),
        ),
        (
            lambda client: Instagram(APP, account="178", speaker=Speaker("t", ROOT, "178"), client=client),
            "178?fields=username",
            {"username": "threadfare"},
            Standing("178", "threadfare", 83),
        ),
        (
            lambda client: Instagram(APP, account="178", speaker=Speaker("t", ROOT, "me"), client=client),
            "me?fields=name",
            {"name": "Threadfare Air"},
            Standing("178", "Threadfare Air", 83),
        ),
    ],
)
def test_an_account_can_be_asked_without_sending_anything(
    make: Any, path: str, document: dict[str, str], standing: Standing
) -> None:
    """Staff learn that a token holds before a traveller does."""
    meta = Meta("t", document, **{"x-app-usage": '{"call_count":83}'})
    assert make(HttpClient(meta)).inspect() == standing
    assert meta.calls[0].method == "GET"
    assert meta.calls[0].url.startswith(f"{ROOT}/{path}&")


@pytest.mark.parametrize("channel", [Messenger(APP), WhatsApp(APP), Instagram(APP, account="178")])
def test_who_holds_no_token_cannot_ask(channel: Any) -> None:
    """A web process says so."""
    with pytest.raises(SendFailedError) as failed:
        channel.inspect()
    assert failed.value.reason == "not_served"


def _keeper(meta: Meta, token: SecretFile) -> InstagramTokenKeeper:
    return InstagramTokenKeeper(HttpClient(meta), root="https://graph.instagram.example", token=token)


def test_a_token_that_grows_old_is_refreshed_and_kept(token: SecretFile, tmp_path: Path) -> None:
    """Instagram goes on after sixty days, and nobody has to think of it."""
    meta = Meta("first", {"access_token": "fresh", "token_type": "bearer", "expires_in": 5183944})
    now = (tmp_path / "TOKEN").stat().st_mtime
    assert not _keeper(meta, token).refresh(now + 6 * DAY)
    assert not _keeper(meta, token).refresh(now + DAY / 2, older_than=0)
    assert meta.calls == []
    assert _keeper(meta, token).refresh(now + 8 * DAY)
    assert (tmp_path / "TOKEN").read_text() == "fresh"
    assert token.text() == "fresh"
    (call,) = meta.calls
    assert call.url == "https://graph.instagram.example/refresh_access_token?grant_type=ig_refresh_token"
    assert call.headers["Authorization"] == "Bearer first"


def test_a_refresh_that_fails_leaves_the_token_as_it_is(token: SecretFile, tmp_path: Path) -> None:
    """A bad answer never takes the place of a token that holds."""
    now = (tmp_path / "TOKEN").stat().st_mtime + 8 * DAY
    with pytest.raises(UnavailableError):
        _keeper(Meta("first", {"nothing": 1}), token).refresh(now)
    with pytest.raises(SendFailedError):
        _keeper(Meta("other"), token).refresh(now)
    assert (tmp_path / "TOKEN").read_text() == "first"
