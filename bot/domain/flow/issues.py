"""Finding the faults of a flow before it is published: a publication with an error is refused."""

from collections.abc import Iterator

import msgspec

from bot.domain.flow import fields, filters
from bot.domain.flow.actions import set_slot
from bot.domain.flow.conditions import fields_of
from bot.domain.flow.definition import (
    Action,
    AskAction,
    CheckOutAction,
    Choice,
    EnterFlowAction,
    FindTripsAction,
    Flow,
    HandOverAction,
    ListTripsAction,
    LookUpTripAction,
    Node,
    SayAction,
    SearchFlightsAction,
    SetSlotAction,
    ShowMediaAction,
    ShowOffersAction,
    ShowTripAction,
    Wait,
)
from bot.domain.flow.texts import Template
from bot.domain.flow.waits import ALWAYS, subject_of


class Issue(msgspec.Struct, frozen=True):
    """One fault: where it is, and a sentence for staff. `blocks` says whether publishing is refused."""

    where: str
    sentence: str
    blocks: bool = True


def issues(
    flow: Flow, *, languages: tuple[str, ...], flows: frozenset[str], catalogue: frozenset[str] = frozenset()
) -> tuple[Issue, ...]:
    """Every fault of a flow, for the languages that the airline speaks and the flows that exist.

    `catalogue` holds the keys of texts that are worded outside flows.
    """
    found = [*_shape(flow), *_texts(flow, languages, catalogue)]
    for name, node in flow.nodes.items():
        found += [Issue(name, sentence) for sentence in _node(node, flow, flows | {flow.name})]
    return tuple(found)


def _shape(flow: Flow) -> Iterator[Issue]:
    if flow.start not in flow.nodes:
        yield Issue("start", f"The flow starts at {flow.start!r}, which is not there.")
    for name in sorted(set(flow.nodes) - _reachable(flow)):
        yield Issue(name, "No path reaches this node.", blocks=False)


def _reachable(flow: Flow) -> set[str]:
    seen: set[str] = set()
    ahead = [flow.start]
    while ahead:
        name = ahead.pop()
        if name in flow.nodes and name not in seen:
            seen.add(name)
            ahead += ways(flow.nodes[name])
    return seen


def ways(node: Node) -> tuple[str, ...]:
    """Every node that a node may lead to."""
    exits = tuple(node.wait.exits.values()) if node.wait else ()
    return (*exits, *(case.to for case in node.cases), *((node.next,) if node.next else ()))


def _node(node: Node, flow: Flow, flows: frozenset[str]) -> Iterator[str]:
    for target in ways(node):
        if target not in flow.nodes:
            yield f"It leads to {target!r}, which is not there."
    if node.wait and (node.cases or node.next):
        yield "A node has a wait or ways on, not both."
    if node.cases and not node.next:
        yield "A router needs a way on for when no case holds."
    if node.wait:
        yield from _wait(node.wait)
    for case in node.cases:
        yield from (f"There is no field {name!r}." for name in fields_of(case.when) if not fields.is_field(name))
    for action in node.do:
        yield from _action(action, flows)


TAPPABLE = frozenset({"help", "person", "start_over", "trip", "link"})
"""Wishes that a text may bring along as buttons."""

_OPTIONAL = {
    "offer": frozenset[str](),
    "choice": frozenset({"changed"}),
    "yes_no": frozenset({"changed", "change"}),
    "passenger.name": frozenset({"change", "filled", "known"}),
}
"""Exits that a wait may leave out, `change` where nothing is listed: the answer then counts as not understood."""


def _wait(wait: Wait) -> Iterator[str]:
    subject = subject_of(wait.subject)
    if subject is None:
        yield f"Nobody can wait for {wait.subject!r}."
        return
    needed = {*subject.exits, *ALWAYS} - _OPTIONAL.get(wait.subject, frozenset({"change"}))
    if missing := sorted(needed - set(wait.exits)):
        yield f"The wait lacks the exits {', '.join(missing)}."
    if wait.subject != "choice" and (extra := sorted(set(wait.exits) - {*subject.exits, *ALWAYS})):
        yield f"The wait never takes the exits {', '.join(extra)}."


def _action(action: Action, flows: frozenset[str]) -> Iterator[str]:
    match action:
        case SetSlotAction(field=field, value=value):
            if field not in fields.SETTABLE and not field.startswith("slots."):
                yield f"The field {field!r} cannot be set."
            elif not set_slot.fits(field, value):
                yield f"The field {field!r} cannot hold {value!r}."
        case EnterFlowAction(flow=name):
            if name not in flows:
                yield f"There is no flow {name!r}."
        case SayAction(wishes=wishes):
            yield from (f"There is no wish {wish!r}." for wish in wishes if wish not in TAPPABLE)
        case ShowTripAction() | ShowMediaAction():
            yield from _shown(action)
        case _:
            return


def _shown(action: ShowTripAction | ShowMediaAction) -> Iterator[str]:
    if isinstance(action, ShowMediaAction):
        if not action.url.startswith("https://"):
            yield f"The address {action.url!r} does not begin with https://."
    elif action.part != "receipt" and not (action.text and action.button):
        yield f"The part {action.part!r} needs a text and a button."


def _keys(action: Action) -> tuple[str, ...]:
    match action:
        case SayAction(text, wishes):
            return (text, *(f"{wish}_button" for wish in wishes))
        case HandOverAction(text):
            return (text,)
        case AskAction(text, again, options):
            return (text, *again, *_worded(options))
        case ListTripsAction(text, button, options) | ShowTripAction(_, text, button, options):
            return (*filter(None, (text, button)), *_worded(options))
        case ShowMediaAction(text=text, alt=alt):
            return (*filter(None, (text,)), alt)
        case SearchFlightsAction(text) | CheckOutAction(text) | FindTripsAction(text) | LookUpTripAction(text):
            return (text,) if text else ()
        case ShowOffersAction(text, button):
            return text, button
        case _:
            return ()


def _worded(options: tuple[Choice, ...]) -> Iterator[str]:
    yield from (key for option in options for key in (option.text, option.words) if key)


def _texts(flow: Flow, languages: tuple[str, ...], catalogue: frozenset[str]) -> Iterator[Issue]:
    needed = dict.fromkeys(key for node in flow.nodes.values() for action in node.do for key in _keys(action))
    for language in languages:
        words = flow.texts.get(language, {})
        for key in needed:
            if key not in words and key not in catalogue:
                yield Issue(f"texts.{language}", f"The text {key!r} is missing.")
        for key, template in words.items():
            for sentence in _holes(template):
                yield Issue(f"texts.{language}.{key}", sentence)


def _holes(template: Template) -> Iterator[str]:
    for hole in template.holes():
        if not fields.is_field(hole.field):
            yield f"There is no field {hole.field!r}."
        yield from (f"There is no filter {name!r}." for name in hole.filters if name not in filters.FILTERS)
