"""Which texts each action says, by their keys, and what each is for: a sentence, something to tap, other words."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from bot.domain.flow.definition import (
    Action,
    AnswerAction,
    AskAction,
    Choice,
    Flow,
    ListTripsAction,
    Node,
    SayAction,
    ShowMediaAction,
    ShowOffersAction,
    ShowTripAction,
)
from bot.domain.privacy import ASKABLE

Use = Literal["said", "tapped", "words", "name"]
"""What a text is for: said in a sentence, tapped, other words for an option, or the name of a file or picture."""
KEPT = 16_384
"""Actions whose texts are kept: whoever edits changes one of them and asks for all, several times."""
_CONSENT = ("consent_yes_button", "consent_no_button", "consent_later_button")
_BROUGHT = {
    "yes_no": ("yes_button", "no_button"),
    "offer": ("change_button", "more_button"),
    **{f"consent.{purpose}": _CONSENT for purpose in ASKABLE},
}
"""Texts that a wait brings along as things to tap, as far as they are always the same."""


def uses(action: Action) -> Iterator[tuple[str, Use]]:
    """Every text of an action with what it is for, "" for one that it goes without."""
    match action:
        case SayAction(text, wishes=wishes) | AnswerAction(text, wishes=wishes):
            yield from ((key, "said") for key in (text, *_source(action)))
            yield from ((f"{wish}_button", "tapped") for wish in wishes)
        case AskAction(text, again, options):
            yield from ((key, "said") for key in (text, *again))
            yield from _options(options)
        case ListTripsAction(text, button, options) | ShowTripAction(_, text, button, options):
            yield text, "said"
            yield button, "name" if _is_file(action) else "tapped"
            yield from _options(options)
        case ShowMediaAction(text=text, alt=alt):
            yield from ((text, "said"), (alt, "name"))
        case ShowOffersAction(text, button):
            yield from ((text, "said"), (button, "tapped"))
        case _:
            yield getattr(action, "text", ""), "said"


def _source(action: SayAction | AnswerAction) -> tuple[str, ...]:
    return (action.source,) if isinstance(action, AnswerAction) else ()


def _is_file(action: Action) -> bool:
    return isinstance(action, ShowTripAction) and action.part == "document"


def _options(options: tuple[Choice, ...]) -> Iterator[tuple[str, Use]]:
    for option in options:
        yield option.text, "tapped"
        yield option.words, "words"


@lru_cache(maxsize=KEPT)
def text_keys(action: Action) -> tuple[str, ...]:
    """The keys of the texts that an action says."""
    return tuple(key for key, _ in uses(action) if key)


def brought(node: Node) -> tuple[str, ...]:
    """The keys of what the wait of a node brings along to be tapped below its question."""
    return _BROUGHT.get(node.wait.subject, ()) if node.wait else ()


def said_at(flow: Flow) -> dict[str, tuple[str, ...]]:
    """Key of a text -> the steps that say it, in the flow's order."""
    found: dict[str, dict[str, None]] = {}
    for name, node in flow.nodes.items():
        for key in (*(key for action in node.do for key in text_keys(action)), *brought(node)):
            found.setdefault(key, {})[name] = None
    return {key: tuple(steps) for key, steps in found.items()}
