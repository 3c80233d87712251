"""Trials of several ways: which one a traveller takes, and where it is kept that they took it.

Theory. A way is found by a hash of the thread and the split's name, without chance: the same traveller always takes the
same one, on every machine and after every crash. The first time it is written into a slot of the talk,
`split.<name>`, and from then on that holds, so that nobody is moved when the weights change. The talk's state is
archived with every turn; who was shown what, and what came of it, can be counted there. A split with another name is
another trial: it has another slot and deals its travellers anew.
"""

from collections.abc import Mapping
from hashlib import blake2b

from bot.domain.conversation.state import Conversation
from bot.domain.flow.definition import Split, Way
from bot.domain.flow.scene import Scene

HUNDRED = 100
_SLOT = "split."


def taken(split: Split, scene: Scene) -> tuple[Scene, str]:
    """The scene that remembers the way which its traveller takes, and the node that it leads to; "" without ways."""
    if not split.ways:
        return scene, ""
    kept = scene.conversation.slots.get(_SLOT + split.name, "")
    way = next((way for way in split.ways if way.name == kept), None)
    if way is None:
        way = dealt(split, scene.conversation.thread)
        scene = scene.change_slots(**{_SLOT + split.name: way.name})
    return scene, way.to


def dealt(split: Split, thread: str) -> Way:
    """The way of a thread that has taken none yet; raises `IndexError` for a split without ways."""
    mark = mark_of(split.name, thread)
    for way in split.ways:
        mark -= way.weight
        if mark < 0:
            return way
    return split.ways[-1]


def mark_of(name: str, thread: str) -> int:
    """Where a thread stands in a trial, from 0 to 99: the weights of the ways divide these among themselves."""
    digest = blake2b(f"{name}\n{thread}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) % HUNDRED


def exposures(conversation: Conversation) -> Mapping[str, str]:
    """The trials that a traveller took part in, each with the way that they were given."""
    slots = conversation.slots
    return {name.removeprefix(_SLOT): way for name, way in slots.items() if name.startswith(_SLOT)}
