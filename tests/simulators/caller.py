"""Calls the simulated platform as the airline does, and moves its clock."""

from typing import Any

import msgspec

from bot.simulators.instagram import SimulatedInstagram
from bot.simulators.messenger import SimulatedMessenger
from bot.simulators.product import Product
from bot.simulators.whatsapp import SimulatedWhatsApp

NOW = 1790000000000
ADA = "2002"
BEN = "447700900001"
HIDDEN = "GB.13491208655302741918"


class Clock:
    """Stands still unless moved; milliseconds."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> int:
        """Now."""
        return self.at

    def move(self, milliseconds: int) -> None:
        """Let time pass."""
        self.at += milliseconds


class Caller:
    """The airline, with the account's token."""

    def __init__(self, product: Product, clock: Clock) -> None:
        self.product: Any = product
        self.clock = clock

    def call(self, method: str, path: str, fields: Any = None, **headers: str) -> tuple[int, Any]:
        """Status and document of a call to a path below the version."""
        head = {"Authorization": f"Bearer {self.product.account.token}", "Content-Type": "application/json", **headers}
        body = b"" if fields is None else fields if isinstance(fields, bytes) else msgspec.json.encode(fields)
        answer = self.product.answer(method, f"https://graph.example/v25.0/{path}", head, body)
        assert answer is not None, "no answer came"
        return answer.status, msgspec.json.decode(answer.body) if answer.body else None

    def post(self, edge: str, fields: Any) -> Any:
        """The document of a POST to an edge of the account that is taken."""
        status, document = self.call("POST", f"{self.product.account.id}/{edge}", fields)
        assert status == 200, document
        return document

    def refused(self, edge: str, fields: Any, *, method: str = "POST") -> tuple[int, int | None]:
        """Code and subcode of a call to an edge of the account that is refused."""
        status, document = self.call(method, f"{self.product.account.id}/{edge}", fields)
        assert status >= 400, document
        return document["error"]["code"], document["error"].get("error_subcode")

    def message(self, message: dict[str, Any], user: str = ADA, **also: Any) -> dict[str, Any]:
        """A request of the Send API."""
        return {"recipient": {"id": user}, "messaging_type": "RESPONSE", "message": message, **also}

    def text(self, words: str = "Hello", user: str = BEN, **also: Any) -> dict[str, Any]:
        """A request of the Cloud API."""
        to = {"to": f"+{user}"} if user.isdigit() else {"recipient": user}
        return {"messaging_product": "whatsapp", **to, "type": "text", "text": {"body": words}, **also}

    def told(self) -> list[dict[str, Any]]:
        """What waits to be told, item by item; it waits no more."""
        return [item for _, item in self.product.take_waiting()]

    def statuses(self) -> list[str]:
        """The statuses that wait, in order; they wait no more."""
        return [one["status"] for item in self.told() for one in item["value"].get("statuses", [])]


def messenger() -> Caller:
    """A page to which Ada has just written."""
    clock = Clock()
    caller = Caller(SimulatedMessenger(clock), clock)
    caller.product.says(ADA, "hi")
    caller.told()
    return caller


def instagram() -> Caller:
    """An Instagram account to which Ada has just written."""
    clock = Clock()
    caller = Caller(SimulatedInstagram(clock), clock)
    caller.product.says(ADA, "hi")
    caller.told()
    return caller


def whatsapp() -> Caller:
    """A number to which Ben has just written, and somebody who hides the number."""
    clock = Clock()
    caller = Caller(SimulatedWhatsApp(clock), clock)
    caller.product.says(BEN, "hi")
    caller.product.says(HIDDEN, "hi")
    caller.told()
    return caller
