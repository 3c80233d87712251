"""A flow as data: nodes of actions, then one wait, one router or one split; texts by language apart from the logic.

The document is JSON (YAML in and out at the edges)::

    {"spec": 2, "flow": "book", "start": "hello",
     "nodes": {"ask_origin": {"do": [{"do": "ask", "text": "ask_origin"}],
                              "wait": {"for": "trip.origin", "exits": {"answered": "missing", ...}}}},
     "texts": {"en": {"ask_origin": "Where would you like to fly from?"}}, "layout": {}}
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.flow import conditions, migrations
from bot.domain.flow.action_values import (
    Action,
    AnswerAction,
    AskAction,
    CheckOutAction,
    Choice,
    EnterFlowAction,
    FindTripsAction,
    HandOverAction,
    ListTripsAction,
    LookUpTripAction,
    OpenWalletAction,
    SayAction,
    SearchFlightsAction,
    SetSlotAction,
    ShowMediaAction,
    ShowOffersAction,
    ShowTripAction,
)
from bot.domain.flow.conditions import Condition
from bot.domain.flow.texts import Template, compile_texts

__all__ = [
    "LARGEST",
    "MOST_NODES",
    "Action",
    "AnswerAction",
    "AskAction",
    "Case",
    "CheckOutAction",
    "Choice",
    "EnterFlowAction",
    "FindTripsAction",
    "Flow",
    "HandOverAction",
    "ListTripsAction",
    "LookUpTripAction",
    "Node",
    "OpenWalletAction",
    "RawFlow",
    "RawNode",
    "SayAction",
    "SearchFlightsAction",
    "SetSlotAction",
    "ShowMediaAction",
    "ShowOffersAction",
    "ShowTripAction",
    "Split",
    "Wait",
    "Way",
    "parse_flow",
]
"""The actions come from a file of their own; whoever reads a flow finds all of its parts here."""

MOST_NODES = 1000
"""Nodes in a flow: beyond it nobody sees through it."""
LARGEST = 512 * 1024
"""Bytes of a document: a thousand nodes with texts in four languages."""


class Wait(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"subject": "for"}):
    """What a node waits for, and the node that each exit leads to.

    `subject` ("for" in the document) is one of `bot.domain.flow.waits.SUBJECTS`; `timeout` is in seconds: after it
    the next word of the traveller takes the exit `timeout`, or a timer does when `ring` is set.
    """

    subject: str
    exits: dict[str, str]
    timeout: int = 24 * 3600
    ring: bool = False


class Case(msgspec.Struct, frozen=True):
    """One way of a router: taken when its condition is the first that holds."""

    when: Condition
    to: str


class Way(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way of a split: its name, how many of a hundred travellers take it, and the node that it leads to."""

    name: str
    weight: int
    to: str


class Split(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A trial of several ways, of which each traveller keeps one (`bot.domain.flow.splits`).

    Its `name` is what is counted later; a new name begins a new trial.
    """

    name: str
    ways: tuple[Way, ...]


class Node(msgspec.Struct, frozen=True):
    """A step of the talk: actions, then a wait, a split, or cases and a way on; or the end of the flow."""

    do: tuple[Action, ...] = ()
    wait: Wait | None = None
    cases: tuple[Case, ...] = ()
    next: str = ""
    locked: bool = False
    """Whether money or law needs this step: staff may word it, not remove it."""
    split: Split | None = None
    end: bool = False
    """Whether the flow ends here, or goes back to where it was entered: said, so that nothing ends by mistake."""


class Flow(msgspec.Struct, frozen=True):
    """A flow, ready to be walked: `texts` are split already.

    `needs` are fields that are known whenever it is entered; `fallback` names, by language, the language in which a
    text is told that is not worded in it.
    """

    name: str
    start: str
    nodes: Mapping[str, Node]
    texts: Mapping[str, Mapping[str, Template]]
    revision: int = 0
    needs: tuple[str, ...] = ()
    fallback: Mapping[str, str] = {}

    def text(self, key: str, language: str) -> Template | None:
        """A text in a language, or in the one that stands in for it; None when this flow does not word it."""
        own = self.texts.get(language, {}).get(key)
        return own or self.texts.get(self.fallback.get(language, ""), {}).get(key)


class RawNode(msgspec.Struct, forbid_unknown_fields=True):
    """A node as it is written: the conditions of its cases are plain data still."""

    do: tuple[Action, ...] = ()
    wait: Wait | None = None
    cases: tuple[dict[str, Any], ...] = ()
    split: Split | None = None
    next: str = ""
    end: bool = False
    locked: bool = False


class RawFlow(msgspec.Struct, forbid_unknown_fields=True):
    """The document of a flow as it is written, of which the JSON Schema is made (`bot.domain.flow.schema`)."""

    spec: int
    flow: str
    start: str
    nodes: dict[str, RawNode]
    texts: dict[str, dict[str, str]]
    needs: tuple[str, ...] = ()
    fallback: dict[str, str] = {}
    layout: dict[str, Any] = {}


_decoder = msgspec.json.Decoder(dict[str, Any])


def parse_flow(document: bytes, *, revision: int = 0) -> Flow:
    """The flow of a JSON document; raises `InvalidError` that says where it is wrong."""
    if len(document) > LARGEST:
        raise InvalidError(f"A flow may have {LARGEST // 1024} KiB; this one has {len(document) // 1024}.")
    try:
        data = migrations.migrate(_decoder.decode(document))
        steps = data.get("nodes")
        if isinstance(steps, dict) and len(steps) > MOST_NODES:
            raise InvalidError(f"A flow may have {MOST_NODES} nodes; this one has {len(steps)}.")
        raw = msgspec.convert(data, RawFlow)
        nodes = {name: _node(node) for name, node in raw.nodes.items()}
    except (msgspec.MsgspecError, RecursionError) as error:
        raise InvalidError(f"The flow cannot be read: {_where(error, document)}") from error
    texts = compile_texts(raw.texts)
    return Flow(raw.flow, raw.start, nodes, texts, revision, needs=raw.needs, fallback=raw.fallback)


def _where(error: Exception, document: bytes) -> str:
    """What is wrong, with the name of the first step that cannot be read by itself."""
    try:
        steps = _decoder.decode(document).get("nodes", {}).items()
    except (msgspec.MsgspecError, RecursionError, AttributeError):
        return f"{str(error).rstrip('.')}."
    for name, step in steps:
        try:
            _node(msgspec.convert(step, RawNode))
        except msgspec.MsgspecError as fault:
            return f"step {name!r}: {str(fault).rstrip('.')}."
    return f"{str(error).rstrip('.')}."


def _node(raw: RawNode) -> Node:
    cases = tuple(_case(number, case) for number, case in enumerate(raw.cases, 1))
    return Node(raw.do, raw.wait, cases, raw.next, raw.locked, raw.split, raw.end)


def _case(number: int, case: dict[str, Any]) -> Case:
    if unknown := sorted(set(case) - {"when", "to"}):
        raise msgspec.ValidationError(f"Case {number} has an unknown field `{unknown[0]}`.")
    try:
        return Case(conditions.from_data(case.get("when")), str(case.get("to", "")))
    except msgspec.ValidationError as error:
        raise msgspec.ValidationError(f"Case {number}: {error}") from error
