"""Messages of a step without a traveller: of the kinds that its actions make."""

from typing import Any, get_args

import pytest

from bot.domain.conversation.messages import Carousel, Link, Media, Receipt, Text
from bot.domain.flow.definition import Action, Node, Wait
from bot.domain.flow.sample_messages import messages
from tests.builders.flows import ask, flow

SILENT = {"set_slot", "enter_flow"}


def _said(*actions: dict[str, Any]) -> list[Any]:
    return list(messages(flow({"a": {"do": list(actions), "end": True}}).nodes["a"], str.upper))


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ({"do": "say", "text": "hi", "wishes": ["trip"]}, Text),
        ({"do": "show_offers", "text": "hi", "button": "go"}, Carousel),
        ({"do": "list_trips", "text": "hi", "button": "go", "options": [{"text": "x", "value": "x"}]}, Carousel),
        ({"do": "show_trip", "part": "page", "text": "hi", "button": "go"}, Link),
        ({"do": "show_trip", "part": "document", "text": "hi", "button": "go"}, Media),
        ({"do": "show_trip", "part": "receipt"}, Receipt),
        ({"do": "show_media", "kind": "image", "url": "https://x.example/a.png", "alt": "map"}, Media),
        ({"do": "hand_over", "text": "hi"}, Text),
        ({"do": "search_flights", "text": "hi"}, Text),
    ],
)
def test_each_action_says_what_it_says_to_travellers(action: dict[str, Any], kind: type) -> None:
    """A card, a link, a file, a receipt, or words."""
    (message,) = _said(action)
    assert isinstance(message, kind)


@pytest.mark.parametrize("action", get_args(Action))
def test_every_action_can_be_shown(action: type) -> None:
    """Those that say nothing show nothing."""
    given = {"text": "t", "button": "b", "alt": "a", "kind": "image", "url": "https://x.example/a.png", "part": "page"}
    names = action.__struct_fields__  # type: ignore[attr-defined]  # a struct
    required = {name: given.get(name, "x") for name in names if name in {*given, "field", "flow"}}
    made = messages(Node((action(**required),)), str)
    assert (made == ()) is (action.__struct_config__.tag in SILENT)  # type: ignore[attr-defined]  # a struct


def test_what_a_wait_brings_along_is_offered_after_the_own_options() -> None:
    """Yes and no, below the question."""
    node = flow({"a": ask()}).nodes["a"]
    (message,) = messages(node, str)
    assert [option.title for option in message.options] == ["yes_button", "no_button"]  # type: ignore[union-attr]  # a text
    assert messages(Node((), Wait("search", {})), str) == ()
