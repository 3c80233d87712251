"""Which texts an action says: what has to be worded, and where it shows."""

from typing import get_args

import pytest

from bot.domain.flow import definition
from bot.domain.flow.definition import AskAction, Choice, SayAction, ShowTripAction
from bot.domain.flow.text_keys import brought, said_at, text_keys, uses
from tests.builders.flows import shipped


@pytest.mark.parametrize("kind", get_args(definition.Action))
def test_every_action_is_known(kind: type) -> None:
    """A text that nobody looks for would never be translated."""
    required = [name for name in kind.__struct_fields__ if name in {"text", "button", "alt"}]  # type: ignore[attr-defined]  # a struct
    values = {name: f"{name}_key" for name in required}
    others = {"kind": "image", "url": "https://x.example", "part": "page", "flow": "f", "field": "f"}
    action = kind(**values, **{name: value for name, value in others.items() if name in kind.__struct_fields__})  # type: ignore[attr-defined]  # as above
    assert set(text_keys(action)) == set(values.values())


def test_what_a_text_is_for_is_told() -> None:
    """A button has less room than a sentence, and a file's name none."""
    asked = AskAction("q", ("again",), (Choice("o", "v", "w"),))
    assert list(uses(asked)) == [("q", "said"), ("again", "said"), ("o", "tapped"), ("w", "words")]
    assert list(uses(SayAction("hi", ("trip",)))) == [("hi", "said"), ("trip_button", "tapped")]
    assert dict(uses(ShowTripAction("document", "t", "b")))["b"] == "name"


def test_every_text_that_ships_is_said_somewhere() -> None:
    """Steps are told by the texts that they say."""
    book = shipped()["book"]
    assert said_at(book)["again_review"] == ("review", "price_changed")
    assert "yes_button" in brought(book.nodes["review"])
    assert brought(book.nodes["done"]) == ()
