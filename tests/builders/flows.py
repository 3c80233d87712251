"""Small flows for tests, and the faults that the rules find in them."""

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.adapters.data import catalogue
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.flow.issues import Around, Issue, issues
from bot.domain.flow.texts import Template

SAY: Mapping[str, Any] = {"do": "say", "text": "hi"}
EXITS: Mapping[str, str] = {"yes": "end", "no": "end", "no_match": "a", "timeout": "end", "person": "person"}
END: Mapping[str, Any] = {"do": [SAY], "end": True}
PERSON: Mapping[str, Any] = {"do": [{"do": "hand_over", "text": "hi"}]}
LANGUAGES = ("en", "fr")
TEXTS: Mapping[str, Mapping[str, Template]] = catalogue.texts()
KEYS = frozenset[str]().union(*TEXTS.values())


def document(nodes: Mapping[str, Any], *, name: str = "tiny", **more: Any) -> dict[str, Any]:
    """A document of the newest specification with these steps, an end, and a person."""
    texts = more.pop("texts", {"en": {"hi": "Hi"}, "fr": {"hi": "Salut"}})
    steps = {"a": {"next": "end"}, "end": END, "person": PERSON, **nodes}
    return {"spec": 2, "flow": name, "start": "a", "nodes": steps, "texts": texts, **more}


def flow(nodes: Mapping[str, Any], *, name: str = "tiny", revision: int = 1, **more: Any) -> Flow:
    """The flow of such a document."""
    return parse_flow(msgspec.json.encode(document(nodes, name=name, **more)), revision=revision)


def ask(subject: str = "yes_no", *, text: str = "hi", **exits: str) -> dict[str, Any]:
    """A step that asks and waits."""
    ways = {"no_match": "a", "timeout": "end", "person": "person", **exits}
    if subject == "yes_no":
        ways = {"yes": "end", "no": "end", **ways}
    return {"do": [{"do": "ask", "text": text}], "wait": {"for": subject, "exits": ways}}


def found(checked: Flow, rule: int, around: Around | None = None, **more: Any) -> list[Issue]:
    """The faults of a flow that a rule finds, with all that ships around it."""
    languages = more.get("languages", LANGUAGES)
    flows = more.get("flows", frozenset[str]())
    stands = around or Around(texts=TEXTS)
    every = issues(checked, languages=languages, flows=flows, catalogue=KEYS, around=stands)
    return [issue for issue in every if issue.rule == rule]


def sentences(checked: Flow, rule: int, around: Around | None = None, **more: Any) -> list[str]:
    """The sentences of those faults."""
    return [issue.sentence for issue in found(checked, rule, around, **more)]


def shipped() -> dict[str, Flow]:
    """The flows that ship, by name."""
    return {one.name: one for one in map(parse_flow, catalogue.sample_flows())}
