"""What of a flow only two people may change together: the steps and texts in which travellers agree and pay."""

from collections.abc import Collection, Iterator

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
    old = before or Flow(after.name, "", {}, {})
    return tuple(
        dict.fromkeys((*_steps(old, after, selling), *_ways(old, after, selling), *_texts(old, after, selling)))
    )


def _guarded(flow: Flow, selling: Collection[str]) -> dict[str, Node]:
    return {name: node for name, node in flow.nodes.items() if _is_guarded(node, selling)}


def _is_guarded(node: Node, selling: Collection[str]) -> bool:
    pays = any(isinstance(action, CheckOutAction) for action in node.do)
    enters = any(isinstance(action, EnterFlowAction) and action.flow in selling for action in node.do)
    return node.locked or pays or enters or (node.wait is not None and node.wait.subject == "checkout")


def _steps(old: Flow, new: Flow, selling: Collection[str]) -> Iterator[str]:
    was, now = _guarded(old, selling), _guarded(new, selling)
    for name in dict.fromkeys((*was, *now)):
        if name not in new.nodes:
            yield f"the step {name} goes"
        elif name not in old.nodes:
            yield f"the step {name} is new"
        elif old.nodes[name] != new.nodes[name]:
            yield f"the step {name} changes"


def _ways(old: Flow, new: Flow, selling: Collection[str]) -> Iterator[str]:
    """New and lost ways into what is guarded: a step must not be gone around."""
    for source, target in sorted(_into(old, selling) ^ _into(new, selling)):
        yield f"the way from {source} to {target} changes"


def _into(flow: Flow, selling: Collection[str]) -> set[tuple[str, str]]:
    guarded = _guarded(flow, selling)
    return {(name, target) for name, node in flow.nodes.items() for target in ways(node) if target in guarded}


def _texts(old: Flow, new: Flow, selling: Collection[str]) -> Iterator[str]:
    said = {key for flow in (old, new) for node in _guarded(flow, selling).values() for key in _said(node)}
    languages = dict.fromkeys((*old.texts, *new.texts))
    for language in languages:
        was, now = old.texts.get(language, {}), new.texts.get(language, {})
        for key in dict.fromkeys((*was, *now)):
            if (key in said or _MONEY & set(key.split("_"))) and was.get(key) != now.get(key):
                yield f"the text {key} ({language}) changes"


def _said(node: Node) -> Iterator[str]:
    for action in node.do:
        yield from text_keys(action)
