"""Stands between a gateway and our door for its webhooks: hands them on, or loses them."""

from contextlib import AbstractContextManager

import requests

from tests.fakes.webhook_receiver import Receiver, listening

_OF_THE_WAY = frozenset({"host", "connection", "content-length"})


class Postman(Receiver):
    """Hands each webhook on to `target` with its own headers, or loses it while `loses` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.target = ""
        self.loses = False

    def take(self, headers: dict[str, str], body: bytes) -> int:
        """The status that the gateway is answered."""
        if self.loses:
            return 200
        kept = {name: value for name, value in headers.items() if name.lower() not in _OF_THE_WAY}
        try:
            return requests.post(self.target, data=body, headers=kept, timeout=10).status_code
        except requests.RequestException:
            return 503


def postman() -> AbstractContextManager[Postman]:
    """A postman who listens until the block ends."""
    return listening(Postman())
