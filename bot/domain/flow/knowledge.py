"""What is known for sure at each step of a flow: fields that have a value on every path that leads there.

Theory. It is a forward analysis of data flow. A step begins with what is known at the end of all ways into it, so at a
join only what all of them know is left; the first approximation is "everything", and it shrinks until nothing changes.
A way adds what it proves (an answered wait, a case that holds, or that did not hold before it) and takes away what it
forgets. Nothing is guessed: what a traveller may have told besides does not count.
"""

from collections.abc import Iterator, Mapping

from bot.domain.flow.conditions import All, AnyOf, Compare, Condition, Not
from bot.domain.flow.definition import (
    Action,
    CheckOutAction,
    EnterFlowAction,
    Flow,
    LookUpTripAction,
    Node,
    SearchFlightsAction,
    SetSlotAction,
    ShowTripAction,
)
from bot.domain.flow.graph import edges
from bot.domain.flow.vocabulary import SAID, fact_of
from bot.domain.flow.waits import subject_of

Known = frozenset[str]
NO_MATCH = "no_match"

_ROUTE: Known = frozenset({"trip.origin", "trip.destination", "trip.depart"})
_CHOSEN: Known = frozenset({"basket.offer"})
_GIVES: Mapping[tuple[str, str], Known] = {
    ("search", "found"): _ROUTE | {"basket.offers"},
    ("search", "nothing"): _ROUTE,
    ("offer", "chosen"): _CHOSEN,
    ("passenger.name", "answered"): frozenset({"basket.given", "basket.family"}),
    ("contact.email", "answered"): frozenset({"basket.email"}),
    ("checkout", "paid"): frozenset({"basket.locator"}),
    ("checkout", "price_changed"): _CHOSEN | {"basket.before"},
    ("booking", "found"): frozenset({"booking"}),
    ("booking.choice", "chosen"): frozenset({"booking"}),
    ("booking.surname", "answered"): frozenset({"slots.booking_surname"}),
}
"""Subject of a wait and its exit -> what is known after it, besides the subject itself where it is a field."""
_FORGETS: Mapping[str, Known] = {
    "changed": frozenset({"basket.offer", "basket.offers", "basket.before"}),
    "expired": frozenset({"basket.offer"}),
    "sold_out": frozenset({"basket.offer"}),
    "back": frozenset({"booking"}),
}
"""Exit of a wait -> what is not sure any more after it: another wish makes the flight that was chosen void."""
_IMPLIES: Mapping[str, Known] = {"basket.offer": _ROUTE, "basket.offers": _ROUTE}
"""What is known wherever a field is: flights are found for a trip."""
_NOTHING: Known = frozenset()
_NEEDS: Mapping[type, Known] = {
    SearchFlightsAction: _ROUTE,
    CheckOutAction: frozenset({"basket.offer", "basket.email"}),
    LookUpTripAction: frozenset({"slots.booking_locator", "slots.booking_surname"}),
    ShowTripAction: frozenset({"booking"}),
}
"""What an action needs to be known, because it gives up without it."""


def is_known(field: str, known: Known) -> bool:
    """Whether a field has a value where these are known; what only the present turn knows is the program's to give."""
    fact = fact_of(field)
    return fact is None or field.startswith(SAID) or field in known or not fact.comes_with or fact.comes_with in known


def needed(action: Action) -> Known:
    """The fields without which an action gives up."""
    return _NEEDS.get(type(action), _NOTHING)


def known_at(flow: Flow) -> Mapping[str, Known]:
    """What is known at the beginning of each step that is reached; steps that no path reaches are left out."""
    found: dict[str, Known] = {flow.start: frozenset(flow.needs)}
    ahead = [flow.start]
    while ahead:
        name = ahead.pop()
        node = flow.nodes.get(name)
        if node is None:
            continue
        for to, known in _after(name, node, found[name]):
            if to not in found or not found[to] <= known:
                found[to] = found[to] & known if to in found else known
                ahead.append(to)
    return found


def after_actions(node: Node, known: Known) -> Iterator[tuple[Action, Known]]:
    """Each action of a step with what is known just before it."""
    for action in node.do:
        yield action, known
        known = _set(action, known)


def _after(name: str, node: Node, known: Known) -> Iterator[tuple[str, Known]]:
    for action in node.do:
        known = _set(action, known)
    refuted = known
    for edge in edges(name, node):
        if edge.kind == "exit" and node.wait is not None:
            if _is_never_taken(node.wait.subject, edge.word):
                continue
            gone, gives = _changes(node.wait.subject, edge.word)
            yield edge.to, (known - gone) | gives if gone or gives else known
        elif edge.kind == "case":
            when = node.cases[int(edge.word) - 1].when
            yield edge.to, refuted | proved(when)
            refuted |= proved(Not(when))
        else:
            yield edge.to, refuted


def _is_never_taken(subject: str, word: str) -> bool:
    """Whether an exit is there for form's sake: while the program looks or sells, words are answered in place."""
    awaited = subject_of(subject)
    return word == NO_MATCH and awaited is not None and not awaited.repeatable


def _changes(subject: str, word: str) -> tuple[Known, Known]:
    """What an exit of a wait makes unsure, and what it makes known."""
    gives = _GIVES.get((subject, word), _NOTHING)
    if word == "answered" and fact_of(subject) is not None:
        gives |= {subject}
    if word == "answered" and subject.startswith("text:"):
        gives |= {f"slots.{subject.partition(':')[2]}"}
    return _FORGETS.get(word, _NOTHING), gives


def _set(action: Action, known: Known) -> Known:
    match action:
        case SetSlotAction(field=field, value=value):
            return known - {field} if value == "" else known | {field}
        case SearchFlightsAction():
            return known - {"basket.offer", "basket.offers"}
        case LookUpTripAction() | EnterFlowAction():
            return known - {"slots.booking_locator", "slots.booking_surname", "booking"}
        case _:
            return known


def proved(condition: Condition) -> Known:
    """The fields that have a value when a condition holds."""
    match condition:
        case Compare(field, op, value):
            has_value = op in {"less", "more", "at_least", "at_most", "contains", "starts", "matches", "has"}
            has_value |= op == "in" and "" not in (value if isinstance(value, tuple) else ())
            asks = op == "present" or has_value or (op == "is" and value not in (None, ""))
            return _with_source(field) if asks else frozenset()
        case All(parts):
            return frozenset[str]().union(*map(proved, parts))
        case AnyOf(parts):
            return frozenset.intersection(*map(proved, parts))
        case _:
            return _refuted(condition.negate)


def _refuted(condition: Condition) -> Known:
    """The fields that have a value when a condition does not hold."""
    match condition:
        case Compare(field, op, value):
            has_one = op == "missing" or (op == "is_not" and value not in (None, ""))
            return _with_source(field) if has_one else frozenset()
        case All(parts):
            return frozenset.intersection(*map(_refuted, parts))
        case AnyOf(parts):
            return frozenset[str]().union(*map(_refuted, parts))
        case _:
            return proved(condition.negate)


def _with_source(field: str) -> Known:
    fact = fact_of(field)
    known = frozenset({field, fact.comes_with}) - {""} if fact is not None else frozenset({field})
    return known.union(*(_IMPLIES.get(name, ()) for name in known))
