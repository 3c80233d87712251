"""What the clock does for the desk: hands out what waits, gives back what nobody takes up, tells who waits."""

from collections.abc import Callable, Mapping

from bot.ports.runtime import Runtime
from bot.services import absence, assigning, escalation, presence, queue_words, ratings, runs, silence, transfers

ASSIGN_SECONDS = 2


def assigned(runtime: Runtime, _: object) -> int:
    """Hand out what waits, should nobody have asked for it, and let pages know who went away by themselves."""
    presence.tell_lapsed(runtime, within_ms=2 * ASSIGN_SECONDS * 1000)
    return assigning.drain(runtime)


def silent_assignees(runtime: Runtime, _: object) -> int:
    """Give back what an assignee does not take up, and what an agent has who is gone."""
    return silence.watch(runtime) + absence.watch(runtime)


def open_transfers(runtime: Runtime, _: object) -> int:
    """Go on with transfers that were accepted, and end those that nobody answered."""
    return transfers.watch(runtime)


def told_waits(runtime: Runtime, _: object) -> int:
    """Tell those who wait for a person how long it takes."""
    return queue_words.tell(runtime)


def service_levels(runtime: Runtime, _: object) -> int:
    """Keep the clocks of threads at the desk, and tell of those that are due soon or late."""
    return escalation.watch(runtime)


def asked_ratings(runtime: Runtime, _: object) -> int:
    """Ask travellers whose threads were closed how they were helped."""
    return ratings.ask_due(runtime)


def open_runs(runtime: Runtime, _: object) -> int:
    """Go on with actions over many threads that nobody's page goes on with."""
    return runs.go_on(runtime)


DESK_SWEEPS: Mapping[str, tuple[float, Callable[[Runtime, object], int]]] = {
    "assigned": (ASSIGN_SECONDS, assigned),
    "silent_assignees": (5, silent_assignees),
    "open_transfers": (2, open_transfers),
    "told_waits": (2, told_waits),
    "service_levels": (15, service_levels),
    "asked_ratings": (3, asked_ratings),
    "open_runs": (1, open_runs),
}
"""The sweeps of the desk by name, and how many seconds apart each runs."""
