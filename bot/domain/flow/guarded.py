"""What of a flow only two people may change together: the steps and texts in which travellers agree and pay."""

from collections.abc import Collection, Iterator, Mapping

import msgspec

from bot.domain.flow.definition import CheckOutAction, EnterFlowAction, Flow, Node
from bot.domain.flow.graph import ways
from bot.domain.flow.text_keys import text_keys

_MONEY = frozenset(
    {
        *("pay", "paid", "paying", "payment", "payments", "card", "cards", "price", "fare", "fee", "charge", "charged"),
        *(
            "refund",
            "refunds",
            "refunded",
            "hold",
            "holding",
            "held",
            "consent",
            "terms",
            "debit",
            "mandate",
            "receipt",
        ),
    }
)
"""Words in the keys of texts that are said about money, also when the flow words them in place of the catalogue."""


def sells(flow: Flow) -> bool:
    """Whether travellers pay in a flow."""
    return any(isinstance(action, CheckOutAction) for node in flow.nodes.values() for action in node.do)


def guarded_changes(before: Flow | None, after: Flow, *, selling: Collection[str] = ()) -> tuple[str, ...]:
    """What differs of that, each as a clause for staff; nothing when one person may publish it.

    `before` is the live revision, None for a new flow; `selling` are the names of flows in which travellers pay: the
    way into one of them is guarded, too.
    """
    was, now = (_Sight(flow, _guarded(flow, selling)) for flow in (before or Flow(after.name, "", {}, {}), after))
    return tuple(dict.fromkeys((*_steps(was, now), *_ways(was, now), *_texts(was, now))))


class _Sight(msgspec.Struct, frozen=True):
    """A flow with its steps that are guarded."""

    flow: Flow
    guarded: Mapping[str, Node]


def _guarded(flow: Flow, selling: Collection[str]) -> dict[str, Node]:
    return {name: node for name, node in flow.nodes.items() if _is_guarded(node, selling)}


def _is_guarded(node: Node, selling: Collection[str]) -> bool:
    pays = any(isinstance(action, CheckOutAction) for action in node.do)
    enters = any(isinstance(action, EnterFlowAction) and action.flow in selling for action in node.do)
    return node.locked or pays or enters or (node.wait is not None and node.wait.subject == "checkout")


def _steps(was: _Sight, now: _Sight) -> Iterator[str]:
    old, new = was.flow.nodes, now.flow.nodes
    for name in dict.fromkeys((*was.guarded, *now.guarded)):
        if name not in new:
            yield f"the step {name} goes"
        elif name not in old:
            yield f"the step {name} is new"
        elif old[name] != new[name]:
            yield f"the step {name} changes"


def _ways(was: _Sight, now: _Sight) -> Iterator[str]:
    """New and lost ways into what is guarded: a step must not be gone around."""
    for source, target in sorted(_into(was) ^ _into(now)):
        yield f"the way from {source} to {target} changes"


def _into(sight: _Sight) -> set[tuple[str, str]]:
    nodes = sight.flow.nodes.items()
    return {(name, target) for name, node in nodes for target in ways(node) if target in sight.guarded}


def _texts(was: _Sight, now: _Sight) -> Iterator[str]:
    said = {key for sight in (was, now) for node in sight.guarded.values() for key in _said(node)}
    old, new = was.flow.texts, now.flow.texts
    for language in dict.fromkeys((*old, *new)):
        before, after = old.get(language, {}), new.get(language, {})
        changed = (key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key))
        for key in changed:
            if key in said or _MONEY & set(key.split("_")):
                yield f"the text {key} ({language}) changes"


def _said(node: Node) -> Iterator[str]:
    for action in node.do:
        yield from text_keys(action)
