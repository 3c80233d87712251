"""One turn while it is being walked: the conversation so far, what is wanted so far, and the means to speak."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from bot.domain import ids
from bot.domain.conversation.effects import Effect, Say
from bot.domain.conversation.events import Event
from bot.domain.conversation.messages import Field, Form, Message, Option, Text
from bot.domain.conversation.state import Basket, Conversation, Position, Trip
from bot.domain.flow import fields
from bot.domain.flow.definition import Flow
from bot.domain.flow.filters import FILTERS
from bot.domain.flow.texts import Template, fill
from bot.domain.shopping.display import Look
from bot.domain.world import World

NOTED, WHICH_DAY = "noted", "which_day"
"""Notes that tell the trip as it now stands, and a day that was doubtful: a search tells the one, offers the other."""


class Scene(msgspec.Struct, frozen=True):
    """A frozen step of a turn: every helper gives the next one.

    `said` holds values that only this turn knows, for texts: a place that is not served, a reason, a time. `notes`
    are keys of sentences that go before the next question, in the same message, and `also` options beside its own.
    `form` is the form of the question to be asked; `sent` holds what came in a form that has slips, and `slips` the
    sentence for each field that is wrong. `why` is for what a person is called in this turn, "" when its step says so.
    `passing` says that a side flow is walked that this turn has entered.
    """

    conversation: Conversation
    event: Event
    world: World
    now: int
    effects: tuple[Effect, ...] = ()
    said: Mapping[str, Any] = {}
    notes: tuple[str, ...] = ()
    also: tuple[Option, ...] = ()
    form: Form | None = None
    sent: Mapping[str, str] = {}
    slips: Mapping[str, str] = {}
    why: str = ""
    passing: bool = False

    @property
    def language(self) -> str:
        """The language of the talk, or the brand's first one."""
        return self.conversation.language or self.world.brand.languages[0]

    @property
    def flow(self) -> Flow:
        """The flow on whose revision the talk stands, or the live entry flow."""
        position = self.position
        return self.world.flow(position.flow, position.revision)

    def begins(self, flow: str) -> int:
        """The revision of a flow on which this thread begins it."""
        return self.world.begins(flow, self.conversation.thread)

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
        return self.replace(msgspec.structs.replace(self.conversation, **changes))

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

    def change_slots(self, **changes: str) -> "Scene":
        """The scene with slots set, or forgotten where the value is ""."""
        slots = {**self.conversation.slots, **changes}
        return self.change(slots={name: value for name, value in slots.items() if value})

    def change_position(self, **changes: Any) -> "Scene":
        """The scene with fields of the position changed."""
        position: Position = msgspec.structs.replace(self.position, **changes)
        return self.change(position=position)

    @property
    def position(self) -> Position:
        """Where the talk stands; a talk without a position, or on a flow that is gone, stands before the entry flow."""
        position = self.conversation.position
        if position is None or position.flow not in self.world.live:
            return Position(self.world.entry, self.begins(self.world.entry), "")
        return position

    def with_said(self, **values: Any) -> "Scene":
        """The scene with more values that texts of this turn may use as `said.…`."""
        return msgspec.structs.replace(self, said={**self.said, **values})

    def note(self, key: str) -> "Scene":
        """The scene with one more sentence to go before the next question."""
        return msgspec.structs.replace(self, notes=(*self.notes, key))

    def noted_words(self, key: str, *, without: tuple[str, ...] = ()) -> str:
        """The notes, but for some, and then the text of a key, as one message; what ends its line stands on its own."""
        told = " ".join(self.words(name) for name in (*self.notes, key) if name not in without)
        return told.replace("\n ", "\n")

    def without_notes(self) -> "Scene":
        """The scene after its notes were said."""
        return msgspec.structs.replace(self, notes=(), also=()) if self.notes else self

    def offer_also(self, *options: Option) -> "Scene":
        """The scene with more options that go beside those of the next question."""
        return msgspec.structs.replace(self, also=(*self.also, *options))

    def with_also(self, options: tuple[Option, ...]) -> tuple[Option, ...]:
        """The options of a question and those that go beside them, none twice."""
        titles = {option.title for option in options}
        beside = {option.title: option for option in reversed(self.also) if option.title not in titles}
        return (*options, *reversed(beside.values()))

    def with_fields(self, asked: tuple[Field, ...]) -> "Scene":
        """The scene whose next question is asked in these fields, too; nothing that was typed into them is lost."""
        fields = tuple(
            msgspec.structs.replace(one, value=self.sent.get(one.name, one.value), problem=self.slips.get(one.name, ""))
            for one in asked
        )
        form = Form(self.position.wait, self.words("form_button"), fields) if fields else None
        return msgspec.structs.replace(self, form=form, sent={}, slips={})

    def with_slips(self, sent: Mapping[str, str], slips: Mapping[str, str]) -> "Scene":
        """The scene in which a form has to be asked for once more: what was sent, and what is wrong with each field."""
        return msgspec.structs.replace(self, sent=sent, slips=slips).note("form_check")

    def walking_aside(self) -> "Scene":
        """The scene in which a side flow is entered: when it ends in this turn, nobody has been away."""
        return msgspec.structs.replace(self, passing=True)

    def silent(self) -> "Scene":
        """The scene with nothing wanted: what it walked through is not told."""
        return msgspec.structs.replace(self, effects=())

    def look_up(self, field: str) -> Any:
        """The value of a declared field, or None."""
        if field.startswith("said."):
            return self.said.get(field[5:])
        return fields.value(field, self.conversation, self.world)

    def words(self, key: str, *, otherwise: str = "") -> str:
        """A text of the flow, or of the catalogue, with its fields filled in.

        When nobody worded it, the text of the key `otherwise` stands in; without one the key itself, which checks
        before publication keep from happening.
        """
        template = self._template(key)
        if template is None:
            return self.words(otherwise) if otherwise else key
        look = self.look
        return fill(template, self.look_up, lambda name, value: FILTERS[name](value, look), language=self.language)

    def _template(self, key: str) -> Template | None:
        flow, first = self.flow, self.world.brand.languages[0]
        return flow.text(key, self.language) or self.world.text(key, self.language) or flow.text(key, first)

    def want(self, effect: Effect) -> "Scene":
        """The scene with one more effect."""
        return msgspec.structs.replace(self, effects=(*self.effects, effect))

    def say(self, message: Message) -> "Scene":
        """The scene with something more to say."""
        return self.want(Say(message))

    def say_text(
        self, key: str, options: tuple[Option, ...] = (), form: Form | None = None, *, first: int = 1
    ) -> "Scene":
        """The scene with a text of that key to say, after the notes; `first` is the number of its first option."""
        if not self.notes:
            return self.say(Text(self.words(key), options, form, first))
        return self.without_notes().say(Text(self.noted_words(key), self.with_also(options), form, first))

    def next_effect_id(self) -> str:
        """The id that the next effect of this turn will have."""
        return ids.effect_id(self.event.id, len(self.effects))
