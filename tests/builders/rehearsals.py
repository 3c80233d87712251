"""Rehearsals for tests: the sample flow as a draft, an opening, and scripts that were played."""

from typing import Any

import msgspec

from bot.adapters.data.catalogue import sample_flows
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.rehearsal.acts import Act, Happens, Opening, Plans, Says, Taps
from bot.domain.rehearsal.drafted import with_draft
from bot.domain.rehearsal.golden import means_of
from bot.domain.rehearsal.play import Means, played
from bot.domain.rehearsal.script import Script, add
from bot.domain.rehearsal.stage import Stage
from tests.builders.world import NOW_MS, book, world

OPENING = Opening("en", "webchat", NOW_MS)
WISH = Says("Paris to New York on 4 December, one way, 1 adult")
TO_OFFERS: tuple[Act, ...] = (Plans("search", "sample"), WISH)
TO_REVIEW: tuple[Act, ...] = (
    *TO_OFFERS,
    Taps("Choose", "offer 1"),
    Says("Marie Durand"),
    Says("24 July 1987"),
    Says("marie@example.com"),
)
TO_CHECKOUT: tuple[Act, ...] = (*TO_REVIEW, Taps("Yes, hold them", "yes"))
TO_TICKETS: tuple[Act, ...] = (*TO_CHECKOUT, Happens("paid"))


def means(draft: Flow | None = None) -> Means:
    """What the sample flow, or a draft of it, is rehearsed with: no timetable is asked."""
    return means_of(with_draft(world(), draft or book()))


def stage(*acts: Act, opening: Opening = OPENING, draft: Flow | None = None) -> Stage:
    """The stage after acts."""
    return played(opening, acts, means(draft))


def script(*acts: Act, opening: Opening = OPENING) -> Script:
    """A script that was played."""
    made = Script("book", opening)
    for act in acts:
        made, _ = add(made, act, means())
    return made


def words(of: Stage) -> str:
    """What was said in the last act."""
    return "\n".join(line.text for line in of.fresh if line.message is not None)


def sample() -> dict[str, Any]:
    """The document of the sample flow that books."""
    documents: list[dict[str, Any]] = [msgspec.json.decode(document) for document in sample_flows()]
    return next(document for document in documents if document["flow"] == "book")


def reworded(key: str, text: str, *, language: str = "en") -> Flow:
    """The sample flow with another text."""
    return parse_flow(reworded_document(key, text, language=language))


def reworded_document(key: str, text: str, *, language: str = "en") -> bytes:
    """The document of the sample flow with another text."""
    document = sample()
    document["texts"][language][key] = text
    return msgspec.json.encode(document)


def without_step(step: str, *, instead: str) -> Flow:
    """The sample flow without a step: whatever led there leads elsewhere."""
    document = sample()
    del document["nodes"][step]
    for node in document["nodes"].values():
        for case in node.get("cases", ()):
            case["to"] = instead if case["to"] == step else case["to"]
        for name, to in node.get("wait", {}).get("exits", {}).items():
            node["wait"]["exits"][name] = instead if to == step else to
        if node.get("next") == step:
            node["next"] = instead
    return parse_flow(msgspec.json.encode(document))
