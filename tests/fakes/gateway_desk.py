"""The part of the gateway in memory where travellers type cards: its own page, and its fields on the shop's page."""

from typing import Any

import msgspec

from bot.domain.errors import UnavailableError
from bot.ports.gateway import CardSecret, HostedPage, Tokenized
from bot.sandbox.signing import HEADER, sign
from tests.fakes.gateway_answers import ORIGIN

_CLOSED = Tokenized("declined", code="closed")


class FakeDesk:
    """Pages and tickets. `_issue_card`, `_reached`, `webhooks` and `clock` are the gateway's."""

    webhooks: list[tuple[dict[str, str], bytes]]
    clock: Any

    def __init__(self) -> None:
        self._pages: dict[str, Tokenized | None] = {}
        self._subjects: dict[str, str] = {}
        self._opened: dict[str, str] = {}
        self._tickets: dict[str, Tokenized] = {}
        self._redeemed: dict[str, Tokenized] = {}

    def open_page(self, subject: str, *, key: str, return_url: str) -> HostedPage:  # noqa: ARG002  nobody comes back here
        """Open a page, once a key."""
        self._reached("open_page", key)
        name = self._opened.setdefault(key, f"page_{len(self._opened) + 1}")
        self._pages.setdefault(name, None)
        self._subjects[name] = subject
        return HostedPage(name, f"{ORIGIN}/card/{name}")

    def read_page(self, reference: str) -> Tokenized | None:
        """The card of a page."""
        self._reached("read_page", reference)
        if reference not in self._pages:
            raise UnavailableError("The fake gateway has no such page.")
        return self._pages[reference]

    def redeem(self, ticket: str, *, key: str) -> Tokenized:
        """Exchange a ticket, once."""
        self._reached("redeem", key)
        if key not in self._redeemed:
            self._redeemed[key] = self._tickets.pop(ticket, Tokenized("declined", code="unknown_ticket"))
        return self._redeemed[key]

    # What a test does.

    def type_on_page(self, url: str, card: CardSecret | None) -> None:
        """Be the traveller on the gateway's page; without a card she cancels."""
        name = url.rpartition("/")[2]
        if self._pages[name] is None:
            said = self._issue_card(card) if card is not None else _CLOSED
            if said.instrument is not None or card is None:
                self._pages[name] = said
                self._hint(name, "page.done" if card else "page.closed")

    def type_in_fields(self, card: CardSecret) -> str:
        """Be the traveller before the gateway's fields; gives the ticket, "" when the card is none."""
        said = self._issue_card(card)
        if said.instrument is None:
            return ""
        ticket = f"tkt_{len(self._tickets) + len(self._redeemed) + 1}"
        self._tickets[ticket] = said
        return ticket

    def _hint(self, name: str, kind: str) -> None:
        now = int(self.clock.now().timestamp())
        about = {"id": name, "payment": self._subjects[name]}
        event = {"id": f"evt_{name}", "type": kind, "created": now, "payment": about}
        body = msgspec.json.encode(event)
        self.webhooks.append(({HEADER: sign(body, secrets=("whsec_fake",), at=now)}, body))

    def _issue_card(self, card: CardSecret) -> Tokenized:
        raise NotImplementedError

    def _reached(self, operation: str, key: str) -> None:
        raise NotImplementedError
