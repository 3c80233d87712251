"""One turn while it is being walked: the conversation so far, what is wanted so far, and the means to speak."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from bot.domain import ids
from bot.domain.conversation.effects import Effect, Say
from bot.domain.conversation.events import Event
from bot.domain.conversation.messages import Message, Option, Text
from bot.domain.conversation.state import Basket, Conversation, Position, Trip
from bot.domain.flow import fields, filters
from bot.domain.flow.definition import Flow
from bot.domain.flow.texts import fill
from bot.domain.shopping.display import Look
from bot.domain.world import World


class Scene(msgspec.Struct, frozen=True):
    """A frozen step of a turn: every helper gives the next one.

    `said` holds values that only this turn knows, for texts: a place that is not served, a reason, a time.
    """

    conversation: Conversation
    event: Event
    world: World
    now: int
    effects: tuple[Effect, ...] = ()
    said: Mapping[str, Any] = {}

    @property
    def language(self) -> str:
        """The language of the talk, or the brand's first one."""
        return self.conversation.language or self.world.brand.languages[0]

    @property
    def flow(self) -> Flow:
        """The flow on whose revision the talk stands, or the live entry flow."""
        position = self.conversation.position
        if position is None:
            return self.world.flow(self.world.entry, self.world.live[self.world.entry])
        return self.world.flow(position.flow, position.revision)

    @property
    def today(self) -> date:
        """The local date at the airport of departure, or at the airline's home before one is known."""
        origin = self.conversation.trip.origin
        zone = self.world.places.zone(origin) if origin else self.world.brand.zone
        return datetime.fromtimestamp(self.now / 1000, ZoneInfo(zone)).date()

    @property
    def look(self) -> Look:
        """What display needs for this reader."""
        return Look(self.world.places, self.world.airlines, self.language)

    def change(self, **changes: Any) -> "Scene":
        """The scene with fields of its conversation changed."""
        return msgspec.structs.replace(self, conversation=msgspec.structs.replace(self.conversation, **changes))

    def replace(self, conversation: Conversation) -> "Scene":
        """The scene with another state of its conversation."""
        return msgspec.structs.replace(self, conversation=conversation)

    def change_trip(self, **changes: Any) -> "Scene":
        """The scene with fields of the trip changed."""
        trip: Trip = msgspec.structs.replace(self.conversation.trip, **changes)
        return self.change(trip=trip)

    def change_basket(self, **changes: Any) -> "Scene":
        """The scene with fields of the basket changed."""
        basket: Basket = msgspec.structs.replace(self.conversation.basket, **changes)
        return self.change(basket=basket)

    def change_position(self, **changes: Any) -> "Scene":
        """The scene with fields of the position changed; the talk must have one."""
        position: Position = msgspec.structs.replace(self.position, **changes)
        return self.change(position=position)

    @property
    def position(self) -> Position:
        """Where the talk stands; a talk without a position has not begun."""
        position = self.conversation.position
        if position is None:
            return Position(self.world.entry, self.world.live[self.world.entry], "")
        return position

    def with_said(self, **values: Any) -> "Scene":
        """The scene with more values that texts of this turn may use as `said.…`."""
        return msgspec.structs.replace(self, said={**self.said, **values})

    def look_up(self, field: str) -> Any:
        """The value of a declared field, or None."""
        if field.startswith("said."):
            return self.said.get(field[5:])
        return fields.value(field, self.conversation, self.world)

    def words(self, key: str) -> str:
        """A text of the flow, or of the catalogue, with its fields filled in; the key itself when nobody worded it."""
        template = self.flow.text(key, self.language) or self.world.text(key, self.language)
        if template is None:
            template = self.flow.text(key, self.world.brand.languages[0])
        if template is None:
            return key
        return fill(template, self.look_up, filters.table(self.look))

    def want(self, effect: Effect) -> "Scene":
        """The scene with one more effect."""
        return msgspec.structs.replace(self, effects=(*self.effects, effect))

    def say(self, message: Message) -> "Scene":
        """The scene with something more to say."""
        return self.want(Say(message))

    def say_text(self, key: str, options: tuple[Option, ...] = ()) -> "Scene":
        """The scene with a text of that key to say."""
        return self.say(Text(self.words(key), options))

    def next_effect_id(self) -> str:
        """The id that the next effect of this turn will have."""
        return ids.effect_id(self.event.id, len(self.effects))
