"""Rule 12: no channel cuts a button, however long the facts in it get."""

from typing import Any

from bot.domain.flow.issues import Around
from tests.builders.flows import TEXTS, ask, flow, found


def _menu(count: int, title: str = "Option") -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    node = ask("choice", **{f"v{number}": "end" for number in range(count)})
    node["do"][0]["options"] = [{"text": f"o{number}", "value": f"v{number}"} for number in range(count)]
    words = {"hi": "Which?", **{f"o{number}": f"{title} {number}" for number in range(count)}}
    return node, {"en": words, "fr": words}


def test_a_button_that_would_be_cut_blocks() -> None:
    """It says what would be read, how long it is and where."""
    node, texts = _menu(3, "Everything that I booked")
    issues = found(flow({"a": node}, texts=texts), 12)
    assert {issue.step for issue in issues} == {"a"}
    assert {issue.blocks for issue in issues} == {True}
    assert "26 of 20 characters" in issues[0].sentence
    assert issues[0].channel == "messenger"


def test_a_fact_in_a_button_counts_as_long_as_it_gets() -> None:
    """A city fits today and not tomorrow."""
    node, texts = _menu(2)
    for words in texts.values():
        words["o0"] = "To {{ brand.name }}"
    assert found(flow({"a": node}, texts=texts), 12) != []


def test_options_without_room_are_a_warning() -> None:
    """They are told in words with their numbers: nothing is lost."""
    node, texts = _menu(11)
    issues = found(flow({"a": node}, texts=texts), 12)
    assert {(issue.blocks, issue.channel) for issue in issues} == {(False, "whatsapp")}
    assert "11 of 11 options cannot be tapped" in issues[0].sentence


def test_only_channels_that_are_served_count() -> None:
    """An airline without WhatsApp is not kept from what Messenger can do."""
    node, texts = _menu(11)
    assert found(flow({"a": node}, texts=texts), 12, Around(texts=TEXTS, channels=("messenger",))) == []


def test_a_step_that_takes_many_messages_is_a_warning() -> None:
    """Nobody likes to be sent five messages at once."""
    words = {"hi": "Hi. ", "long": "Words and more words. " * 60}
    node = {"do": [{"do": "say", "text": "long"}] * 3, "next": "end"}
    issues = found(flow({"a": node}, texts={"en": words, "fr": words}), 12)
    assert any("messages when every fact" in issue.sentence and not issue.blocks for issue in issues)


def test_steps_that_say_the_same_are_each_told_of() -> None:
    """What one step was found to say is kept, and what is told of it names the step that is looked at."""
    node, texts = _menu(3, "Everything that I booked")
    issues = found(flow({"a": node, "b": node}, texts=texts), 12)
    assert {issue.step for issue in issues} == {"a", "b"}
    assert len(issues) == 2 * len(found(flow({"a": node}, texts=texts), 12))


def test_a_text_that_was_mended_in_one_language_is_told_of_in_the_other() -> None:
    """An answer is kept for these very words, in this very language."""
    node, texts = _menu(3, "Everything that I booked")
    assert {issue.language for issue in found(flow({"a": node}, texts=texts), 12)} == {"en", "fr"}
    mended = {**texts, "en": {**texts["en"], **{f"o{number}": f"Trip {number}" for number in range(3)}}}
    assert {issue.language for issue in found(flow({"a": node}, texts=mended), 12)} == {"fr"}
    assert found(flow({"a": node}, texts={**mended, "fr": mended["en"]}), 12) == []


def test_a_language_without_words_of_its_own_is_looked_at_in_those_that_stand_in() -> None:
    """As a traveller is told it: the flow's own words, those of its fallback, then those of the program."""
    node, texts = _menu(3, "Everything that I booked")
    fallback = flow({"a": node}, texts={"en": texts["en"], "fr": {}}, fallback={"fr": "en"})
    assert {issue.language for issue in found(fallback, 12)} == {"en", "fr"}
