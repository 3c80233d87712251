"""A fake Cloud API: takes what we send as strictly as Meta, and tells what became of it and what travellers wrote.

Time is handed in; its ids are counted, so that two runs are alike. `HttpClient(whatsapp.engine())` sends to it.
"""

import re
from collections import deque
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import msgspec
from urllib3 import HTTPConnectionPool
from urllib3.exceptions import ReadTimeoutError

from bot.adapters.channels.meta import proof
from bot.adapters.http_client import Call, Policy, Reply
from tests.fakes.graph_rules import Refusal
from tests.fakes.graph_wire import encoded
from tests.fakes.whatsapp_rules import FAULTS, check

WINDOW_MS = 24 * 3600 * 1000
_PATH = re.compile(r"/v\d+\.\d+/([^/]+)/messages")


class Account(msgspec.Struct, frozen=True):
    """The Meta app and business number that the fake plays for."""

    number: str = "106540352242922"
    secret: str = "threadfare-test-secret"
    token: str = "EAAwhatsapptoken"


class FakeWhatsApp:
    """The platform. A traveller is known by phone (digits) or by business-scoped id, as they wrote."""

    def __init__(self, now: Callable[[], int], account: Account | None = None) -> None:
        self.now = now
        self.account = account or Account()
        self.heard: dict[str, int] = {}
        self.blocked: set[str] = set()
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.typing: list[str] = []
        self.waiting: list[dict[str, Any]] = []
        self._faults: deque[str] = deque()
        self._count = 0

    def says(self, user: str, text: str) -> str:
        """The traveller writes; gives the wamid."""
        return self.hears(user, {"type": "text", "text": {"body": text}})

    def taps(self, user: str, payload: str) -> str:
        """The traveller taps something that was shown with that payload."""
        for _, request in reversed([one for one in self.sent if one[0] == user]):
            shown = options(request)
            if payload in shown:
                kind = "list_reply" if request["interactive"]["type"] == "list" else "button_reply"
                reply = {"type": kind, kind: {"id": payload, "title": shown[payload]}}
                return self.hears(user, {"type": "interactive", "interactive": reply})
        raise AssertionError(f"Nothing that {user} was shown has the payload {payload!r}.")

    def hears(self, user: str, content: dict[str, Any]) -> str:
        """Something that opens the window for a day."""
        self.heard[user] = self.now()
        wamid = self._id()
        sender = {"from": user} if user.isdigit() else {"from_user_id": user}
        at = str(self.now() // 1000)
        self.waiting.append({"messages": [{**sender, "id": wamid, "timestamp": at, **content}]})
        return wamid

    def fail_next(self, *faults: str) -> None:
        """What the next calls meet: a name of `FAULTS`, html (a gateway's page) or hang (accepted, no answer)."""
        self._faults.extend(faults)

    def bodies(self) -> list[bytes]:
        """What waits to be delivered, one body each; nothing waits afterwards."""
        waiting, self.waiting = self.waiting, []
        return [body({"field": "messages", "value": self._value(part)}) for part in waiting]

    def engine(self) -> "WhatsAppEngine":
        """An engine for `HttpClient` that calls the fake without a socket."""
        return WhatsAppEngine(self)

    def answer(self, call: Call) -> Reply | None:
        """The answer to a call; None when there is to be none although the message was accepted."""
        fault = self._faults.popleft() if self._faults else ""
        if fault == "html":
            return Reply(502, {"content-type": "text/html"}, b"<html><h1>502 Bad Gateway</h1>")
        try:
            document = self._take(call, fault)
        except Refusal as refusal:
            busy = {"retry-after": "30"} if refusal.code == FAULTS["rate_limited"][0] else {}
            return Reply(refusal.status, busy, msgspec.json.encode(refusal.document()))
        return None if fault == "hang" else Reply(200, {}, msgspec.json.encode(document))

    def _take(self, call: Call, fault: str) -> dict[str, Any]:
        parts = urlsplit(call.url)
        if call.headers["Authorization"] != f"Bearer {self.account.token}":
            raise Refusal(190, None, "Invalid OAuth access token", 401)
        if parts.query != f"appsecret_proof={proof(self.account.secret, self.account.token)}":
            raise Refusal(100, None, "Invalid appsecret_proof provided in the API argument")
        found = _PATH.fullmatch(parts.path)
        if not found or found[1] != self.account.number or call.method != "POST":
            raise Refusal(100, 33, "Unsupported request: the object does not exist or cannot be loaded")
        if fault in FAULTS:
            raise Refusal(*FAULTS[fault])
        request = msgspec.json.decode(call.body or b"")
        check(request)
        if request.get("status") == "read":
            self.typing.append(request["message_id"])
            return {"success": True}
        return self._accept(request)

    def _accept(self, request: dict[str, Any]) -> dict[str, Any]:
        user = str(request.get("to") or request["recipient"]).removeprefix("+")
        if user in self.blocked or user not in self.heard:
            raise Refusal(131026, None, "Message undeliverable")
        if self.now() - self.heard[user] >= WINDOW_MS:
            raise Refusal(131047, None, "Re-engagement message")
        wamid = self._id()
        self.sent.append((user, request))
        person = {"recipient_id": user} if user.isdigit() else {"recipient_user_id": user}
        at, opaque = str(self.now() // 1000), request.get("biz_opaque_callback_data", "")
        for state in ("sent", "delivered"):
            told = {"id": wamid, "status": state, "timestamp": at, **person, "biz_opaque_callback_data": opaque}
            self.waiting.append({"statuses": [told]})
        return {"messaging_product": "whatsapp", "contacts": [{"input": user}], "messages": [{"id": wamid}]}

    def _value(self, told: dict[str, Any]) -> dict[str, Any]:
        metadata = {"display_phone_number": "15550783881", "phone_number_id": self.account.number}
        return {"messaging_product": "whatsapp", "metadata": metadata, **told}

    def _id(self) -> str:
        self._count += 1
        return f"wamid.fake{self._count:06d}"


class WhatsAppEngine:
    """Calls a `FakeWhatsApp` as `HttpClient` calls a network."""

    def __init__(self, whatsapp: FakeWhatsApp) -> None:
        self._whatsapp = whatsapp

    def send(self, call: Call, _policy: Policy) -> Reply:
        """The fake's answer, or the time-out of a client that waited in vain."""
        reply = self._whatsapp.answer(call)
        if reply is None:
            raise ReadTimeoutError(HTTPConnectionPool("fake"), call.url, "timed out")
        return reply


def body(*changes: dict[str, Any]) -> bytes:
    """A body as Meta writes it."""
    entry = {"id": "WABA", "changes": list(changes)}
    return encoded({"object": "whatsapp_business_account", "entry": [entry]})


def options(request: dict[str, Any]) -> dict[str, str]:
    """What can be tapped in a message: titles by payload."""
    action = request.get("interactive", {}).get("action", {})
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    return {one["id"]: one["title"] for one in [*rows, *(button["reply"] for button in action.get("buttons", []))]}


def words(request: dict[str, Any]) -> str:
    """The words of a message, those of an interactive one too."""
    told = request["text"]["body"] if request["type"] == "text" else request["interactive"]["body"]["text"]
    return str(told)
