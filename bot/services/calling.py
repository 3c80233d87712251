"""Calling a person to a thread: open desks are told, and a team that the flow named has the thread."""

import msgspec

from bot.domain.conversation.effects import CallAgent
from bot.ports.conversations import Due
from bot.ports.live import LiveNote
from bot.ports.runtime import Runtime
from bot.services import service_levels


def call(runtime: Runtime, due: Due) -> None:
    """Perform `CallAgent`; a team that is no more is not waited for. Raises `UnavailableError`; safe to repeat."""
    if isinstance(due.effect, CallAgent) and due.effect.team:
        _to_team(runtime, due.thread, due.effect.team)
    runtime.live.publish((LiveNote("", due.thread, "desk", 0),))


def _to_team(runtime: Runtime, thread: str, team: str) -> None:
    with runtime.records.begin() as work:
        if work.teams.team(team) is None:
            return
        state = work.desk.thread(thread, lock=True)
        changed = msgspec.structs.replace(state, team=team)
        dues = service_levels.changes(service_levels.levels(work), state, changed) if state.opened_at else {}
        if changed != state:
            work.desk.change(thread, team=team, **dues)
