"""What differs between two revisions of a flow, in plain words: for whoever approves one, and for its history."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Literal

import msgspec

from bot.domain.flow.condition_words import condition_words
from bot.domain.flow.definition import Action, Flow, Node
from bot.domain.flow.texts import Template, written

Kind = Literal["added", "removed", "moved", "changed", "text", "flow"]


class Difference(msgspec.Struct, frozen=True):
    """One difference: what kind it is, and a sentence; `step` or `text` and `language` say where.

    `before` and `after` are the words of a text as they were and as they are, "" where there were or are none.
    """

    kind: Kind
    sentence: str
    step: str = ""
    text: str = ""
    language: str = ""
    before: str = ""
    after: str = ""


def differences(before: Flow | None, after: Flow) -> tuple[Difference, ...]:
    """Everything that differs; a flow that is new differs by each of its steps and texts."""
    old = before or Flow(after.name, "", {}, {})
    return (*_whole(old, after), *_outline(old, after), *_steps(old, after), *_texts(old, after))


def _whole(old: Flow, new: Flow) -> Iterator[Difference]:
    """What is said of the flow as a whole."""
    if old.start and old.start != new.start:
        yield Difference("flow", f"The flow starts at {new.start} instead of {old.start}.", step=new.start)
    if old.needs != new.needs:
        yield Difference("flow", f"It needs {_list(new.needs)}; it needed {_list(old.needs)}.")
    for language in sorted({*old.fallback, *new.fallback}):
        was, now = old.fallback.get(language, ""), new.fallback.get(language, "")
        if was != now:
            told = f"{now} stands in for it" if now else "no language stands in for it any more"
            yield Difference("flow", f"Where a text has no {language}, {told}.", language=language)


def _outline(old: Flow, new: Flow) -> Iterator[Difference]:
    """Steps that came and went, and steps that stand elsewhere in the outline."""
    for name, node in old.nodes.items():
        if name not in new.nodes:
            yield Difference("removed", f"The step {name} is removed.{' It was locked.' if node.locked else ''}", name)
    for name in new.nodes:
        if name not in old.nodes:
            yield Difference("added", f"The step {name} is added.", name)
    yield from _moved(old, new)


def _moved(old: Flow, new: Flow) -> Iterator[Difference]:
    """Of the steps that stayed, the fewest that have to be moved to come from one order to the other."""
    was, now = ([name for name in one.nodes if name in other.nodes] for one, other in ((old, new), (new, old)))
    blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    kept = {name for block in blocks for name in now[block.b : block.b + block.size]}
    for name in now:
        if name not in kept:
            at = now.index(name)
            place = f"after {now[at - 1]}" if at else "to the beginning"
            yield Difference("moved", f"The step {name} is moved {place}.", name)


def _steps(old: Flow, new: Flow) -> Iterator[Difference]:
    for name, node in new.nodes.items():
        was = old.nodes.get(name)
        if was is not None and was != node:
            yield from (Difference("changed", f"{name}: {told}", name) for told in _node(was, node))


def _node(was: Node, now: Node) -> Iterator[str]:
    if was.locked != now.locked:
        yield f"is {'locked' if now.locked else 'no longer locked'}."
    yield from _actions(was.do, now.do)
    yield from _wait(was, now)
    yield from _cases(was, now)
    yield from _split(was, now)
    if was.next != now.next:
        yield f"leads on to {_place(now.next)} instead of {_place(was.next)}."
    if was.end != now.end:
        yield "ends the flow." if now.end else "does not end the flow any more."


def _actions(was: tuple[Action, ...], now: tuple[Action, ...]) -> Iterator[str]:
    matcher = SequenceMatcher(None, [repr(one) for one in was], [repr(one) for one in now], autojunk=False)
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone, new = list(was[first:last]), list(now[begin:end])
        while gone and new and type(gone[0]) is type(new[0]):
            yield _changed(gone.pop(0), new.pop(0))
        yield from (f"takes out: {_did(one)}." for one in gone)
        yield from (f"adds: {_did(one)}." for one in new)


def _changed(was: Action, now: Action) -> str:
    fields = [name for name in now.__struct_fields__ if getattr(was, name) != getattr(now, name)]
    told = ", ".join(f"{name} {_told(getattr(was, name))} → {_told(getattr(now, name))}" for name in fields)
    return f"{_did(now)}: {told}."


def _did(action: Action) -> str:
    name = str(action.__struct_config__.tag).replace("_", " ")
    first = next((value for value in (getattr(action, key, "") for key in ("text", "field", "flow")) if value), "")
    return f"{name} “{first}”" if first else name


def _told(value: object) -> str:
    """A field of an action as people read it."""
    if isinstance(value, tuple):
        return _list(tuple(str(getattr(one, "text", one)) for one in value))
    return "nothing" if value in ("", None) else str(value)


def _wait(was: Node, now: Node) -> Iterator[str]:
    old, new = was.wait, now.wait
    if old is None or new is None:
        if old is not new:
            yield (
                f"waits for {new.subject} now." if new else f"does not wait for {old.subject if old else ''} any more."
            )
        return
    if old.subject != new.subject:
        yield f"waits for {new.subject} instead of {old.subject}."
    if (old.timeout, old.ring) != (new.timeout, new.ring):
        yield f"waits {_span(new.timeout)}{' and rings' if new.ring else ''} instead of {_span(old.timeout)}."
    for word in dict.fromkeys((*old.exits, *new.exits)):
        before, after = old.exits.get(word, ""), new.exits.get(word, "")
        if before != after:
            yield f"after “{word}” it goes {_to(after)} instead of {_to(before)}."


def _cases(was: Node, now: Node) -> Iterator[str]:
    old = {condition_words(case.when): case.to for case in was.cases}
    new = {condition_words(case.when): case.to for case in now.cases}
    yield from (f"no longer asks whether {words}." for words in old if words not in new)
    yield from (f"if {words}, it goes to {to}." for words, to in new.items() if words not in old)
    for words, before in old.items():
        if new.get(words, before) != before:
            yield f"if {words}, it goes to {new[words]} instead of {before}."
    if list(old) != list(new) and set(old) == set(new):
        yield "asks the same in another order."


def _split(was: Node, now: Node) -> Iterator[str]:
    if was.split == now.split:
        return
    if now.split is None:
        yield "does not try several ways any more."
        return
    ways = ", ".join(f"{way.weight} % {way.name} to {way.to}" for way in now.split.ways)
    yield f"tries several ways as “{now.split.name}”: {ways}."


def _texts(old: Flow, new: Flow) -> Iterator[Difference]:
    for language in dict.fromkeys((*old.texts, *new.texts)):
        was, now = _words(old.texts.get(language, {})), _words(new.texts.get(language, {}))
        for key in dict.fromkeys((*was, *now)):
            before, after = was.get(key, ""), now.get(key, "")
            if before != after:
                told = "changes" if before and after else "is new" if after else "is removed"
                sentence = f"The text {key} ({language}) {told}."
                yield Difference("text", sentence, "", key, language, before, after)


def _words(texts: Mapping[str, Template]) -> dict[str, str]:
    return {key: written(template) for key, template in texts.items()}


def _place(step: str) -> str:
    return step or "nowhere"


def _to(step: str) -> str:
    return f"to {step}" if step else "nowhere"


def _list(values: tuple[str, ...]) -> str:
    return ", ".join(values) or "nothing"


def _span(seconds: int) -> str:
    for unit, length in (("h", 3600), ("min", 60)):
        if seconds % length == 0 and seconds >= length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"
