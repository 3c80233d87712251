"""Machines as tables: one look-up moves, a miss refuses, and the same table draws the diagram."""

from collections.abc import Iterator, Mapping

from bot.domain.errors import IllegalError

Table = Mapping[str, Mapping[str, str]]


def move(table: Table, state: str, trigger: str, *, machine: str) -> str:
    """The state that follows; raises `IllegalError`, changing nothing, when the table does not list the move."""
    try:
        return table[state][trigger]
    except KeyError:
        raise IllegalError(f"{machine}: nothing leads from {state!r} by {trigger!r}.") from None


def allows(table: Table, state: str, trigger: str) -> bool:
    """Whether the table lists the move."""
    return trigger in table.get(state, {})


def states(table: Table) -> tuple[str, ...]:
    """Every state that the table names, in the order of first mention."""
    seen: dict[str, None] = {}
    for state, moves in table.items():
        seen[state] = None
        seen.update(dict.fromkeys(moves.values()))
    return tuple(seen)


def mermaid(table: Table, *, start: str) -> str:
    """The machine as a Mermaid state diagram; parallel arrows share one line."""
    return "\n".join(["stateDiagram-v2", f"    [*] --> {start}", *_arrows(table)])


def _arrows(table: Table) -> Iterator[str]:
    for state, moves in table.items():
        together: dict[str, list[str]] = {}
        for trigger, target in moves.items():
            together.setdefault(target, []).append(trigger)
        for target, triggers in together.items():
            yield f"    {state} --> {target}: {', '.join(triggers)}"
    for state in states(table):
        if not table.get(state):
            yield f"    {state} --> [*]"
