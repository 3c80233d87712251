"""Which step of which flow said a line: found again by its words, so that who reads a slip is led to where it stands.

A turn may walk through several steps that speak, through other flows and back, and what they say is one line after the
other, or merged into one. The engine does not note whose words they are, because no channel needs it.
"""

from collections.abc import Iterable

import msgspec

from bot.domain.flow.definition import Flow
from bot.domain.flow.text_keys import uses
from bot.domain.flow.texts import Template

Place = tuple[str, str]
"""A flow and a step of it."""
_LEAST = 4
"""Letters that a text must have apart from its fields, to be known again."""


class Source(msgspec.Struct, frozen=True):
    """A text that a step says: its words between the fields, in order, and how many letters they have."""

    place: Place
    words: tuple[str, ...]
    letters: int


def sources(flow: Flow) -> tuple[Source, ...]:
    """Every text that a step of a flow says, in all languages."""
    found = []
    for step, node in flow.nodes.items():
        keys = {key for action in node.do for key, use in uses(action) if use == "said"}
        for texts in flow.texts.values():
            found += [_source((flow.name, step), texts[key]) for key in sorted(keys) if key in texts]
    return tuple(one for one in found if one.letters >= _LEAST)


def said_by(text: str, of: Iterable[Source], *, stood: Place) -> Place:
    """The place that most likely said a text; `stood`, where the talk stood then, when the words are nobody's."""
    best = max((one for one in of if _says(one, text)), key=lambda one: _nearness(one, stood), default=None)
    return best.place if best else stood


def _nearness(source: Source, stood: Place) -> tuple[int, bool, bool]:
    return source.letters, source.place == stood, source.place[0] == stood[0]


def _source(place: Place, template: Template) -> Source:
    words = tuple(part.strip() for part in template.parts if isinstance(part, str) and part.strip())
    return Source(place, words, sum(map(len, words)))


def _says(source: Source, text: str) -> bool:
    at = 0
    for word in source.words:
        at = text.find(word, at)
        if at < 0:
            return False
        at += len(word)
    return True
