"""Trials: a traveller keeps the way that they were given, and it is kept who was given which."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.conversation.events import TextReceived
from bot.domain.conversation.messages import Text
from bot.domain.conversation.state import new_conversation
from bot.domain.flow.definition import Flow, Split, Way
from bot.domain.flow.scene import Scene
from bot.domain.flow.splits import dealt, exposures, mark_of, taken
from tests.builders import world as builders
from tests.builders.flows import ask, flow
from tests.builders.talk import Talk

HALVES = Split("greeting", (Way("short", 50, "b"), Way("long", 50, "c")))
TEXTS = {"en": {"hi": "Hi", "short": "Hello.", "long": "Hello and welcome."}}


def _flow(*weights: int, revision: int = 1) -> Flow:
    ways = [
        {"name": name, "weight": weight, "to": name} for name, weight in zip(("short", "long"), weights, strict=True)
    ]
    nodes: dict[str, Any] = {
        "a": {"split": {"name": "greeting", "ways": ways}},
        "short": {"do": [{"do": "say", "text": "short"}], "next": "q"},
        "long": {"do": [{"do": "say", "text": "long"}], "next": "q"},
        "q": ask(no_match="q"),
    }
    return flow(nodes, texts=TEXTS, revision=revision)


def _scene(thread: str = "terminal:TF:u1") -> Scene:
    return Scene(new_conversation(thread), TextReceived("e1", 0, "hi"), builders.world(), 0)


def test_the_same_traveller_always_takes_the_same_way() -> None:
    """On every machine, today and tomorrow: there is no chance in it."""
    assert {dealt(HALVES, "messenger:1:7").name for _ in range(20)} == {dealt(HALVES, "messenger:1:7").name}
    assert (mark_of("greeting", "messenger:1:7"), mark_of("other", "messenger:1:7")) == (9, 49)


def test_ways_are_taken_as_often_as_they_weigh() -> None:
    """Of ten thousand travellers, about one in ten."""
    tenth = Split("t", (Way("new", 10, "b"), Way("old", 90, "c")))
    found = Counter(dealt(tenth, f"messenger:1:{number}").name for number in range(10_000))
    assert 900 < found["new"] < 1100


def test_two_trials_deal_their_travellers_independently() -> None:
    """Who sees the new greeting is no more likely to see the new offer."""
    threads = [f"messenger:1:{number}" for number in range(4000)]
    both = Counter((mark_of("one", thread) < 50, mark_of("two", thread) < 50) for thread in threads)
    assert all(900 < count < 1100 for count in both.values())


def test_it_is_kept_which_way_was_taken() -> None:
    """Results can be counted by what is kept with the talk."""
    scene, to = taken(HALVES, _scene())
    assert exposures(scene.conversation) == {"greeting": scene.conversation.slots["split.greeting"]}
    assert to == {"short": "b", "long": "c"}[exposures(scene.conversation)["greeting"]]
    assert exposures(new_conversation("terminal:TF:u1")) == {}


def test_nobody_is_moved_when_the_weights_change() -> None:
    """Who was given the long greeting keeps it, however few are given it now."""
    scene, _ = taken(Split("greeting", (Way("short", 0, "b"), Way("long", 100, "c"))), _scene())
    assert taken(Split("greeting", (Way("short", 100, "b"), Way("long", 0, "c"))), scene)[1] == "c"


def test_a_way_that_is_gone_is_dealt_anew() -> None:
    """Nobody waits for a step that was taken out."""
    scene, _ = taken(Split("greeting", (Way("gone", 100, "x"), Way("short", 0, "b"))), _scene())
    assert taken(HALVES, scene)[1] in {"b", "c"}
    assert taken(Split("none", ()), scene) == (scene, "")


@given(st.lists(st.integers(0, 100), min_size=1, max_size=6), st.text(min_size=1, max_size=30))
def test_somebody_is_always_given_a_way(weights: list[int], thread: str) -> None:
    """Also by weights that a check would refuse."""
    ways = tuple(Way(f"w{number}", weight, "a") for number, weight in enumerate(weights))
    assert dealt(Split("t", ways), thread) in ways


@pytest.mark.parametrize(("weights", "said"), [((100, 0), "Hello."), ((0, 100), "Hello and welcome.")])
def test_a_talk_walks_the_way_that_it_was_given(weights: tuple[int, int], said: str) -> None:
    """And what is asked after it is the same for everybody."""
    talk = Talk(builders.world_with(_flow(*weights)))
    talk.say("hello")
    assert [message.text for message in talk.messages if isinstance(message, Text)] == [said, "Hi"]


def test_a_talk_keeps_what_it_was_given_when_a_new_revision_weighs_otherwise() -> None:
    """The trial is the same as long as its name is, in every flow and revision."""
    talk = Talk(builders.world_with(_flow(0, 100)))
    talk.say("hello")
    talk.world = builders.world_with(_flow(100, 0, revision=2))
    talk.say("start over")
    assert exposures(talk.conversation) == {"greeting": "long"}
