"""Cards that are typed at the sandbox itself: on a page of its own, or into its fields on the shop's page.

A page takes one card, for a quarter of an hour; a ticket is exchanged once. Neither moves money, and neither is of any
use to who has not the key: what comes of them is a fresh token.
"""

import secrets
from functools import partial
from typing import Literal

import msgspec

from bot.sandbox import replies
from bot.sandbox.bank import Bank
from bot.sandbox.outbox import Outbox
from bot.sandbox.pipeline import Order
from bot.sandbox.replies import Reply
from bot.sandbox.requests import PageRequest, RedeemRequest, TokenRequest

OPEN = 15 * 60
"""Seconds that a page waits for a card."""


class Page(msgspec.Struct, frozen=True):
    """A page for one card; `secret` is its address, which only the traveller gets, `until` in Unix seconds."""

    reference: str
    secret: str
    subject: str
    return_url: str
    until: int
    state: Literal["open", "done", "closed"] = "open"
    token: str = ""


class Desk:
    """Takes cards from travellers and hands out tokens to the shop."""

    def __init__(self, bank: Bank, outbox: Outbox) -> None:
        self._bank = bank
        self._outbox = outbox
        self._database = bank.store.database

    def open(self, asked: PageRequest, *, key: str, origin: str) -> Reply:
        """Open a page, once a key."""
        order = Order(key, self._bank.digest_of("pages", asked), None, f"pages:{key}")
        return self._bank.pipeline.run(order, partial(self._open, asked, origin))

    def view(self, reference: str) -> Reply:
        """What became of a page, and its card once there is one."""
        page = self._page("reference", reference)
        if page is None:
            return replies.error("unknown_page")
        token = self._bank.store.token(page.token) if page.token else None
        state = "closed" if page.state == "open" and self._bank.now() >= page.until else page.state
        shown = replies.tokenized(token).body if token is not None else b"null"
        return replies.json_reply({"state": state, "card": msgspec.Raw(shown)})

    def redeem(self, asked: RedeemRequest, *, key: str) -> Reply:
        """Exchange a ticket, once; the same key again gets the same token."""
        order = Order(key, self._bank.digest_of("tickets", asked), None, f"tickets:{key}")
        return self._bank.pipeline.run(order, partial(self._redeem, asked.ticket))

    def page(self, secret: str) -> Page | None:
        """The page at an address."""
        return self._page("secret", secret)

    def is_open(self, page: Page) -> bool:
        """Whether a page still takes a card."""
        return page.state == "open" and self._bank.now() < page.until

    def take(self, secret: str, card: TokenRequest | None) -> Page | str | None:
        """Take the card of a page, or close it without one; gives the page after it, or why the card is none.

        A page that is not open any more stays as it is.
        """
        with self._database.transaction():
            page = self.page(secret)
            if page is None or not self.is_open(page):
                return page
            token = self._bank.issue(card) if card is not None else None
            if isinstance(token, str):
                return token
            state: Literal["done", "closed"] = "done" if token else "closed"
            page = msgspec.structs.replace(page, state=state, token=token.token if token else "")
            self._save(page)
            self._tell(page)
        self._bank.wake()
        return page

    def ticket(self, card: TokenRequest) -> tuple[str, str]:
        """A ticket for a card that was typed into our fields and "", or "" and the code of a no."""
        with self._database.transaction():
            token = self._bank.issue(card)
            if isinstance(token, str):
                return "", token
            ticket = f"tkt_{secrets.token_hex(16)}"
            self._database.rows("INSERT INTO tickets VALUES (?, ?)", ticket, token.token)
        return ticket, ""

    def _open(self, asked: PageRequest, origin: str) -> Reply:
        secret, reference = secrets.token_urlsafe(24), f"page_{secrets.token_hex(12)}"
        self._save(Page(reference, secret, asked.subject, asked.return_url, int(self._bank.now()) + OPEN))
        return replies.json_reply({"reference": reference, "url": f"{origin}/card/{secret}"})

    def _redeem(self, ticket: str) -> Reply:
        rows = self._database.rows("DELETE FROM tickets WHERE ticket = ? RETURNING token", ticket)
        token = self._bank.store.token(rows[0][0]) if rows else None
        return replies.tokenized(token) if token is not None else replies.card_refused("unknown_ticket")

    def _page(self, column: Literal["reference", "secret"], value: str) -> Page | None:
        sql = {
            "reference": "SELECT body FROM pages WHERE reference = ?",
            "secret": "SELECT body FROM pages WHERE secret = ?",
        }
        bodies = self._database.bodies(sql[column], value)
        return msgspec.json.decode(bodies[0], type=Page) if bodies else None

    def _save(self, page: Page) -> None:
        sql = "INSERT INTO pages VALUES (?, ?, ?) ON CONFLICT (reference) DO UPDATE SET body = excluded.body"
        self._database.rows(sql, page.reference, page.secret, msgspec.json.encode(page))

    def _tell(self, page: Page) -> None:
        """Owe the shop a hint that a page is done with."""
        now = self._bank.now()
        name = f"evt_{secrets.token_hex(12)}"
        about = {"id": page.reference, "payment": page.subject}
        body = {"id": name, "type": f"page.{page.state}", "created": int(now), "payment": about}
        self._outbox.add(name, msgspec.json.encode(body), now=now)
