"""Which ways of a flow its map draws as arrows, and which it tells in words within the step.

Theory. Some steps are led to from everywhere: "what is missing?", "talk to a person". Arrows to them would cover all
others and say nothing. So a way is told in words where it leads to a step that many lead to, back to the step itself,
or far off. The first way to a step that many lead to is an arrow, and whatever stands in a layer is led to from the
one above: so no step that can be reached floats alone.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import msgspec

MANY = 6
"""A step that more steps than this lead to is led to in words."""
FAR = 3
"""A way over more layers than this is told in words."""

Pair = tuple[str, str]
"""A step, and another one to which it leads."""
Leads = tuple[tuple[str, tuple[Pair, ...]], ...]
"""Each step in the order of the outline, with its ways out: the word of each, and where it leads."""
Shape = tuple[tuple[str, tuple[str, ...]], ...]
"""Each step with the others to which it leads, whatever the ways are called: all that a map is laid out by."""


class Drawn(msgspec.Struct, frozen=True):
    """The arrows, the steps to which each step leads in words beside them, and the layer of each step, 0 at the top."""

    arrows: tuple[Pair, ...]
    told: Mapping[str, tuple[str, ...]]
    layers: Mapping[str, int]


def worded(leads: Leads) -> Mapping[Pair, tuple[str, ...]]:
    """The words of all ways from one step to another, by both; a way without a word adds none."""
    found: dict[Pair, tuple[str, ...]] = {}
    for step, ways in leads:
        for word, to in ways:
            found[step, to] = (*found.get((step, to), ()), *((word,) if word else ()))
    return found


def walked(start: str, leads: Leads) -> Leads:
    """The same, its steps as they are reached from the start: where the outline has a step moves nothing on a map.

    What is not reached comes after that, in the order of the outline.
    """
    ways = dict(leads)
    found: dict[str, tuple[Pair, ...]] = {}
    for root in (start, *ways):
        ahead = [root] if root in ways and root not in found else []
        while ahead:
            found |= {step: ways[step] for step in ahead}
            reached = dict.fromkeys(to for step in ahead for _, to in ways[step])
            ahead = [to for to in reached if to in ways and to not in found]
    return tuple(found.items())


def shape(leads: Leads) -> Shape:
    """Where each step leads, without words."""
    return tuple((step, tuple(dict.fromkeys(to for _, to in ways))) for step, ways in leads)


def drawn(start: str, shape: Shape) -> Drawn:
    """What the map of a flow draws and what it tells; ways that lead to no step of it are told."""
    pairs = [(step, to) for step, outs in shape for to in outs]
    steps = dict.fromkeys(step for step, _ in shape)
    real = [pair for pair in pairs if pair[1] in steps and pair[0] != pair[1]]
    firsts = _firsts([start, *steps], _outs(steps, real))
    many = Counter(to for _, to in real)
    kept = [pair for pair in real if many[pair[1]] <= MANY or pair in firsts]
    layers = _layers([start, *steps], _outs(steps, kept))
    arrows = {pair: None for pair in kept if abs(layers[pair[0]] - layers[pair[1]]) <= FAR}
    told = _outs(steps, (pair for pair in pairs if pair not in arrows))
    return Drawn(tuple(arrows), {step: tuple(outs) for step, outs in told.items() if outs}, layers)


def _outs(steps: Iterable[str], pairs: Iterable[Pair]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {step: [] for step in steps}
    for source, to in pairs:
        found[source].append(to)
    return found


def _firsts(roots: Iterable[str], outs: Mapping[str, Collection[str]]) -> frozenset[Pair]:
    """The way by which each step is reached with the fewest steps; what is not reached begins anew."""
    seen: set[str] = set()
    found: set[Pair] = set()
    for root in roots:
        ahead = [root] if root in outs and root not in seen else []
        seen.update(ahead)
        while ahead:
            fresh = dict[str, str]()
            for step in ahead:
                fresh |= {to: step for to in outs[step] if to not in seen and to not in fresh}
            found |= {(step, to) for to, step in fresh.items()}
            seen.update(fresh)
            ahead = list(fresh)
    return frozenset(found)


def _layers(roots: Iterable[str], outs: Mapping[str, Collection[str]]) -> dict[str, int]:
    """How many arrows lead at most from a beginning down to each step; what leads back up does not count."""
    order, back = _walked(roots, outs)
    layers = dict.fromkeys(outs, 0)
    for step in reversed(order):
        for to in outs[step]:
            if (step, to) not in back:
                layers[to] = max(layers[to], layers[step] + 1)
    return layers


def _walked(roots: Iterable[str], outs: Mapping[str, Collection[str]]) -> tuple[list[str], frozenset[Pair]]:
    """The steps in the order in which a walk in depth leaves them, and the ways by which it came upon itself."""
    order: list[str] = []
    open_steps: set[str] = set()
    seen: set[str] = set()
    back: set[Pair] = set()
    for root in roots:
        ahead = [(root, False)] if root in outs else []
        while ahead:
            step, is_left = ahead.pop()
            if is_left:
                open_steps.discard(step)
                order.append(step)
            elif step not in seen:
                seen.add(step)
                open_steps.add(step)
                ahead.append((step, True))
                back |= {(step, to) for to in outs[step] if to in open_steps}
                ahead += [(to, False) for to in reversed(list(outs[step])) if to not in seen]
    return order, frozenset(back)
