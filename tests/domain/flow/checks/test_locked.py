"""Rule 14: nobody pays without having agreed to the total, and what is locked cannot be edited away."""

from typing import Any

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.flow.issues import Around
from tests.builders.flows import TEXTS, flow, found, sentences, shipped

BOOK = catalogue.sample_flows()[0]
AROUND = Around(texts=TEXTS, others=shipped())


def _edited(**nodes: Any) -> Flow:
    """The shipped flow with fields of some steps changed, or a step taken out where it is None."""
    document = msgspec.json.decode(BOOK)
    for name, change in nodes.items():
        if change is None:
            del document["nodes"][name]
        else:
            document["nodes"][name] = {**document["nodes"].get(name, {}), **change}
    return parse_flow(msgspec.json.encode(document))


def _told(flow: Flow) -> list[tuple[str, str]]:
    return [(issue.step, issue.sentence) for issue in found(flow, 14, AROUND)]


def test_the_flow_that_ships_is_fine() -> None:
    """Its words may change as well."""
    document = BOOK.replace(b"Shall I hold these seats for you to pay?", b"Shall I keep them?")
    assert document != BOOK
    assert _told(parse_flow(document)) == []


@pytest.mark.parametrize("name", ["review", "check_out", "price_changed"])
def test_a_locked_step_stays_and_stays_locked(name: str) -> None:
    """It can be neither removed nor unlocked."""
    assert any(f"{name!r} is gone" in sentence for _, sentence in _told(_edited(**{name: None})))
    assert any(step == name and "locked" in sentence for step, sentence in _told(_edited(**{name: {"locked": False}})))


def test_a_locked_step_keeps_its_kind() -> None:
    """It asks what it asked; a remark instead of a question is something else."""
    told = _told(_edited(review={"do": [{"do": "say", "text": "review"}]}))
    assert ("review", "A locked step does what it did; only its words may change.") in told


def test_a_way_around_the_review_is_found() -> None:
    """Two doors into the payment, one of them without consent."""
    document = msgspec.json.decode(BOOK)
    document["nodes"]["ask_email"]["wait"]["exits"]["answered"] = "check_out"
    told = _told(parse_flow(msgspec.json.encode(document)))
    assert any(step == "ask_email" and "only a yes to the total price" in sentence for step, sentence in told)
    assert any(step == "check_out" and "'review' can be gone around" in sentence for step, sentence in told)


def test_a_way_around_through_steps_that_only_decide_is_found() -> None:
    """However many routers stand between."""
    document = msgspec.json.decode(BOOK)
    document["nodes"]["ask_email"]["wait"]["exits"]["answered"] = "one"
    document["nodes"] |= {"one": {"next": "two"}, "two": {"next": "check_out"}}
    told = _told(parse_flow(msgspec.json.encode(document)))
    assert any(step == "ask_email" and "begins by 'answered'" in sentence for step, sentence in told)


@pytest.mark.parametrize("exit_name", ["no", "no_match", "timeout"])
def test_only_yes_is_a_yes(exit_name: str) -> None:
    """Silence or a misunderstanding never buys anything."""
    document = msgspec.json.decode(BOOK)
    document["nodes"]["review"]["wait"]["exits"][exit_name] = "check_out"
    told = _told(parse_flow(msgspec.json.encode(document)))
    assert any(step == "review" and repr(exit_name) in sentence for step, sentence in told)


def test_the_total_is_told_in_every_language_before_somebody_agrees() -> None:
    """A translation that forgets the price is refused."""
    document = msgspec.json.decode(BOOK)
    document["texts"]["fr"]["review"] = "On y va ?"
    (issue,) = [one for one in found(parse_flow(msgspec.json.encode(document)), 14, AROUND) if one.language]
    assert (issue.step, issue.language) == ("review", "fr")


def test_a_new_flow_that_sells_is_looked_at_without_a_live_one() -> None:
    """There is nothing to compare with; consent is needed all the same."""
    document = msgspec.json.decode(BOOK)
    document |= {"flow": "quick", "start": "check_out"}
    document["nodes"]["check_out"]["locked"] = False
    told = {sentence for _, sentence in _told(parse_flow(msgspec.json.encode(document)))}
    assert "The flow begins with a purchase that nobody agreed to." in told
    assert "A purchase begins here, so this step has to be locked." in told


def _consent(*, locked: bool, text: str) -> list[str]:
    exits = dict.fromkeys(("yes", "no", "later", "changed", "no_match", "timeout"), "end")
    wait = {"for": "consent.people", "exits": {**exits, "person": "person"}}
    step = {"do": [{"do": "ask", "text": "may"}], "wait": wait, "locked": locked}
    texts = {language: {"hi": "Hi", "may": text} for language in ("en", "fr")}
    return sentences(flow({"a": step}, texts=texts), 14)


def test_a_consent_is_asked_for_in_the_words_that_are_kept() -> None:
    """What is the proof of a yes was read by who said it."""
    assert _consent(locked=True, text="{{ consent.people_words }} All right?") == []
    assert ["has to be locked" in told for told in _consent(locked=False, text="{{ consent.people_words }}")] == [True]
    assert [told.startswith("The words of the consent") for told in _consent(locked=True, text="May I?")] == [True] * 2
