"""Previews: staff see what each channel really shows, how much room it takes, and what becomes of what has none."""

from typing import Any

import pytest

from bot.adapters.channels import instagram_messages, messenger_messages, whatsapp_messages
from bot.domain.conversation.messages import Message
from bot.domain.flow.preview import Preview, preview, preview_text, shown
from bot.domain.flow.sample_messages import messages
from bot.domain.flow.samples import filled, usual
from tests.builders.flows import TEXTS, ask, flow, shipped

RENDERERS = {
    "messenger": messenger_messages.render,
    "instagram": instagram_messages.render,
    "whatsapp": whatsapp_messages.render,
}
BOOK = shipped()["book"]


def _shown(step: str, channel: str, language: str = "en", **samples: str) -> Preview:
    found = {name.replace("__", "."): value for name, value in samples.items()}
    return preview(BOOK, step, language=language, channel=channel, texts=TEXTS, samples=found)


def test_buttons_are_what_the_channel_has_for_them() -> None:
    """Quick replies on Messenger, buttons on WhatsApp, a list where three buttons are too few."""
    assert [tap.kind for tap in _shown("review", "messenger").bubbles[-1].taps] == ["quick_reply"] * 2
    assert [tap.kind for tap in _shown("review", "whatsapp").bubbles[-1].taps] == ["button"] * 2
    listed = _shown("what_change", "whatsapp").bubbles[-1]
    assert (listed.kind, {tap.kind for tap in listed.taps}, listed.opens) == ("list", {"row"}, "Options")


def test_room_is_told_as_the_channel_counts_it() -> None:
    """Characters for a button, "14 of 20"; bytes for a text on Instagram; nothing where there is no limit."""
    tap = _shown("review", "whatsapp").bubbles[-1].taps[0]
    assert (tap.title, tap.used, tap.most) == ("Yes, hold them", 14, 20)
    words = _shown("ask_ages", "instagram", "fr").bubbles[0]
    assert (words.unit, words.most, words.used > len(words.text)) == ("bytes", 1000, True)
    free = _shown("review", "webchat").bubbles[0]
    assert (free.most, free.taps[0].most) == (0, 0)


def test_samples_stand_for_facts() -> None:
    """Those that staff type, and usual ones for all others."""
    told = _shown("offers", "messenger", trip__origin="Lyon").bubbles[0].text
    assert told.startswith("Lyon → New York")
    assert "€612.40" in _shown("review", "messenger").bubbles[0].text
    assert "612,40\xa0€" in _shown("review", "messenger", "fr").bubbles[0].text


def test_a_text_is_shown_in_its_step_as_it_is_typed() -> None:
    """Also the wording after a miss, with the buttons below it; a text that nothing says shows nothing."""

    def told(key: str) -> Preview:
        return preview_text(BOOK, key, language="en", channel="whatsapp", texts=TEXTS)

    again = told("again_review").bubbles[-1]
    assert (again.text[:13], [tap.title for tap in again.taps]) == ("Please answer", ["Yes, hold them", "No, change"])
    assert told("review") == _shown("review", "whatsapp")
    assert told("yes_button").bubbles[-1].taps[0].title == "Yes, hold them"
    assert told("nothing_says_this") == Preview(())


def test_offers_are_cards_or_a_list() -> None:
    """As travellers see them."""
    assert [bubble.kind for bubble in _shown("offers", "messenger").bubbles] == ["text", "card", "card", "card"]
    assert [bubble.kind for bubble in _shown("offers", "whatsapp").bubbles] == ["list"]


def test_a_step_that_says_nothing_shows_nothing() -> None:
    """A router decides and is silent; a step that is not there is asked for by mistake."""
    assert _shown("missing", "messenger") == Preview(())
    with pytest.raises(KeyError):
        _shown("nowhere", "messenger")


def test_what_has_no_room_is_told_in_a_sentence() -> None:
    """Cut, split, or told in words."""
    node = ask("choice", **{f"v{number}": "end" for number in range(11)})
    node["do"][0]["options"] = [{"text": f"o{number}", "value": f"v{number}"} for number in range(11)]
    words = {"hi": "Words. " * 280, **{f"o{number}": f"Number {number} of many long ones" for number in range(11)}}
    tiny = flow({"a": node}, texts={"en": words})
    notes = preview(tiny, "a", language="en", channel="whatsapp", texts=TEXTS).notes
    assert notes == ("11 of 11 options cannot be tapped here: they are told in words.",)
    notes = preview(tiny, "a", language="en", channel="instagram", texts=TEXTS).notes
    assert notes == ("It is said in 3 messages.", "11 of what can be tapped is cut.")


def test_a_text_that_nobody_worded_shows_its_key() -> None:
    """The check says the rest."""
    tiny = flow({"a": {"do": [{"do": "say", "text": "gone"}], "end": True}})
    assert preview(tiny, "a", language="en", channel="webchat", texts={}).bubbles[0].text == "gone"


def test_pictures_documents_pages_and_receipts_are_shown_as_what_they_are() -> None:
    """Each on a channel that shows it, and as a link where one does not."""
    picture = {
        "do": "show_media",
        "kind": "image",
        "url": "https://media.example.com/map.png",
        "alt": "hi",
        "text": "hi",
    }
    paper = {"do": "show_media", "kind": "document", "url": "https://media.example.com/a.txt", "alt": "hi"}
    parts = [
        {"do": "show_trip", "part": part, "text": "hi", "button": "hi"} for part in ("page", "document", "receipt")
    ]
    tiny = flow({"a": {"do": [picture, paper, *parts, {"do": "hand_over", "text": "hi"}]}})

    def kinds(channel: str) -> list[str]:
        return [bubble.kind for bubble in preview(tiny, "a", language="en", channel=channel, texts=TEXTS).bubbles]

    assert kinds("webchat") == ["text", "image", "document", "link", "text", "document", "receipt", "text"]
    assert kinds("whatsapp") == ["image", "document", "link", "document", "receipt", "text"]
    assert kinds("instagram").count("link") == 3


def _texts(value: Any) -> list[str]:
    """Every word that a request shows, in order, but for addresses, ids and kinds."""
    hidden = {"payload", "id", "type", "content_type", "name", "template_type", "url", "link", "filename"}
    if isinstance(value, dict):
        seen = (inner for key, inner in value.items() if key not in hidden or not isinstance(inner, str))
        return [text for inner in seen for text in _texts(inner)]
    if isinstance(value, list | tuple):
        return [text for inner in value for text in _texts(inner)]
    return [value.replace("\u200b", "")] if isinstance(value, str) else []


@pytest.mark.parametrize("channel", RENDERERS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_step_that_ships_shows_what_is_really_sent(channel: str, language: str) -> None:
    """The very words of the requests that go to the platform, cut where they are cut."""
    for one in shipped().values():
        for step, node in one.nodes.items():
            for message in messages(node, lambda key, at=one: _words(at, key, language)):
                _same(message, channel, step)


def _words(one: Any, key: str, language: str) -> str:
    return filled(one.text(key, language) or TEXTS[language][key], usual(language), language)


def _same(message: Message, channel: str, step: str) -> None:
    sent = set(_texts([request for request in RENDERERS[channel](message) if "sender_action" not in request]))
    for bubble in shown([message], channel).bubbles:
        if bubble.kind == "receipt":
            continue
        told = {bubble.text, bubble.title, bubble.opens, *(tap.shown for tap in bubble.taps)} - {""}
        assert told - sent - {"itinerary.txt"} == set(), (channel, step)
