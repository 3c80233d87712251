"""What a step may do, as values: one for each action, told apart by `do` in the document.

What each of them does is a function in `bot.domain.flow.actions`.
"""

from typing import Literal

import msgspec


class SayAction(msgspec.Struct, frozen=True, tag_field="do", tag="say", forbid_unknown_fields=True):
    """Say a text: `{"do": "say", "text": "hello", "wishes": ["trip"]}`.

    `wishes` may be tapped below it, now or later: help, person, start_over, trip, link, questions,
    wallet, cards, payments, known, consents. Their words are `<wish>_button`.
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


class AnswerAction(msgspec.Struct, frozen=True, tag_field="do", tag="answer", forbid_unknown_fields=True):
    """Answer a question: `{"do": "answer", "text": "bags", "source": "source_fares", "wishes": ["person"]}`.

    It is told before what is asked next, in the same message. `source` is the text that names where the answer comes
    from; without one the wish `person` has to be among `wishes`, which may be tapped below it.
    """

    text: str
    source: str = ""
    wishes: tuple[str, ...] = ()


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
    """Put the traveller in the queue for a person: `{"do": "hand_over", "text": "person_coming"}`.

    `team` is the id of a team that shall answer, "" for whoever the desk picks.
    """

    text: str
    reason: str = "asked"
    team: str = ""


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


class OpenWalletAction(msgspec.Struct, frozen=True, tag_field="do", tag="open_wallet", forbid_unknown_fields=True):
    """Make a link to the page of the wallet: `{"do": "open_wallet", "text": "opening"}`."""

    text: str = ""


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
    | AnswerAction
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
    | OpenWalletAction
    | ShowMediaAction
)
