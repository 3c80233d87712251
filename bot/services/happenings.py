"""Writes what reports count, with the turns of which it tells."""

from collections.abc import Sequence

from bot.domain.conversation.entry import TurnEntry
from bot.domain.staff.happenings import happenings
from bot.ports.records import Work


def note(work: Work, turns: Sequence[TurnEntry]) -> None:
    """Write what turns have for the reports, in the transaction that archives them; once, however often it is called.

    The team is the one that has the thread at that moment.
    """
    with_desk = {turn.thread for turn in turns if turn.owner != "bot" or turn.was not in ("bot", "")}
    states = work.oversight.states(with_desk) if with_desk else {}
    teams = {thread: state.team for thread, state in states.items()}
    work.happenings.append(
        tuple(event for turn in turns for event in happenings(turn, team=teams.get(turn.thread, "")))
    )
