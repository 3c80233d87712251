"""A fake Graph API: takes what we send as strictly as Meta, and delivers what travellers do, signed as Meta signs.

Time is handed in. In one process: `HttpClient(graph.engine())` sends to it, `graph.deliver(poster)` delivers. As a
server of its own: `tests.fakes.graph_server`. Its ids are counted, so that two runs are alike.
"""

import hmac
import re
from collections import deque
from collections.abc import Callable
from hashlib import sha256
from random import Random
from threading import RLock
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
from urllib3 import HTTPConnectionPool
from urllib3.exceptions import ReadTimeoutError

from bot.adapters.http_client import Call, Policy, Reply
from tests.fakes.graph_rules import FAULTS, Receipts, Refusal, check
from tests.fakes.graph_wire import Item, Poster, bodies, noisy, signed

WINDOW_MS = 24 * 3600 * 1000
AGENT_WINDOW_MS = 7 * WINDOW_MS
PAGE_INBOX = "263902037430900"
_PATH = re.compile(r"/v\d+\.\d+/([^/]+)/(messages|messenger_profile|subscribed_apps)")
_USAGE = {"x-app-usage": '{"call_count":28,"total_time":25,"total_cputime":25}'}
_BUSY = {
    "x-business-use-case-usage": '{"1001":[{"type":"messenger","call_count":100,"estimated_time_to_regain_access":2}]}'
}


class Person(msgspec.Struct):
    """A traveller on Messenger: when they last did something, and whether they blocked the page."""

    last_heard: int = -AGENT_WINDOW_MS
    blocked: bool = False


class Sent(msgspec.Struct, frozen=True):
    """A message that the fake accepted."""

    psid: str
    mid: str
    request: dict[str, Any]
    at: int

    @property
    def key(self) -> str:
        """Our own id of it, as its metadata says."""
        return str(self.request["message"].get("metadata", "")).removeprefix("tf:")

    @property
    def text(self) -> str:
        """Its words, those of a button template too."""
        message = self.request["message"]
        return str(message.get("text") or message["attachment"]["payload"].get("text", ""))

    @property
    def options(self) -> dict[str, str]:
        """What can be tapped: titles by payload."""
        message = self.request["message"]
        payload = message.get("attachment", {}).get("payload", {})
        buttons = [*payload.get("buttons", []), *(b for e in payload.get("elements", []) for b in e.get("buttons", []))]
        return {
            one["payload"]: one["title"] for one in [*message.get("quick_replies", []), *buttons] if "payload" in one
        }


class Account(msgspec.Struct, frozen=True):
    """The Meta app and page that the fake plays for."""

    page: str = "1001"
    app: str = "7001"
    secret: str = "threadfare-test-secret"
    token: str = "EAAtesttoken"


