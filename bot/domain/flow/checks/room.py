"""Rule 12: every step has room on every channel, with every fact as long as it gets.

Nothing is lost where it has none: what does not fit is cut, split or told in words. But a button that is cut reads like
a fault, so that blocks; what is told in words, or takes many messages, is only told.
"""

from collections.abc import Iterator
from functools import lru_cache

from bot.domain.conversation.messages import Message
from bot.domain.flow.checks.report import Checked, Issue
from bot.domain.flow.preview import Preview, shown
from bot.domain.flow.sample_messages import Words, messages
from bot.domain.flow.samples import filled, longest
from bot.domain.flow.texts import Template

MOST_BUBBLES = 4
"""Messages that a step may take without a word about it."""
KEPT = 16_384
"""Steps whose answer is kept, by what they say: whoever edits changes one of them and asks for all."""


def room(checked: Checked) -> Iterator[Issue]:
    """What is cut, told in words, or said in many messages."""
    for step, node in checked.flow.nodes.items():
        for language in checked.languages if node.do else ():
            said = messages(node, _words(checked, language))
            yield from _step(said, step, language, checked.around.channels)


def _words(checked: Checked, language: str) -> Words:
    """Words with every fact as long as it gets; none for a text that is not there, which another rule tells."""

    def words(key: str) -> str:
        template = checked.template(key, language)
        return _longest(template, language) if template is not None else ""

    return words


def _step(said: tuple[Message, ...], step: str, language: str, channels: tuple[str, ...]) -> Iterator[Issue]:
    """What does not fit, told for the first channel where it does not."""
    told: set[str] = set()
    for channel in channels if said else ():
        for sentence, blocks in _found(said, channel):
            if sentence not in told:
                told.add(sentence)
                yield Issue(sentence=sentence, blocks=blocks, step=step, language=language, channel=channel)


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
