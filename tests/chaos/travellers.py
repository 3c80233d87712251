"""A traveller who does not give up: looks where the talk stands, does what is asked there, pays, and waits for tickets.

Unlike a golden talk it goes by the state and not by the words, because a word that was on its way when a process died
may never arrive; a person would look at the screen and go on.
"""

import time

import requests
from redis import RedisError

from bot.domain.conversation.state import Conversation
from tests.journeys.real_stage import RealStage

PATIENCE = 120.0
WORDS = {
    "": "One way from Nice to Paris next Friday, 1 adult",
    "offers": "1",
    "ask_name": "Marie Durand",
    "ask_born": "24 July 1987",
    "ask_email": "marie@example.com",
    "review": "yes",
    "pay_again": "Nice to Paris",
}
"""What she says at each node of the sample flow."""


class Traveller:
    """One traveller on a thread of her own."""

    def __init__(self, stage: RealStage, *, card: str = "4242424242424242") -> None:
        self.stage = stage
        self._card = card
        self._done: set[tuple[str, str]] = set()

    def book(self) -> None:
        """Go on until the tickets are there; fails when they do not come."""
        until = time.monotonic() + PATIENCE
        while not self._has_tickets():
            assert time.monotonic() < until, f"{self.stage.thread} stands still: {self._talk()}"
            self._go_on()
            time.sleep(0.05)

    def _talk(self) -> Conversation | None:
        """Where the talk stands; None before it began, and while Redis is away."""
        try:
            return self.stage.live()
        except RedisError:
            return None

    def _go_on(self) -> None:
        talk = self._talk()
        position = talk.position if talk is not None else None
        where = (position.node, position.wait) if position is not None else ("", "")
        if where[0] == "check_out" and talk is not None:
            self._pay(talk.slots.get("pay_url", ""))
        elif where[0] in WORDS and where not in self._done:
            self._done.add(where)
            self.stage.town.graph.says(self.stage.psid, WORDS[where[0]])
        self.stage.town.graph.deliver(self.stage.town.post)

    def _pay(self, url: str) -> None:
        try:
            if url:
                self.stage.pay_at(url, self._card)
        except requests.RequestException:
            time.sleep(0.2)

    def _has_tickets(self) -> bool:
        talk = self._talk()
        return talk is not None and bool(talk.basket.locator)
