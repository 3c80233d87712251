"""A flow of many steps with a long history, drafts and figures: what the pages of flows have to carry in a bench."""

from collections.abc import Callable
from typing import Any

import msgspec

from bot.domain.flow.footfall import Passed, Stand, Step
from bot.domain.flow.operations import MoveStep, SetExits, SetText
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import flow_drafts
from bot.services.approvals import Deciding
from bot.services.audited import Acting

FLOW = "long"
LANGUAGES = ("en", "fr", "es", "de")
_CHANGED = 5
"""Texts that each revision words otherwise."""


def document(steps: int, *, words: str = "") -> dict[str, Any]:
    """A flow of questions with two answers each, one of which skips ahead; `words` go into a few of its texts."""
    nodes: dict[str, Any] = {f"step_{number}": _question(number, last=steps - 3) for number in range(steps - 2)}
    nodes["person"] = {"do": [{"do": "hand_over", "text": "person"}], "end": True}
    nodes["done"] = {"do": [{"do": "say", "text": "done"}], "end": True}
    asked = {f"ask_{number}": f"Question {number}: shall we go on?" for number in range(steps - 2)}
    asked |= {f"ask_{number}": f"Question {number}: shall we go on, {words}?" for number in range(_CHANGED) if words}
    texts = asked | {"yes": "Yes", "no": "No", "person": "Somebody comes.", "done": "That was all."}
    return {
        "spec": 2,
        "flow": FLOW,
        "start": "step_0",
        "nodes": nodes,
        "texts": dict.fromkeys(LANGUAGES, texts),
        "layout": {},
    }


def fill(runtime: Runtime, *, steps: int, revisions: int, threads: int, say: Callable[[str], None]) -> None:
    """Write so many revisions of a flow of so many steps, people who passed, and so many talks that go on."""
    say(f"Writing {revisions} revisions of {steps} steps…")
    for count in range(revisions):
        body = msgspec.json.encode(document(steps, words=f"{count} times"))
        with runtime.records.begin() as work:
            work.flows.publish(FLOW, body, author="per_bench", at=1 + count, notes=f"Revision {count} of the bench")
    names = list(document(steps)["nodes"])
    with runtime.records.begin() as work:
        stands = [
            Stand(f"webchat:TF:bench{one}", 1, Step(FLOW, revisions - one % 3, names[one % steps]), 1)
            for one in range(threads)
        ]
        passed = {Step(FLOW, revisions, name): Passed(2000 - at, 1900 - at, 60, 5) for at, name in enumerate(names)}
        work.flow_figures.keep(stands, passed)


def edit(runtime: Runtime, person: Person, number: int, *, steps: int) -> None:
    """Edit a text, the place of a step in the outline, and where a way leads: no draft of before had that shape."""
    reword(runtime, person, number)
    by, draft = _by(runtime, person), flow_drafts.shown(runtime, FLOW)
    moved = MoveStep("step_3", f"step_{4 + number % (steps - 8)}", seen=draft.stamp("place:step_3").version)
    flow_drafts.edit(runtime, FLOW, moved, by)
    rounds, at = divmod(number, steps - 20)
    step = f"step_{8 + at}"
    exits = {**draft.document["nodes"][step]["wait"]["exits"], "no": f"step_{10 + at + rounds}"}
    flow_drafts.edit(runtime, FLOW, SetExits(step, exits, seen=draft.stamp(f"step:{step}").version), by)


def reword(runtime: Runtime, person: Person, number: int) -> None:
    """Edit a text alone, as most who edit do: the shape of the draft stays."""
    draft = flow_drafts.shown(runtime, FLOW)
    text = SetText("en", "ask_7", f"Shall we go on, {number}?", seen=draft.stamp("text:en:ask_7").version)
    flow_drafts.edit(runtime, FLOW, text, _by(runtime, person))


def _by(runtime: Runtime, person: Person) -> Deciding:
    return Deciding(person, Acting(person.id, runtime.clock.now(), "", "bench"))


def _question(number: int, *, last: int) -> dict[str, Any]:
    on, skip = (f"step_{ahead}" if (ahead := number + far) <= last else "done" for far in (1, 3))
    options = [{"text": "yes", "value": "yes"}, {"text": "no", "value": "no"}]
    exits = {"yes": on, "no": skip, "no_match": f"step_{number}", "timeout": f"step_{number}", "person": "person"}
    ask = {"do": "ask", "text": f"ask_{number}", "options": options}
    return {"do": [ask], "wait": {"for": "choice", "exits": exits}}
