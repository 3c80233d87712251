"""A flow as data: nodes of actions, then one wait or one router; texts by language apart from the logic.

The document is JSON (YAML in and out at the edges)::

    {"spec": 1, "flow": "book", "start": "hello",
     "nodes": {"ask_origin": {"do": [{"do": "ask", "text": "ask_origin"}],
                              "wait": {"for": "trip.origin", "exits": {"answered": "missing", ...}}}},
     "texts": {"en": {"ask_origin": "Where would you like to fly from?"}}, "layout": {}}
"""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.flow import conditions, migrations
from bot.domain.flow.conditions import Condition
from bot.domain.flow.texts import LONGEST_TEXT, Template, compile_text

MOST_NODES = 1000
"""Nodes in a flow: beyond it nobody sees through it."""
LARGEST = 512 * 1024
"""Bytes of a document: a thousand nodes with texts in four languages."""


class SayAction(msgspec.Struct, frozen=True, tag_field="do", tag="say", forbid_unknown_fields=True):
    """Say a text: `{"do": "say", "text": "hello", "wishes": ["trip"]}`.

    `wishes` may be tapped below it, now or later: help, person, start_over, trip, link. Their words are
    `<wish>_button`.
    """

    text: str
    wishes: tuple[str, ...] = ()


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An option of a question: the text on it, and the value or exit that it stands for.

    `words` is a text of other words for it, commas between, for those who type instead of tapping.
    """

    text: str
    value: str
    words: str = ""


class AskAction(msgspec.Struct, frozen=True, tag_field="do", tag="ask", forbid_unknown_fields=True):
    """Ask a question: `{"do": "ask", "text": "ask_origin", "again": ["ask_origin_again"]}`.

    `again` words it differently when the answer was not understood, in turn; `options` may be tapped.
    """

    text: str
    again: tuple[str, ...] = ()
    options: tuple[Choice, ...] = ()


class SetSlotAction(msgspec.Struct, frozen=True, tag_field="do", tag="set_slot", forbid_unknown_fields=True):
    """Put a value into a field, or clear it with "": `{"do": "set_slot", "field": "trip.depart", "value": ""}`."""

    field: str
    value: str | int | bool = ""


class SearchFlightsAction(
    msgspec.Struct, frozen=True, tag_field="do", tag="search_flights", forbid_unknown_fields=True
):
    """Look for flights for the trip: `{"do": "search_flights", "text": "searching"}`."""

    text: str = ""


class ShowOffersAction(msgspec.Struct, frozen=True, tag_field="do", tag="show_offers", forbid_unknown_fields=True):
    """Show a page of the offers as cards: `{"do": "show_offers", "text": "offers", "button": "choose"}`."""

    text: str
    button: str


class CheckOutAction(msgspec.Struct, frozen=True, tag_field="do", tag="check_out", forbid_unknown_fields=True):
    """Hold the seats and take the money; the order of money is code: `{"do": "check_out", "text": "holding"}`."""

    text: str = ""


class HandOverAction(msgspec.Struct, frozen=True, tag_field="do", tag="hand_over", forbid_unknown_fields=True):
    """Put the traveller in the queue for a person: `{"do": "hand_over", "text": "person_coming"}`."""

    text: str
    reason: str = "asked"


class EnterFlowAction(msgspec.Struct, frozen=True, tag_field="do", tag="enter_flow", forbid_unknown_fields=True):
    """Walk another flow and come back after it: `{"do": "enter_flow", "flow": "bags"}`."""

    flow: str


class FindTripsAction(msgspec.Struct, frozen=True, tag_field="do", tag="find_trips", forbid_unknown_fields=True):
    """Look for what was booked in the thread: `{"do": "find_trips"}`."""

    text: str = ""


class LookUpTripAction(msgspec.Struct, frozen=True, tag_field="do", tag="look_up_trip", forbid_unknown_fields=True):
    """Look for the booking whose reference and surname were told: `{"do": "look_up_trip", "text": "looking"}`."""

    text: str = ""


class ListTripsAction(msgspec.Struct, frozen=True, tag_field="do", tag="list_trips", forbid_unknown_fields=True):
    """Show the bookings that were found as cards: `{"do": "list_trips", "text": "which", "button": "show"}`."""

    text: str
    button: str
    options: tuple[Choice, ...] = ()


class ShowTripAction(msgspec.Struct, frozen=True, tag_field="do", tag="show_trip", forbid_unknown_fields=True):
    """Show a part of the open booking: `{"do": "show_trip", "part": "page", "text": "more", "button": "open"}`.

    `part` is page (a link to its page), calendar (a link to the file for calendars) or document (a file to keep), each
    with `text` and `button`, or receipt. `options` may be tapped beside page and calendar.
    """

    part: Literal["page", "calendar", "document", "receipt"]
    text: str = ""
    button: str = ""
    options: tuple[Choice, ...] = ()


class ShowMediaAction(msgspec.Struct, frozen=True, tag_field="do", tag="show_media", forbid_unknown_fields=True):
    """Show a picture or a document: `{"do": "show_media", "kind": "image", "url": "https://…", "alt": "map"}`.

    `alt` is a text that says what it is, `text` goes with it, `filename` is a document's name.
    """

    kind: Literal["image", "document"]
    url: str
    alt: str
    text: str = ""
    filename: str = ""


Action = (
    SayAction
    | AskAction
    | SetSlotAction
    | SearchFlightsAction
    | ShowOffersAction
    | CheckOutAction
    | HandOverAction
    | EnterFlowAction
    | FindTripsAction
    | LookUpTripAction
    | ListTripsAction
    | ShowTripAction
    | ShowMediaAction
)


class Wait(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"subject": "for"}):
    """What a node waits for, and the node that each exit leads to.

    `subject` ("for" in the document) is one of `bot.domain.flow.waits.SUBJECTS`; `timeout` is in seconds: after it
    the next word of the traveller takes the exit `timeout`, or a timer does when `ring` is set.
    """

    subject: str
    exits: dict[str, str]
    timeout: int = 24 * 3600
    ring: bool = False


class Case(msgspec.Struct, frozen=True):
    """One way of a router: taken when its condition is the first that holds."""

    when: Condition
    to: str


class Node(msgspec.Struct, frozen=True):
    """A step of the talk: actions, then a wait, or cases and a way on. Without any the flow ends."""

    do: tuple[Action, ...] = ()
    wait: Wait | None = None
    cases: tuple[Case, ...] = ()
    next: str = ""
    locked: bool = False
    """Whether money or law needs this step: staff may word it, not remove it."""


class Flow(msgspec.Struct, frozen=True):
    """A flow, ready to be walked: `texts` are split already."""

    name: str
    start: str
    nodes: Mapping[str, Node]
    texts: Mapping[str, Mapping[str, Template]]
    revision: int = 0

    def text(self, key: str, language: str) -> Template | None:
        """A text in a language, or None when this flow does not word it."""
        return self.texts.get(language, {}).get(key)


class _RawNode(msgspec.Struct, forbid_unknown_fields=True):
    do: tuple[Action, ...] = ()
    wait: Wait | None = None
    cases: tuple[dict[str, Any], ...] = ()
    next: str = ""
    locked: bool = False


class _RawFlow(msgspec.Struct, forbid_unknown_fields=True):
    spec: int
    flow: str
    start: str
    nodes: dict[str, _RawNode]
    texts: dict[str, dict[str, str]]
    layout: dict[str, Any] = {}


_decoder = msgspec.json.Decoder(dict[str, Any])


def parse_flow(document: bytes, *, revision: int = 0) -> Flow:
    """The flow of a JSON document; raises `InvalidError` that says where it is wrong."""
    if len(document) > LARGEST:
        raise InvalidError(f"A flow may have {LARGEST // 1024} KiB.")
    try:
        raw = msgspec.convert(migrations.migrate(_decoder.decode(document)), _RawFlow)
        if len(raw.nodes) > MOST_NODES:
            raise InvalidError(f"A flow may have {MOST_NODES} nodes.")
        nodes = {name: _node(node) for name, node in raw.nodes.items()}
    except msgspec.MsgspecError as error:
        raise InvalidError(f"The flow cannot be read: {error}") from error
    return Flow(raw.flow, raw.start, nodes, compile_texts(raw.texts), revision)


def compile_texts(texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Template]]:
    """Every text of every language, split; raises `InvalidError` when one is too long."""
    for language, words in texts.items():
        for key, text in words.items():
            if len(text) > LONGEST_TEXT:
                raise InvalidError(f"The text {key!r} in {language} is longer than {LONGEST_TEXT} characters.")
    return {language: {key: compile_text(text) for key, text in words.items()} for language, words in texts.items()}


def _node(raw: _RawNode) -> Node:
    cases = tuple(Case(conditions.from_data(case.get("when")), str(case.get("to", ""))) for case in raw.cases)
    return Node(raw.do, raw.wait, cases, raw.next, raw.locked)
