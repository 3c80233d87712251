"""A talk with `advance` alone: say and tap as a traveller, answer as the outside, look at what was said."""

from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec

from bot.domain.conversation.effects import BeginCheckout, Effect, Say, SearchFlights
from bot.domain.conversation.events import ChoiceTapped, Event, FormSent, OffersFound, TextReceived
from bot.domain.conversation.messages import Form, Message, Option, Text, Typing, options_of, spoken
from bot.domain.conversation.state import Conversation, new_conversation
from bot.domain.ids import effect_id
from bot.domain.turn import advance
from bot.domain.world import World
from tests.builders import world as builders

Wanted = TypeVar("Wanted", bound=Effect)


class Talk:
    """One traveller's talk, a second between turns; every state goes through JSON, as in production."""

    def __init__(self, world: World | None = None, *, offers: int = 5, thread: str = "terminal:tf:ada") -> None:
        self.world = world or builders.world()
        self.conversation = new_conversation(thread)
        self.offers = offers
        self.now = builders.NOW_MS
        self.last: tuple[Effect, ...] = ()
        self.last_event = ""
        self.heard = 0

    def say(self, text: str, **fields: Any) -> "Talk":
        """The traveller writes."""
        return self.happen(TextReceived(self._next(), self.now, text, **fields))

    def tap(self, title: str) -> "Talk":
        """The traveller taps the newest option of that title."""
        option = next(option for option in self.options if option.title == title)
        return self.tap_payload(option.payload)

    def tap_payload(self, payload: str) -> "Talk":
        """The traveller taps something that sends this payload, perhaps an old one."""
        return self.happen(ChoiceTapped(self._next(), self.now, payload))

    def send_form(self, **values: str) -> "Talk":
        """The traveller sends the form of the present question."""
        wait = self.conversation.position.wait if self.conversation.position else ""
        return self.happen(FormSent(self._next(), self.now, wait, values))

    def happen(self, event: Event) -> "Talk":
        """Anything happens; searches are answered at once when the talk has offers to give."""
        self.now += 1000
        self.last_event = event.id
        turn = advance(self.conversation, event, world=self.world, now=self.now)
        body = msgspec.json.encode(turn.conversation)
        self.conversation = msgspec.json.decode(body, type=Conversation)
        self.last = turn.effects
        for index, effect in enumerate(turn.effects):
            if isinstance(effect, SearchFlights) and self.offers >= 0:
                self._find(effect_id(event.id, index), effect)
        return self

    def _find(self, awaited: str, effect: SearchFlights) -> None:
        said = self.last
        expires = datetime.fromtimestamp(self.now / 1000, UTC) + timedelta(minutes=15)
        found = builders.offers(self.offers, effect.search)
        fresh = tuple(msgspec.structs.replace(offer, expires=expires) for offer in found)
        self.happen(OffersFound(awaited, self.now, fresh))
        self.last = (*said, *self.last)

    def _next(self) -> str:
        self.heard += 1
        return f"m_{self.heard}"

    def of(self, kind: type[Wanted]) -> tuple[Wanted, ...]:
        """Effects of a kind that the last turn wanted."""
        return tuple(effect for effect in self.last if isinstance(effect, kind))

    @property
    def messages(self) -> tuple[Message, ...]:
        """What the last turn said, dots left out."""
        return tuple(said.message for said in self.of(Say) if not isinstance(said.message, Typing))

    @property
    def words(self) -> str:
        """What the last turn said, as one text."""
        return "\n".join(spoken(message) for message in self.messages)

    @property
    def options(self) -> tuple[Option, ...]:
        """Everything that the last turn gave to tap."""
        return tuple(option for message in self.messages for option in options_of(message))

    @property
    def form(self) -> Form:
        """The form of the last question."""
        [form] = [one.form for one in self.messages if isinstance(one, Text) and one.form]
        return form

    @property
    def node(self) -> str:
        """The node at which the talk stands, "" at none."""
        return self.conversation.position.node if self.conversation.position else ""

    @property
    def awaited(self) -> str:
        """The id of the effect whose answer is awaited, "" when none is."""
        return self.conversation.position.awaited if self.conversation.position else ""

    def to_offers(self) -> "Talk":
        """Straight to the offers: one adult, one way."""
        return self.say("Paris to New York on 4 December, one way, 1 adult")

    def to_review(self) -> "Talk":
        """Straight to the basket review."""
        return self.to_offers().tap("Choose").say("Marie Durand").say("24 July 1987").say("marie@example.com")

    def to_checkout(self) -> str:
        """Straight into the checkout; gives its id."""
        self.to_review().tap("Yes, hold them")
        index = next(index for index, effect in enumerate(self.last) if isinstance(effect, BeginCheckout))
        return effect_id(self.last_event, index)
