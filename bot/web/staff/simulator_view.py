"""The simulator's page: the talk as its channel shows it, what may be done next, and what the talk knows."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from bot.domain.conversation.bubbles import Bubble
from bot.domain.conversation.messages import Form, Text
from bot.domain.flow.definition import Flow
from bot.domain.rehearsal.acts import CHANNELS, HAPPENINGS, PLANS
from bot.domain.rehearsal.drafted import with_draft
from bot.domain.rehearsal.sources import Source, said_by, sources
from bot.domain.rehearsal.words import duration
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import goldens, rehearsal_view
from bot.services.rehearsal_view import Drawn
from bot.services.rehearsals import Held
from bot.web.staff.draft_of import flow_path, step_path
from bot.web.staff.simulator_acts import SENDABLE, UNITS

CHANNEL_NAMES: Mapping[str, str] = {
    "webchat": "Web chat",
    "messenger": "Messenger",
    "whatsapp": "WhatsApp",
    "instagram": "Instagram",
    "terminal": "Terminal",
}
LANGUAGE_NAMES: Mapping[str, str] = {"en": "English", "fr": "French", "es": "Spanish", "de": "German"}
PLAN_NAMES: Mapping[str, str] = {
    "search": "Flight search",
    "hold": "Holding seats",
    "pay": "A saved card",
    "trips": "Bookings",
}
_SPEAKERS: Mapping[str, str] = {
    "traveller": "Traveller",
    "bot": "Bot",
    "person": "Person",
    "outside": "Outside",
    "tester": "You",
}


class Row(msgspec.Struct, frozen=True):
    """One line of the talk as the page shows it: who speaks, in which bubbles, and where the editor shows its step.

    `fresh` lines are those after the traveller's last word: what is offered there can still be tapped. `form` is the
    form that can be sent now.
    """

    number: int
    who: str
    speaker: str
    text: str
    bubbles: tuple[Bubble, ...]
    step: str
    path: str
    fresh: bool
    form: Form | None


def rows(runtime: Runtime, draft: Flow, held: Held) -> tuple[Row, ...]:
    """The talk, line by line."""
    lines = rehearsal_view.drawn(runtime, held)
    last = max((at for at, one in enumerate(lines) if one.line.who == "traveller"), default=-1)
    world = with_draft(runtime.world(), draft)
    known = tuple(source for name, live in world.live.items() for source in sources(world.flow(name, live)))
    return tuple(_row(at, one, held, known, fresh=at > last) for at, one in enumerate(lines))


def _row(at: int, one: Drawn, held: Held, known: Sequence[Source], *, fresh: bool) -> Row:
    line, stood = one.line, (one.line.flow, one.line.step)
    flow, said = said_by(line.text, known, stood=stood) if line.who == "bot" else stood
    step = said if flow == held.script.flow else f"{flow}.{said}".strip(".")
    return Row(
        number=at + 1,
        who=line.who,
        speaker=_SPEAKERS[line.who],
        text=line.text,
        bubbles=one.bubbles,
        step=step if line.message is not None else "",
        path=step_path(flow, said) if flow else "",
        fresh=fresh,
        form=_form(one, held) if fresh else None,
    )


def _form(one: Drawn, held: Held) -> Form | None:
    """The form of a message where its channel has fields, and the talk still waits for it."""
    message, place = one.line.message, held.stage.conversation.position
    if not isinstance(message, Text) or message.form is None or held.script.opening.channel != "webchat":
        return None
    return message.form if place is not None and message.form.wait == place.wait else None


def begin_values(runtime: Runtime, draft: Flow, person: Person) -> dict[str, Any]:
    """What the page shows on which a rehearsal is begun."""
    return {
        **_choices(runtime),
        "flow": draft.name,
        "flow_path": flow_path(draft.name),
        "entry": runtime.world().entry == draft.name,
        "steps": tuple(draft.nodes),
        "talks": goldens.of_flow(runtime, draft.name),
        "edits": person.may("flows.edit"),
    }


def page_values(runtime: Runtime, draft: Flow, person: Person, held: Held) -> dict[str, Any]:
    """What the page of a rehearsal shows."""
    state = rehearsal_view.inspected(runtime, draft, held)
    return {
        **_choices(runtime),
        "flow": draft.name,
        "flow_path": flow_path(draft.name),
        "base": f"{flow_path(draft.name)}/try/{held.id}",
        "held": held,
        "rows": rows(runtime, draft, held),
        "state": state,
        "step_path": step_path(state.flow, state.step) if state.flow else "",
        "rings_in": duration(max(1, (state.alarm - state.now) // 1000)) if state.alarm else "",
        "filled": [slot for slot in state.slots if slot.value],
        "empty": [slot.name for slot in state.slots if not slot.value],
        "places": _places(runtime, draft),
        "plans": [(what, PLAN_NAMES[what], ways, held.stage.plan(what)) for what, ways in PLANS.items()],
        "happenings": HAPPENINGS,
        "sendable": SENDABLE,
        "units": tuple(UNITS),
        "edits": person.may("flows.edit"),
    }


def _choices(runtime: Runtime) -> dict[str, Any]:
    languages = runtime.world().brand.languages
    return {
        "channels": [(name, CHANNEL_NAMES[name]) for name in CHANNELS],
        "languages": [(name, LANGUAGE_NAMES.get(name, name)) for name in languages],
    }


def _places(runtime: Runtime, draft: Flow) -> list[tuple[str, tuple[str, ...]]]:
    """The steps to which one may jump, by flow: those of the draft first."""
    world = runtime.world()
    others = [world.flow(name, world.live[name]) for name in sorted(world.live) if name != draft.name]
    return [(flow.name, tuple(flow.nodes)) for flow in (draft, *others)]
