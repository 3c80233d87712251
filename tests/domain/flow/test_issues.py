"""Faults of a flow: what staff are told before a traveller would find it."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.data import catalogue
from bot.domain.flow.checks.rules import RULES
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.flow.differences import differences
from bot.domain.flow.issues import Around, issues, issues_of
from bot.domain.flow.preview import preview
from tests.builders.flows import KEYS, LANGUAGES, SAY, TEXTS, ask, document, flow, shipped

SHIPPED = shipped()
AROUND = Around(texts=TEXTS, others=SHIPPED, teams={}, hosts=frozenset())


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_has_no_fault_and_no_warning(name: str) -> None:
    """It can be published as it is, in every language and for every channel."""
    found = issues(SHIPPED[name], languages=LANGUAGES, flows=frozenset(SHIPPED), catalogue=KEYS, around=AROUND)
    assert found == ()


def test_a_sound_flow_has_none() -> None:
    """Nobody is bothered without need."""
    assert issues(flow({"a": ask()}), languages=LANGUAGES, flows=frozenset(), catalogue=KEYS) == ()


def test_every_issue_has_the_number_of_its_rule() -> None:
    """The list can be filtered and explained."""
    broken = flow({"a": {"do": [SAY, {"do": "say", "text": "gone"}], "next": "nowhere"}, "lost": {}})
    found = issues(broken, languages=LANGUAGES, flows=frozenset(), catalogue=KEYS)
    assert {issue.rule for issue in found} == {3, 4, 7, 11}
    assert {issue.rule for issue in found} <= set(RULES)


def test_a_flow_with_every_kind_of_fault_is_told_all_of_them() -> None:
    """One look is enough: no fault hides behind another."""
    nodes = {
        "a": {"do": [{"do": "set_slot", "field": "basket.total"}, {"do": "enter_flow", "flow": "gone"}], "next": "b"},
        "b": {"cases": [{"when": {"field": "trip.moon"}, "to": "c"}]},
        "c": {"wait": {"for": "yes_no", "exits": {}}, "end": True},
    }
    found = issues(flow(nodes), languages=LANGUAGES, flows=frozenset(), catalogue=KEYS)
    assert {1, 4, 5, 9, 15} <= {issue.rule for issue in found}


def test_a_document_that_cannot_be_read_is_one_fault_of_form() -> None:
    """The list says why, as for any other fault."""
    (issue,) = issues_of(b'{"spec": 9}', languages=LANGUAGES, flows=frozenset())
    assert (issue.rule, issue.blocks) == (1, True)
    assert "from 1 to 2" in issue.sentence
    good = msgspec.json.encode(document({}))
    assert issues_of(good, languages=LANGUAGES, flows=frozenset(), catalogue=KEYS) != ()


def _large() -> Flow:
    """Three hundred steps in a row, each with texts in two languages."""
    names = [f"s{number}" for number in range(300)]
    nodes = {name: ask(no_match=name, yes=after) for name, after in zip(names, [*names[1:], "end"], strict=True)}
    return flow({"a": {"next": "s0"}, **nodes})


def test_a_flow_of_three_hundred_steps_is_checked_whole() -> None:
    """However large it is, the answer is the same."""
    assert issues(_large(), languages=LANGUAGES, flows=frozenset(), catalogue=KEYS, around=AROUND) == ()


@pytest.mark.parametrize("name", catalogue.sample_flows(), ids=list(SHIPPED))
def test_what_ships_says_so_as_a_document_too(name: bytes) -> None:
    """The document and the flow are one."""
    assert issues_of(name, languages=LANGUAGES, flows=frozenset(SHIPPED), catalogue=KEYS, around=AROUND) == ()
    assert parse_flow(name).name in SHIPPED


_STEPS = ["a", "b", "c", "gone"]
_ACTIONS = st.sampled_from(
    [
        SAY,
        {"do": "ask", "text": "gone", "again": ["hi"], "options": [{"text": "hi", "value": "b"}]},
        {"do": "check_out"},
        {"do": "search_flights"},
        {"do": "enter_flow", "flow": "tiny"},
        {"do": "set_slot", "field": "trip.origin"},
        {"do": "show_offers", "text": "hi", "button": "gone"},
        {"do": "show_trip", "part": "receipt"},
        {"do": "show_media", "kind": "image", "url": "https://[", "alt": "hi"},
        {"do": "hand_over", "text": "hi", "team": "t"},
    ]
)
_WAYS = st.builds(dict, name=st.sampled_from(["x", "y"]), weight=st.integers(-5, 200), to=st.sampled_from(_STEPS))
_EXITS = st.dictionaries(st.sampled_from(["yes", "no", "no_match", "odd"]), st.sampled_from(_STEPS))


def _wait(subject: str, exits: dict[str, str]) -> dict[str, Any]:
    return {"for": subject, "exits": exits}


_NODES = st.fixed_dictionaries(
    {"do": st.lists(_ACTIONS, max_size=3), "locked": st.booleans()},
    optional={
        "wait": st.builds(_wait, st.sampled_from(["yes_no", "?"]), _EXITS),
        "split": st.lists(_WAYS, max_size=3).map(lambda ways: {"name": "t", "ways": ways}),
        "cases": st.sampled_from(_STEPS).map(lambda to: [{"when": {"field": "trip.origin"}, "to": to}]),
        "next": st.sampled_from(_STEPS),
        "end": st.booleans(),
    },
)
_FLOWS = st.dictionaries(st.sampled_from(_STEPS[:3]), _NODES)


@given(_FLOWS, _FLOWS)
def test_no_flow_is_so_odd_that_it_cannot_be_checked(before: dict[str, Any], after: dict[str, Any]) -> None:
    """A draft is odd while it is edited: every look at it answers with faults, and never with an error."""
    old, new = flow(before), flow(after)
    around = Around(texts=TEXTS, others={"tiny": old}, teams={}, hosts=frozenset())
    found = issues(new, languages=LANGUAGES, flows=frozenset(), catalogue=KEYS, around=around)
    assert {issue.rule for issue in found} <= set(RULES)
    assert (differences(old, new) == ()) is (old.nodes == new.nodes and list(old.nodes) == list(new.nodes))
    for step in new.nodes:
        preview(new, step, language="fr", channel="whatsapp", texts=TEXTS)
