"""Walking flows of one's own: routers, slots, flows inside flows, timers, and flows that run in circles."""

from typing import Any

import msgspec

from bot.domain.conversation.effects import WakeAt
from bot.domain.conversation.events import WaitExpired
from bot.domain.flow.definition import Flow, parse_flow
from tests.builders import world as builders
from tests.builders.talk import Talk

SAFE = {"no_match": "a", "timeout": "late", "person": "person"}


def _flow(name: str, nodes: dict[str, Any], *, start: str = "a", revision: int = 1, **texts: str) -> Flow:
    words = {"hi": "Hi?", "bye": "Bye.", "late": "Too late.", "coming": "Coming.", **texts}
    document = {
        "spec": 1,
        "flow": name,
        "start": start,
        "nodes": {
            "late": {"do": [{"do": "say", "text": "late"}]},
            "person": {"do": [{"do": "hand_over", "text": "coming"}]},
            **nodes,
        },
        "texts": {"en": words},
    }
    return parse_flow(msgspec.json.encode(document), revision=revision)


def _talk(*flows: Flow) -> Talk:
    return Talk(builders.world_with(*flows))


def _ask(wait: str, exits: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"do": [{"do": "ask", "text": "hi"}], "wait": {"for": wait, "exits": {**SAFE, **exits}, **more}}


def test_a_router_takes_the_first_case_that_holds() -> None:
    """Staff branch by fields."""
    cases = [{"when": {"field": "slots.color", "op": "is", "value": "red"}, "to": "red"}]
    flow = _flow(
        "f",
        {
            "a": {"do": [{"do": "set_slot", "field": "slots.color", "value": "red"}], "next": "route"},
            "route": {"cases": cases, "next": "a"},
            "red": _ask("yes_no", {"yes": "late", "no": "late"}),
        },
    )
    assert _talk(flow).say("hello").node == "red"


def test_words_are_kept_in_a_slot() -> None:
    """A free question fills a slot of its own, and a text may say it."""
    flow = _flow(
        "f",
        {"a": _ask("text:wish", {"answered": "b"}), "b": {"do": [{"do": "say", "text": "bye"}]}},
        bye="You said {{ slots.wish }}.",
    )
    talk = _talk(flow).say("hello").say("a window seat")
    assert talk.words == "You said a window seat."
    assert talk.conversation.slots == {"wish": "a window seat"}


def test_a_slot_can_be_cleared() -> None:
    """Setting nothing forgets."""
    flow = _flow(
        "f",
        {
            "a": {"do": [{"do": "set_slot", "field": "slots.x", "value": "1"}], "next": "b"},
            "b": {"do": [{"do": "set_slot", "field": "slots.x"}], "next": "c"},
            "c": _ask("yes_no", {"yes": "late", "no": "late"}),
        },
    )
    assert _talk(flow).say("hello").conversation.slots == {}


def test_another_flow_is_entered_and_left_again() -> None:
    """After a side way the talk goes on where it turned off."""
    main = _flow(
        "main",
        {
            "a": {"do": [{"do": "enter_flow", "flow": "side"}], "next": "b"},
            "b": _ask("yes_no", {"yes": "late", "no": "late"}),
        },
    )
    side = _flow("side", {"a": _ask("text:x", {"answered": "z"}), "z": {"do": [{"do": "say", "text": "bye"}]}})
    talk = _talk(main, side).say("hello")
    position = talk.conversation.position
    assert position is not None
    assert position.flow == "side"
    talk.say("anything")
    assert (talk.conversation.position or position).flow == "main"
    assert talk.node == "b"
    assert "Bye." in talk.words


def test_a_flow_that_runs_in_a_circle_ends_in_a_sentence() -> None:
    """A mistake of staff never hangs a process or leaves a traveller without an answer."""
    talk = _talk(_flow("f", {"a": {"next": "b"}, "b": {"next": "a"}})).say("hello")
    assert "lost the thread" in talk.words
    assert "Talk to a person" in {option.title for option in talk.options}
    assert talk.node == ""


def test_a_way_to_nowhere_ends_in_a_sentence() -> None:
    """An old revision with a missing node still answers."""
    assert "lost the thread" in _talk(_flow("f", {"a": {"next": "gone"}})).say("hello").words


def test_an_answer_that_comes_too_late_takes_the_exit_timeout() -> None:
    """Who comes back after the timeout is met where the flow says."""
    flow = _flow("f", {"a": _ask("yes_no", {"yes": "a", "no": "a"}, timeout=60)})
    talk = _talk(flow).say("hello")
    talk.now += 61_000
    assert "Too late." in talk.say("yes").words


def test_a_timer_rings_for_its_own_wait_only() -> None:
    """A reminder comes when it was asked for, and never for a question that was answered."""
    flow = _flow(
        "f",
        {"a": _ask("yes_no", {"yes": "b", "no": "a"}, timeout=60, ring=True), "b": _ask("text:x", {"answered": "a"})},
    )
    talk = _talk(flow).say("hello")
    wake = talk.of(WakeAt)[0]
    assert wake.at == talk.now + 60_000
    talk.say("yes")
    assert not talk.happen(WaitExpired("w", 0, wake.wait)).last
    talk = _talk(flow).say("hello")
    assert "Too late." in talk.happen(WaitExpired("w", 0, talk.of(WakeAt)[0].wait)).words


def test_a_talk_finishes_on_the_revision_on_which_it_began() -> None:
    """Publishing changes the next talk, not the one under way."""
    old = _flow("f", {"a": _ask("yes_no", {"yes": "b", "no": "a"}), "b": {"do": [{"do": "say", "text": "bye"}]}})
    new = _flow("f", {"a": {"do": [{"do": "say", "text": "late"}]}}, revision=2)
    talk = _talk(old).say("hello")
    talk.world = msgspec.structs.replace(talk.world, flows={"f": {1: old, 2: new}}, live={"f": 2})
    assert talk.say("yes").words == "Bye."
    assert talk.say("hello").words == "Too late."


def test_a_talk_whose_revision_is_gone_goes_on_with_the_live_one() -> None:
    """An old pin never strands a traveller."""
    old = _flow("f", {"a": _ask("yes_no", {"yes": "a", "no": "a"})})
    new = _flow("f", {"b": _ask("text:x", {"answered": "b"})}, start="b", revision=2)
    talk = _talk(old).say("hello")
    talk.world = msgspec.structs.replace(talk.world, flows={"f": {2: new}}, live={"f": 2})
    assert talk.say("yes").node == "b"
