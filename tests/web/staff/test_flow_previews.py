"""Previews while typing: each channel shows what it would be sent, and says why it can show nothing."""

import msgspec

from bot.adapters.data import catalogue
from bot.web.staff.flow_previews import CHANNELS, sights

BOOK = next(document for document in map(msgspec.json.decode, catalogue.sample_flows()) if document["flow"] == "book")
TEXTS = catalogue.texts()


def test_every_channel_shows_the_step_as_it_is_typed() -> None:
    """Words that were typed and not saved; an empty field falls back to what the program says."""
    typed = {"en": {"review": "All good?", "yes_button": ""}}
    found = sights(BOOK, "review", BOOK["nodes"]["review"], language="en", typed=typed, texts=TEXTS)
    assert [sight.channel for sight in found] == [name for name, _ in CHANNELS]
    for sight in found:
        bubble = sight.shown.bubbles[-1]
        assert "All good?" in bubble.text
        assert bubble.taps[0].title


def test_a_step_that_cannot_be_read_says_why() -> None:
    """On every channel, in place of a fault of ours."""
    found = sights(BOOK, "a", {"do": [{"do": "burn"}]}, language="en", typed={}, texts=TEXTS)
    assert {bool(sight.problem) for sight in found} == {True}