class FakeGraph:
    """The platform, its people, and what it has yet to deliver. `now` gives milliseconds since 1970, UTC."""

    kind = "page"
    closed = 2018278
    unknown = 2018001

    def __init__(self, now: Callable[[], int], account: Account | None = None, *, receipts: bool = True) -> None:
        self.now = now
        self.account = account or Account()
        self.people: dict[str, Person] = {}
        self.sent: list[Sent] = []
        self.actions: list[tuple[str, str]] = []
        self.waiting: list[tuple[str, Item]] = []
        self.before_answer: Callable[[], None] = lambda: None
        self._faults: deque[str] = deque()
        self._numbers = Receipts()
        self._tells = receipts
        self._count = 0
        self._lock = RLock()
        self._random = Random(7)  # noqa: S311  the same disorder in every run

    def says(self, psid: str, text: str) -> str:
        """The traveller writes; gives the mid."""
        return self._heard(psid, {"message": {"mid": self._id(), "text": text}})

    def attaches(self, psid: str, kind: str, **payload: Any) -> str:
        """The traveller sends a picture, a sticker or a voice message."""
        attachment = {"type": kind, "payload": payload}
        return self._heard(psid, {"message": {"mid": self._id(), "attachments": [attachment]}})

    def taps(self, psid: str, payload: str, *, title: str = "") -> str:
        """The traveller taps the newest option with that payload: a chip comes as words, a button as a postback."""
        for sent in reversed([one for one in self.sent if one.psid == psid]):
            if payload not in sent.options:
                continue
            said = title or sent.options[payload]
            if any(chip["payload"] == payload for chip in sent.request["message"].get("quick_replies", [])):
                return self._heard(
                    psid, {"message": {"mid": self._id(), "text": said, "quick_reply": {"payload": payload}}}
                )
            return self._heard(psid, {"postback": {"mid": self._id(), "title": said, "payload": payload}})
        raise AssertionError(f"Nothing that {psid} was shown has the payload {payload!r}.")

    def opens(self, psid: str, ref: str = "") -> str:
        """The traveller presses Get Started, having come by a link with `ref` if there is one."""
        referral = {"referral": {"ref": ref, "source": "SHORTLINK", "type": "OPEN_THREAD"}} if ref else {}
        return self._heard(
            psid, {"postback": {"mid": self._id(), "title": "Get Started", "payload": "GET_STARTED", **referral}}
        )

    def reacts(self, psid: str, target: str, emoji: str = "❤") -> str:
        """The traveller puts an emoji on a message, which opens the window."""
        return self._heard(psid, {"reaction": {"mid": target, "action": "react", "reaction": "love", "emoji": emoji}})

    def edits(self, psid: str, target: str, text: str, *, number: int = 1) -> str:
        """The traveller changes a message."""
        return self._queue(psid, {"message_edit": {"mid": target, "text": text, "num_edit": number}})

    def unsends(self, psid: str, target: str) -> str:
        """The traveller takes a message back."""
        return self._queue(psid, {"message": {"mid": target, "is_deleted": True}})

    def reads(self, psid: str) -> str:
        """The traveller sees everything up to now."""
        return self._queue(psid, {"read": {"watermark": self.now()}})

    def colleague_writes(self, psid: str, text: str) -> str:
        """Somebody answers in the page's own inbox."""
        mid = self._id()
        self._echo(psid, {"mid": mid, "text": text, "app_id": int(PAGE_INBOX)})
        return mid

    def fail_next(self, *faults: str) -> None:
        """Choose what the next calls meet.

        One of the names of `FAULTS`, or html (a gateway's page) or hang (the message is accepted, no answer comes).
        """
        self._faults.extend(faults)

    def said_to(self, psid: str) -> list[str]:
        """The words of every message to a traveller, in order."""
        return [sent.text for sent in self.sent if sent.psid == psid]

    def deliver(
        self, post: Poster, *, batched: bool = False, shuffled: bool = False, times: int = 1, noise: bool = False
    ) -> list[int]:
        """Deliver what waits and give the statuses; what is not answered 200 waits again."""
        with self._lock:
            items, self.waiting = self.waiting, []
        if shuffled:
            self._random.shuffle(items)
        if noise:
            items = [(page, noisy(item, self._random)) for page, item in items]
        groups = [items] if batched else [[item] for item in items]
        statuses = []
        for group in filter(None, groups):
            (body,) = bodies(group, at=self.now(), batched=True, kind=self.kind)
            answers = [post(body, signed(body, self.account.secret)) for _ in range(times)]
            statuses += answers
            if 200 not in answers:
                with self._lock:
                    self.waiting += group
        return statuses

    def engine(self) -> "GraphEngine":
        """An engine for `HttpClient` that calls the fake without a socket."""
        return GraphEngine(self)

    def answer(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Reply | None:
        """The answer to a call; None when there is to be none although the message was accepted."""
        with self._lock:
            fault = self._faults.popleft() if self._faults else ""
            if fault == "html":
                return Reply(502, {"content-type": "text/html"}, b"<html><h1>502 Bad Gateway</h1>")
            try:
                document = self._answer(method, url, headers, body, fault)
            except Refusal as refusal:
                busy = _BUSY if refusal.code in {4, 613} else _USAGE
                return Reply(refusal.status, busy, msgspec.json.encode(refusal.document()))
        self.before_answer()
        return None if fault == "hang" else Reply(200, _USAGE, msgspec.json.encode(document))

    def _answer(self, method: str, url: str, headers: dict[str, str], body: bytes, fault: str) -> dict[str, Any]:
        parts = urlsplit(url)
        self._authenticate(headers, parse_qs(parts.query))
        found = _PATH.fullmatch(parts.path)
        if not found or found[1] not in {"me", self.account.page} or method != "POST":
            raise Refusal(100, 33, "Unsupported request: the object does not exist or cannot be loaded")
        if fault in FAULTS:
            raise Refusal(*FAULTS[fault])
        request = msgspec.json.decode(body)
        return self._send(request) if found[2] == "messages" else {"success": True}

    def _authenticate(self, headers: dict[str, str], query: dict[str, list[str]]) -> None:
        given = next((value for name, value in headers.items() if name.lower() == "authorization"), "")
        token = given.removeprefix("Bearer ") or query.get("access_token", [""])[0]
        if token != self.account.token:
            raise Refusal(190, None, "Invalid OAuth access token", 401)
        expected = hmac.new(self.account.secret.encode(), token.encode(), sha256).hexdigest()
        if query.get("appsecret_proof", [expected])[0] != expected:
            raise Refusal(100, None, "Invalid appsecret_proof provided in the API argument")

    def _send(self, request: dict[str, Any]) -> dict[str, Any]:
        self._check(request)
        psid = str(request.get("recipient", {}).get("id", ""))
        person = self.people.get(psid)
        if person is None:
            raise Refusal(100, self.unknown, "No matching user found")
        if person.blocked:
            raise Refusal(551, 1545041, "This person isn't available right now", 400)
        self._check_window(request, self.now() - person.last_heard)
        if "sender_action" in request:
            self.actions.append((psid, request["sender_action"]))
            return {"recipient_id": psid}
        sent = Sent(psid, self._id(), request, self.now())
        self.sent.append(sent)
        self._remember_receipt(request["message"])
        self._tell(sent)
        return {"recipient_id": psid, "message_id": sent.mid}

    def _check(self, request: dict[str, Any]) -> None:
        check(request, self._numbers)

    def _check_window(self, request: dict[str, Any], silence: int) -> None:
        kind = request.get("messaging_type", "RESPONSE")
        limit = AGENT_WINDOW_MS if kind == "MESSAGE_TAG" else WINDOW_MS
        if kind != "UTILITY" and silence >= limit:
            raise Refusal(10, self.closed, "This message is sent outside of allowed window", 400)

    def _remember_receipt(self, message: dict[str, Any]) -> None:
        payload = message.get("attachment", {}).get("payload", {})
        if payload.get("template_type") == "receipt":
            self._numbers.numbers.add(payload["order_number"])

    def _tell(self, sent: Sent) -> None:
        """Echo what was accepted, and say that it was delivered."""
        message = {key: value for key, value in sent.request["message"].items() if key != "quick_replies"}
        if not self._tells:
            return
        self._echo(sent.psid, {**message, "mid": sent.mid, "app_id": int(self.account.app)})
        self._delivered(sent)

    def _delivered(self, sent: Sent) -> None:
        self._queue(sent.psid, {"delivery": {"mids": [sent.mid], "watermark": sent.at}})

    def _echo(self, psid: str, message: dict[str, Any]) -> None:
        item = {"sender": {"id": self.account.page}, "recipient": {"id": psid}, "timestamp": self.now()}
        self._wait({**item, "message": {"is_echo": True, **message}})

    def _heard(self, psid: str, content: dict[str, Any]) -> str:
        """Something that opens the window for a day."""
        self.people.setdefault(psid, Person()).last_heard = self.now()
        return self._queue(psid, content)

    def _queue(self, psid: str, content: dict[str, Any]) -> str:
        self.people.setdefault(psid, Person())
        self._wait({"sender": {"id": psid}, "recipient": {"id": self.account.page}, "timestamp": self.now(), **content})
        (part,) = content.values()
        return str(part.get("mid", ""))

    def _wait(self, item: Item) -> None:
        with self._lock:
            self.waiting.append((self.account.page, item))

    def _id(self) -> str:
        with self._lock:
            self._count += 1
            return f"m_fake{self._count:06d}"


class GraphEngine:
    """Calls a `FakeGraph` as `HttpClient` calls a network."""

    def __init__(self, graph: FakeGraph) -> None:
        self._graph = graph

    def send(self, call: Call, _policy: Policy) -> Reply:
        """The fake's answer, or the time-out of a client that waited in vain."""
        reply = self._graph.answer(call.method, call.url, dict(call.headers), call.body or b"")
        if reply is None:
            raise ReadTimeoutError(HTTPConnectionPool("fake"), call.url, "timed out")
        return reply


if __name__ == "__main__":
    from tests.fakes.graph_server import main

    main()
