"""Rule 2: names of flows, steps, texts and splits are plain words, so that links, files and people can use them."""

import re
from collections.abc import Iterator

from bot.domain.flow.checks.report import Checked, Issue
from bot.domain.flow.definition import Flow, SetSlotAction

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_PATH = re.compile(r"[a-z_]{1,60}(?:\.[a-z_]{1,60})?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:_[A-Z]{2})?")
_FIX = "Use small letters, digits and _, and begin with a letter."
_SHOWN = 40


def is_name(name: str) -> bool:
    """Whether a flow, a step, a text or a way of a split may be called so."""
    return _NAME.fullmatch(name) is not None


def is_language(name: str) -> bool:
    """Whether that is the code of a language, "fr" or "pt_BR"."""
    return _LANGUAGE.fullmatch(name) is not None


def names(checked: Checked) -> Iterator[Issue]:
    """Names that cannot be used, each where it stands."""
    flow = checked.flow
    if not is_name(flow.name):
        yield Issue(sentence=f"The flow cannot be called {_short(flow.name)}.", fix=_FIX)
    for step in flow.nodes:
        if not is_name(step):
            yield Issue(sentence=f"A step cannot be called {_short(step)}.", step=step, fix=_FIX)
    for language, words in flow.texts.items():
        if not is_language(language):
            yield Issue(sentence=f"{_short(language)} is no code of a language.", fix="Write en, fr or pt_BR.")
        for key in words:
            if not is_name(key):
                yield Issue(sentence=f"A text cannot be called {_short(key)}.", language=language, text=key, fix=_FIX)
    yield from _inside(flow)


def _inside(flow: Flow) -> Iterator[Issue]:
    for step, node in flow.nodes.items():
        called = [way.name for way in node.split.ways] if node.split else []
        for name in (*called, *((node.split.name,) if node.split else ())):
            if not is_name(name):
                yield Issue(sentence=f"A split or way cannot be called {_short(name)}.", step=step, fix=_FIX)
        if len(set(called)) != len(called):
            yield Issue(sentence="Two ways of the split have the same name.", step=step)
        for action in node.do:
            if isinstance(action, SetSlotAction) and not _PATH.fullmatch(action.field):
                yield Issue(sentence=f"A field cannot be called {_short(action.field)}.", step=step, fix=_FIX)


def _short(name: str) -> str:
    return repr(name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…")
