"""What a node may do, at its edges: a flow that cannot go on says so and leaves nobody stuck."""

from typing import Any

import msgspec
import pytest

from bot.domain.conversation.effects import CallAgent, Say, SearchFlights
from bot.domain.conversation.events import TextReceived
from bot.domain.conversation.messages import Text
from bot.domain.conversation.state import new_conversation
from bot.domain.flow.actions import ACTIONS
from bot.domain.flow.actions.set_slot import fits
from bot.domain.flow.definition import Action, Flow, parse_flow
from bot.domain.flow.hearing import NOTHING, hear
from bot.domain.flow.issues import issues
from bot.domain.flow.scene import Scene
from bot.domain.turn import advance
from tests.builders import world as builders
from tests.builders.talk import Talk

SAFE = {"no_match": "a", "timeout": "end", "person": "person"}


def _flow(nodes: dict[str, Any], *, name: str = "f", start: str = "a", revision: int = 1, **texts: str) -> Flow:
    words = {"hi": "Hi?", "bye": "Bye.", "coming": "Coming.", **texts}
    document = {
        "spec": 1,
        "flow": name,
        "start": start,
        "nodes": {
            "end": {"do": [{"do": "say", "text": "bye"}]},
            "person": {"do": [{"do": "hand_over", "text": "coming"}]},
            **nodes,
        },
        "texts": {"en": words},
    }
    return parse_flow(msgspec.json.encode(document), revision=revision)


def _ask(wait: str, *, do: list[dict[str, Any]] | None = None, **exits: str) -> dict[str, Any]:
    return {"do": do or [{"do": "ask", "text": "hi"}], "wait": {"for": wait, "exits": {**SAFE, **exits}}}


def _said(flow: Flow, *words: str) -> Talk:
    talk = Talk(builders.world_with(flow))
    for text in words:
        talk.say(text)
    return talk


def test_every_action_of_a_document_can_be_run() -> None:
    """What staff can write, the bot can do."""
    assert set(ACTIONS) == set(Action.__args__)


@pytest.mark.parametrize(
    "action",
    [
        {"do": "check_out"},
        {"do": "search_flights"},
        {"do": "enter_flow", "flow": "nowhere"},
        {"do": "enter_flow", "flow": "f"},
        {"do": "set_slot", "field": "trip.depart", "value": "soon"},
        {"do": "set_slot", "field": "talk.owner", "value": "human"},
        {"do": "set_slot", "field": "trip.nothing", "value": "x"},
    ],
)
def test_an_action_that_cannot_be_done_loses_nobody(action: dict[str, Any]) -> None:
    """A flow that slipped through ends in a sentence, a person to talk to, and a new beginning at the next word."""
    talk = _said(_flow({"a": {"do": [action], "next": "end"}}), "hello")
    assert "lost the thread" in talk.words
    assert [option.payload for option in talk.options] == ["go:person"]
    assert talk.conversation.position is None
    assert talk.say("hello").words


def test_a_search_may_be_silent() -> None:
    """Without a text the dots are all that is said while flights are looked for."""
    search = _ask("search", do=[{"do": "search_flights"}], found="end", nothing="end", failed="end", changed="a")
    talk = Talk(builders.world_with(_flow({"a": search})), offers=-1)
    talk.say("Paris to New York on 4 December")
    assert talk.of(SearchFlights)
    assert talk.words == ""


def test_a_checkout_may_be_silent() -> None:
    """Without a text the seats are held and the link is what is said."""
    flow = builders.book()
    node = msgspec.structs.replace(
        flow.nodes["check_out"], do=tuple(msgspec.structs.replace(do, text="") for do in flow.nodes["check_out"].do)
    )
    quiet = msgspec.structs.replace(flow, nodes={**flow.nodes, "check_out": node})
    talk = Talk(builders.world_with(quiet)).to_review().say("yes")
    assert talk.words == ""
    assert talk.conversation.basket.checkout


def test_a_slot_set_to_nothing_is_forgotten() -> None:
    """Clearing a slot leaves no trace of it."""
    steps = [
        {"do": "set_slot", "field": "slots.color", "value": "red"},
        {"do": "set_slot", "field": "slots.color"},
        {"do": "set_slot", "field": "slots.size", "value": 3},
        {"do": "ask", "text": "hi"},
    ]
    talk = _said(_flow({"a": _ask("choice", do=steps)}), "hello")
    assert talk.conversation.slots == {"size": "3"}


def test_fields_are_set_and_cleared() -> None:
    """A node may fix the cabin, forget the day, and empty the shelf."""
    steps = [
        {"do": "set_slot", "field": "trip.cabin", "value": "business"},
        {"do": "set_slot", "field": "basket.offers"},
        {"do": "ask", "text": "hi"},
    ]
    talk = _said(_flow({"a": _ask("choice", do=steps)}), "hello")
    assert talk.conversation.trip.cabin == "business"
    assert talk.conversation.basket.shelf == ()


