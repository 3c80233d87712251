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
Leads = tuple[tuple[str, tuple[Pair, ...]], ...]
"""Each step in the order of the outline, with its ways out: the word of each, and where it leads."""


class Arrow(msgspec.Struct, frozen=True):
    """An arrow between two steps, with the words of all ways that it stands for."""

    source: str
    to: str
    words: tuple[str, ...] = ()


class Drawn(msgspec.Struct, frozen=True):
    """The arrows, what each step tells in words beside them, and the layer of each step, 0 at the top."""

    arrows: tuple[Arrow, ...]
    told: Mapping[str, tuple[Arrow, ...]]
    layers: Mapping[str, int]


def drawn(start: str, leads: Leads) -> Drawn:
    """What the map of a flow draws and what it tells; ways that lead to no step of it are told."""
    all_ways = _pairs(leads)
    steps = dict.fromkeys(step for step, _ in leads)
    real = {pair for pair in all_ways if pair[1] in steps and pair[0] != pair[1]}
    outs = _outs(steps, (pair for pair in all_ways if pair in real))
    firsts = _firsts([start, *steps], outs)
    many = Counter(to for _, to in real)
    kept = [pair for pair in all_ways if pair in real and (pair in firsts or many[pair[1]] <= MANY)]
    layers = _layers([start, *steps], _outs(steps, kept))
    arrows = {pair for pair in kept if abs(layers[pair[0]] - layers[pair[1]]) <= FAR}
    told: dict[str, list[Arrow]] = {}
    for pair, words in all_ways.items():
        if pair not in arrows:
            told.setdefault(pair[0], []).append(Arrow(*pair, words))
    return Drawn(
        tuple(Arrow(*pair, words) for pair, words in all_ways.items() if pair in arrows),
        {step: tuple(ways) for step, ways in told.items()},
        layers,
    )


def _pairs(leads: Leads) -> dict[Pair, tuple[str, ...]]:
    """The words of all ways from one step to another, by both."""
    found: dict[Pair, tuple[str, ...]] = {}
    for step, ways in leads:
        for word, to in ways:
            found[step, to] = (*found.get((step, to), ()), *((word,) if word else ()))
    return found


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
