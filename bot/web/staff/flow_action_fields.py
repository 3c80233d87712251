"""What each action of a flow is called in the editor, and the fields of its form."""

from collections.abc import Mapping
from typing import Literal

import msgspec

Input = Literal["key", "keys", "options", "wishes", "field", "value", "flow", "team", "choice", "words"]
"""What a field takes: the key of a text, several, options with texts, wishes, a field of the talk, a value, the name of
a flow, a team, one of few, or words."""


class Field(msgspec.Struct, frozen=True):
    """One field of an action's form: its name in the document, what it is called, and what it takes.

    `choices` are those of a choice; `help` says what is meant where the name does not.
    """

    name: str
    label: str
    takes: Input = "key"
    choices: tuple[str, ...] = ()
    help: str = ""
    optional: bool = True


class Shape(msgspec.Struct, frozen=True):
    """One action: its name in the document, what it is called, and its fields."""

    name: str
    label: str
    fields: tuple[Field, ...]


_TEXT = Field("text", "Text", optional=False)
_MEANWHILE = Field("text", "Text meanwhile")
_BUTTON = Field("button", "Text on the button", optional=False)
_OPTIONS = Field("options", "What can be tapped", "options")

SHAPES: tuple[Shape, ...] = (
    Shape(
        "say",
        "Say a text",
        (_TEXT, Field("wishes", "Buttons below it, which hold at any time", "wishes")),
    ),
    Shape(
        "ask",
        "Ask a question",
        (
            _TEXT,
            Field("again", "Texts when the answer was not understood", "keys", help="In turn, with commas between."),
            _OPTIONS,
        ),
    ),
    Shape(
        "answer",
        "Answer a question",
        (
            _TEXT,
            Field("source", "Text that names its source", help="Nothing is answered without one but by a person."),
            Field("wishes", "Buttons below it, which hold at any time", "wishes"),
        ),
    ),
    Shape(
        "set_slot",
        "Set a field",
        (
            Field("field", "Field", "field", optional=False),
            Field("value", "Value", "value", help="Leave it empty to forget what is known."),
        ),
    ),
    Shape("search_flights", "Search flights", (_MEANWHILE,)),
    Shape("show_offers", "Show the flights found", (_TEXT, _BUTTON)),
    Shape("check_out", "Hold the seats and take the money", (_MEANWHILE,)),
    Shape(
        "hand_over",
        "Hand over to a person",
        (
            _TEXT,
            Field("reason", "Reason that the desk is told", "words"),
            Field("team", "Team", "team"),
        ),
    ),
    Shape("enter_flow", "Walk another flow and come back", (Field("flow", "Flow", "flow", optional=False),)),
    Shape("find_trips", "Find the bookings of this thread", (_MEANWHILE,)),
    Shape("look_up_trip", "Look a booking up by its reference", (_MEANWHILE,)),
    Shape("list_trips", "Show the bookings found", (_TEXT, _BUTTON, _OPTIONS)),
    Shape(
        "show_trip",
        "Show the booking",
        (
            Field("part", "What of it", "choice", ("page", "calendar", "document", "receipt"), optional=False),
            Field("text", "Text"),
            Field("button", "Text on the button, or name of the file"),
            _OPTIONS,
        ),
    ),
    Shape("open_wallet", "Make a link to the wallet", (_MEANWHILE,)),
    Shape(
        "show_media",
        "Show a picture or a document",
        (
            Field("kind", "Kind", "choice", ("image", "document"), optional=False),
            Field("url", "Address", "words", help="An https address of ours.", optional=False),
            Field("alt", "Text that says what it is", optional=False),
            Field("text", "Text with it"),
            Field("filename", "Name of the file", "words"),
        ),
    ),
)
"""Every action, in the order in which a form offers them."""
BY_NAME: Mapping[str, Shape] = {shape.name: shape for shape in SHAPES}
WISHES: tuple[tuple[str, str], ...] = (
    ("help", "Help"),
    ("person", "Talk to a person"),
    ("start_over", "Start over"),
    ("trip", "My trip"),
    ("link", "Link this chat"),
    ("questions", "Questions"),
    ("wallet", "Wallet"),
    ("cards", "Saved cards and accounts"),
    ("payments", "Payments"),
    ("known", "What is kept"),
    ("consents", "Consents"),
)
"""Wishes that a text may bring along, and what each is called."""
