"""Rule 14: steps that money and law need are there, locked, in order and of their kind.

Two things are looked at. Whatever the flow looked like before, a purchase is only begun by a yes to a locked step that
tells the total price. And what is locked in the live revision stays: present, locked, doing the same, and not gone
around where it could not be gone around.
"""

from collections.abc import Collection, Iterator

from bot.domain.flow.checks.report import Checked, Issue
from bot.domain.flow.definition import CheckOutAction, Flow, Node
from bot.domain.flow.graph import Edge, all_edges, reached_from, stops, ways

_TOTAL = "basket.total"
_CONSENT = "consent."


def locked(checked: Checked) -> Iterator[Issue]:
    """Money that is asked for without consent, and locked steps that are gone, changed or gone around."""
    yield from _purchases(checked)
    yield from _consents(checked)
    if checked.live is not None:
        yield from _kept(checked.live, checked.flow)


def _purchases(checked: Checked) -> Iterator[Issue]:
    flow = checked.flow
    sells = {name for name, node in flow.nodes.items() if any(isinstance(one, CheckOutAction) for one in node.do)}
    for name in sorted(sells):
        if not flow.nodes[name].locked:
            yield Issue(sentence="A purchase begins here, so this step has to be locked.", step=name, fix="Lock it.")
        for edge in _leading_to(flow, name, sells):
            yield from _consent(checked, edge, name)
    if flow.start in sells:
        yield Issue(sentence="The flow begins with a purchase that nobody agreed to.", step=flow.start)


def _consents(checked: Checked) -> Iterator[Issue]:
    """Consents that could be changed alone, or that are asked for in other words than are kept as the proof."""
    for name, node in checked.flow.nodes.items():
        subject = node.wait.subject if node.wait else ""
        if not subject.startswith(_CONSENT):
            continue
        if not node.locked:
            yield Issue(
                sentence="A consent is asked for here, so this step has to be locked.", step=name, fix="Lock it."
            )
        for language in checked.languages:
            if not _tells(checked, node, f"{subject}_words", language):
                sentence = (
                    f"The words of the consent ({{{{ {subject}_words }}}}) have to be told: they are what is kept."
                )
                yield Issue(sentence=sentence, step=name, language=language)


def _leading_to(flow: Flow, target: str, sells: set[str]) -> Iterator[Edge]:
    """The ways on which the walk last waited before it came to a purchase, but for those of purchases themselves."""
    into: dict[str, list[Edge]] = {}
    for edge in all_edges(flow):
        into.setdefault(edge.to, []).append(edge)
    seen: set[str] = set()
    ahead = [target]
    while ahead:
        name = ahead.pop()
        for edge in into.get(name, ()) if name not in seen else ():
            if edge.source in sells:
                continue
            if stops(flow.nodes[edge.source]):
                yield edge
            else:
                ahead.append(edge.source)
        seen.add(name)


def _consent(checked: Checked, edge: Edge, target: str) -> Iterator[Issue]:
    """Why the step at which the walk last waited is no consent to the purchase."""
    node = checked.flow.nodes[edge.source]
    subject = node.wait.subject if node.wait else ""
    if edge.word != "yes" or subject != "yes_no":
        sentence = f"The purchase at {target!r} begins by {edge.word!r} here; only a yes to the total price begins one."
        yield Issue(sentence=sentence, step=edge.source, fix="Lead to the step that asks for consent.")
        return
    if not node.locked:
        yield Issue(sentence="Consent to a purchase is asked for here, so it has to be locked.", step=edge.source)
    for language in checked.languages:
        if not _tells(checked, node, _TOTAL, language):
            sentence = "The total price ({{ basket.total | money }}) has to be told before somebody agrees to it."
            yield Issue(sentence=sentence, step=edge.source, language=language)


def _tells(checked: Checked, node: Node, field: str, language: str) -> bool:
    words = checked.words(language)
    asked = (getattr(action, "text", "") for action in node.do)
    return any(field in words[key].fields() for key in asked if key in words)


def _kept(before: Flow, after: Flow) -> Iterator[Issue]:
    names = [name for name, node in before.nodes.items() if node.locked]
    if not names:
        return
    for name in names:
        node = after.nodes.get(name)
        if node is None:
            yield Issue(sentence=f"The locked step {name!r} is gone.", fix="Put it back; its words may change.")
        elif not node.locked:
            yield Issue(sentence="This step was locked and has to stay so.", step=name, fix="Lock it.")
        elif _kind(node) != _kind(before.nodes[name]):
            yield Issue(sentence="A locked step does what it did; only its words may change.", step=name)
    there = [name for name in names if name in after.nodes]
    was, now = _behind(before, there), _behind(after, there)
    for first in there:
        for then in there:
            if then in was[first] and then not in now[first]:
                yield Issue(sentence=f"The locked step {first!r} can be gone around on the way here.", step=then)


def _kind(node: Node) -> tuple[object, ...]:
    """What a step does and waits for, without its words."""
    return (*(type(action) for action in node.do), node.wait.subject if node.wait else "")


def _behind(flow: Flow, names: Collection[str]) -> dict[str, frozenset[str]]:
    """For each of some steps, those to which every path passes it; steps that no path reaches are behind none."""
    leads = {name: ways(node) for name, node in flow.nodes.items()}
    every = reached_from((flow.start,), leads)
    return {name: every - {name} - reached_from((flow.start,), {**leads, name: ()}) for name in names}