@pytest.mark.parametrize(
    ("field", "value", "good"),
    [
        ("trip.cabin", "business", True),
        ("trip.most_stops", 0, True),
        ("trip.depart", "2026-12-04", True),
        ("trip.depart", "soon", False),
        ("trip.one_way", "perhaps", False),
        ("basket.offer", "x", False),
        ("slots.any", "x", True),
        ("talk.owner", "x", False),
    ],
)
def test_a_value_is_checked_before_a_flow_is_published(field: str, value: str | int, *, good: bool) -> None:
    """Staff learn of a value that a field cannot hold while they still look at it."""
    assert fits(field, value) is good


def test_a_value_that_does_not_fit_blocks_the_publication() -> None:
    """The sentence names the field and the value."""
    flow = _flow({"a": _ask("choice", do=[{"do": "set_slot", "field": "trip.depart", "value": "soon"}])})
    found = issues(flow, languages=("en",), flows=frozenset())
    assert "The field 'trip.depart' cannot hold 'soon'." in {fault.sentence for fault in found}


def test_a_person_can_be_asked_for_before_anything_began() -> None:
    """The first words of a talk may be the wish for a person; nothing else is said."""
    talk = Talk().say("talk to a person")
    assert talk.conversation.owner == "queue"
    assert len(talk.messages) == 1


def test_the_bot_may_be_called_while_it_is_there() -> None:
    """An old button back to the bot puts the question again."""
    talk = Talk().say("hi").tap_payload("go:bot")
    assert talk.node == "ask_origin"
    assert talk.words


def test_a_question_that_is_only_said_is_followed_by_what_is_to_be_told() -> None:
    """Notes of a turn are told even where a flow asks by saying."""
    talk = _said(_flow({"a": _ask("trip.origin", do=[{"do": "say", "text": "hi"}], answered="end", changed="a")}), "hi")
    talk.say("Oslo")
    assert "don't fly to Oslo" in talk.words


def test_a_flow_that_is_gone_begins_anew() -> None:
    """A talk on a flow that nobody publishes any more goes on with the one that is live."""
    talk = Talk(builders.world_with(_flow({"a": _ask("choice")}, name="old"))).say("hello")
    talk.world = builders.world()
    talk.say("hello")
    assert talk.node == "ask_origin"


def test_a_flow_entered_from_a_node_that_is_gone_leads_to_the_start() -> None:
    """Coming back from a flow to a node that the new revision lacks begins the outer flow."""
    inner = _flow({"a": _ask("text:x", answered="end")}, name="inner")
    outer = _flow(
        {"a": {"do": [{"do": "enter_flow", "flow": "inner"}], "next": "b"}, "b": _ask("choice")}, name="outer"
    )
    talk = Talk(builders.world_with(outer, inner)).say("hello")
    assert talk.conversation.position is not None
    assert talk.conversation.position.flow == "inner"
    changed = _flow({"c": _ask("choice")}, name="outer", start="c", revision=2)
    talk.world = builders.world_with(changed, inner)
    assert talk.say("anything").node == "c"


def test_a_text_that_nobody_worded_is_said_in_the_first_language() -> None:
    """A flow worded in one language still speaks to everybody."""
    talk = _said(_flow({"a": _ask("choice")}), "bonjour")
    assert talk.conversation.language == "fr"
    assert "Hi?" in talk.words


def test_an_event_without_words_means_nothing() -> None:
    """What is no word and no tap is no answer."""
    event = TextReceived("e", 0, "hi")
    scene = Scene(new_conversation("terminal:tf:ada"), event, builders.world(), builders.NOW_MS)
    assert hear(builders.issued("c"), scene, expecting=None) is NOTHING


def test_a_talk_of_another_world_is_answered() -> None:
    """A position that no flow knows is left behind."""
    talk = Talk().say("hi")
    position = talk.conversation.position
    assert position is not None
    lost = msgspec.structs.replace(talk.conversation, position=msgspec.structs.replace(position, node="gone"))
    turn = advance(lost, TextReceived("z", 0, "hm"), world=talk.world, now=talk.now)
    assert any(isinstance(effect, Say) and isinstance(effect.message, Text) for effect in turn.effects)


def test_a_traveller_is_handed_to_the_team_that_the_flow_names() -> None:
    """Whoever knows about refunds, and not whoever is free."""
    nodes = {"a": {"do": [{"do": "hand_over", "text": "coming", "reason": "refund", "team": "refunds"}]}}
    talk = _said(_flow(nodes), "hello")
    assert talk.of(CallAgent) == (CallAgent("refund", "refunds"),)
