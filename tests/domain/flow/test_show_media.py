"""Pictures and documents that staff put into a flow."""

from typing import Any

import msgspec

from bot.domain.conversation.messages import Media, Text
from bot.domain.flow.definition import parse_flow
from tests.builders import world as builders
from tests.builders.talk import Talk

MAP = {"do": "show_media", "kind": "image", "url": "https://x.example/map.png", "alt": "map"}


def _talk(action: dict[str, Any]) -> Talk:
    exits = {"yes": "a", "no": "a", "no_match": "a", "timeout": "a", "person": "a"}
    nodes = {"a": {"do": [action, {"do": "ask", "text": "found"}], "wait": {"for": "yes_no", "exits": exits}}}
    texts = {"en": {"found": "Found it?", "map": "Map of the terminal", "where": "We meet here:"}}
    document = {"spec": 1, "flow": "f", "start": "a", "nodes": nodes, "texts": texts}
    return Talk(builders.world_with(parse_flow(msgspec.json.encode(document), revision=1)))


def test_a_picture_comes_with_its_words_before_the_question() -> None:
    """Staff show where the check-in is, and ask on."""
    shown, asked = _talk({**MAP, "text": "where"}).say("hello").messages
    assert shown == Media("image", "https://x.example/map.png", "We meet here:", "Map of the terminal")
    assert isinstance(asked, Text)


def test_a_document_needs_no_words_but_what_it_is() -> None:
    """It is told by its name and by what it shows."""
    shown, _ = _talk({**MAP, "kind": "document", "filename": "map.pdf"}).say("hello").messages
    assert shown == Media("document", "https://x.example/map.png", "", "Map of the terminal", "map.pdf")


def test_what_was_to_be_said_before_the_question_is_said_with_it() -> None:
    """No note is lost, and none is said twice."""
    shown, asked = _talk(MAP).say("hello").say("are you a robot?").messages
    assert isinstance(shown, Media)
    assert "machine" in shown.text
    assert isinstance(asked, Text)
    assert asked.text == "Found it?"
