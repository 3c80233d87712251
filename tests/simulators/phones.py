"""A platform with phones for tests: its clock stands still, and a browser is played by its requests."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from bot.simulators.phones import Phones
from bot.simulators.platform import Platform
from bot.simulators.product import Product

NOW = 1790000000000
OWN = {"Host": "127.0.0.1:8020", "Sec-Fetch-Site": "same-origin"}
"""What a browser sends along from our own page."""
FIRST = {"messenger": "6102938475610001", "whatsapp": "447700900001", "instagram": "8801234567890001"}
"""Who holds the phones at first."""

Poster = Callable[[bytes, dict[str, str]], int]


class Desk:
    """A platform, its phones, and a webhook that answers with `status`."""

    def __init__(self) -> None:
        self.platform = Platform(lambda: NOW)
        self.phones = Phones(self.platform, brand="Test Air")
        self.status = 200
        self.bodies: list[dict[str, Any]] = []
        self._posters = {one.name: self.phones.watched(one.name, self._take) for one in self.platform.products}

    def product(self, channel: str) -> Product:
        """One of the three."""
        return self.phones.holders.product(channel)

    def post(self, path: str, body: object = None, headers: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
        """What our page's script is answered, and whatever webhooks that leads to."""
        told = msgspec.json.encode(body or {})
        answer = self.phones.answer("POST", f"/phones/{path}", OWN if headers is None else headers, told)
        self.deliver()
        return answer.status, msgspec.json.decode(answer.body)

    def act(self, channel: str, verb: str, **told: Any) -> tuple[int, dict[str, Any]]:
        """What the first holder of a phone does."""
        return self.post(f"{channel}/{FIRST[channel]}/{verb}", told)

    def deliver(self) -> None:
        """Let webhooks come."""
        for product in self.platform.products:
            product.deliver(self._posters[product.name])

    def state(self, since: int = 0) -> dict[str, Any]:
        """What the page is told."""
        answer = self.phones.answer("GET", f"/phones/state?since={since}", {}, b"")
        return dict(msgspec.json.decode(answer.body))

    def owner(self, channel: str) -> dict[str, Any]:
        """What is told of the first holder of a phone."""
        return dict(self.state()["phones"][channel]["people"][0])

    def send(self, channel: str, request: dict[str, Any]) -> int:
        """The airline sends; gives the status of the answer."""
        account = self.product(channel).account
        return self.call(channel, "POST", f"{account.id}/messages", request)

    def call(self, channel: str, method: str, path: str, told: dict[str, Any]) -> int:
        """The airline calls; gives the status of the answer, 0 when there is none."""
        url = f"/v25.0/{path}?access_token={self.product(channel).account.token}"
        answer = self.platform.answer(method, url, {"Content-Type": "application/json"}, msgspec.json.encode(told))
        self.deliver()
        return answer.status if answer else 0

    def items(self) -> Iterable[dict[str, Any]]:
        """What webhooks told of Messenger and Instagram."""
        return [item for body in self.bodies for entry in body["entry"] for item in entry.get("messaging", ())]

    def _take(self, body: bytes, _headers: dict[str, str]) -> int:
        self.bodies.append(msgspec.json.decode(body))
        return self.status


def said(user: str, text: str = "Hello") -> dict[str, Any]:
    """A text of the airline's on Messenger and Instagram."""
    return {"recipient": {"id": user}, "messaging_type": "RESPONSE", "message": {"text": text, "metadata": "tf:1"}}


def texted(user: str, text: str = "Hello") -> dict[str, Any]:
    """A text of the airline's on WhatsApp."""
    return {"messaging_product": "whatsapp", "to": f"+{user}", "type": "text", "text": {"body": text}}
