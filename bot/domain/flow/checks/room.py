"""Rule 12: every step has room on every channel, with every fact as long as it gets.

Nothing is lost where it has none: what does not fit is cut, split or told in words. But a button that is cut reads like
a fault, so that blocks; what is told in words, or takes many messages, is only told.
"""

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from bot.domain.conversation.messages import Message
from bot.domain.flow.checks.report import Checked, Issue
from bot.domain.flow.definition import Action, Node, Wait
from bot.domain.flow.preview import Preview, shown
from bot.domain.flow.sample_messages import messages
from bot.domain.flow.samples import filled, longest
from bot.domain.flow.texts import Template

MOST_BUBBLES = 4
"""Messages that a step may take without a word about it."""
KEPT = 16_384
"""Steps whose answer is kept, by what they say: whoever edits changes one of them and asks for all."""

_Said = tuple[tuple[str, tuple[Template | None, ...]], ...]
"""By language, the texts of a step in the order of their keys; None for one that is not there."""


def room(checked: Checked) -> Iterator[Issue]:
    """What is cut, told in words, or said in many messages."""
    words = {language: checked.words(language) for language in checked.languages}
    for step, node in checked.flow.nodes.items():
        subject = node.wait.subject if node.wait else ""
        keys = _keys(node.do, subject)
        said = tuple([(language, tuple([known.get(key) for key in keys])) for language, known in words.items()])
        for issue in _faults_of(node.do, subject, said, checked.around.channels) if node.do else ():
            yield msgspec.structs.replace(issue, step=step)


@lru_cache(maxsize=KEPT)
def _keys(do: tuple[Action, ...], subject: str) -> tuple[str, ...]:
    """The keys of all texts that a step asks for to say what it says."""
    asked: dict[str, str] = {}
    messages(_alone(do, subject), lambda key: asked.setdefault(key, ""))
    return tuple(asked)


@lru_cache(maxsize=KEPT)
def _faults_of(do: tuple[Action, ...], subject: str, said: _Said, channels: tuple[str, ...]) -> tuple[Issue, ...]:
    """What does not fit of a step, whatever it is called."""
    node, keys = _alone(do, subject), _keys(do, subject)
    found: list[Issue] = []
    for language, templates in said:
        words = {
            key: _longest(template, language) if template is not None else ""  # another rule tells what is not there
            for key, template in zip(keys, templates, strict=True)
        }
        found += _step(messages(node, words.__getitem__), language, channels)
    return tuple(found)


def _alone(do: tuple[Action, ...], subject: str) -> Node:
    """A step as far as it says something."""
    return Node(do, Wait(subject, {}) if subject else None)


def _step(said: tuple[Message, ...], language: str, channels: tuple[str, ...]) -> Iterator[Issue]:
    """What does not fit, told for the first channel where it does not."""
    told: set[str] = set()
    for channel in channels if said else ():
        for sentence, blocks in _found(said, channel):
            if sentence not in told:
                told.add(sentence)
                yield Issue(sentence=sentence, blocks=blocks, language=language, channel=channel)


@lru_cache(maxsize=KEPT)
def _longest(template: Template, language: str) -> str:
    return filled(template, longest, language)


@lru_cache(maxsize=KEPT)
def _found(said: tuple[Message, ...], channel: str) -> tuple[tuple[str, bool], ...]:
    return tuple(_faults(shown(said, channel)))


def _faults(seen: Preview) -> Iterator[tuple[str, bool]]:
    for bubble in seen.bubbles:
        for tap in bubble.taps:
            if tap.is_cut and tap.title:
                yield f"“{tap.title}” has {tap.used} of {tap.most} characters: it is cut to “{tap.shown}”.", True
    if len(seen.bubbles) > MOST_BUBBLES and not any(bubble.kind == "card" for bubble in seen.bubbles):
        yield f"It takes {len(seen.bubbles)} messages when every fact is as long as it gets.", False
    yield from ((note, False) for note in seen.notes if "cannot be tapped" in note)
