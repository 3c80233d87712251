"""What came of A/B trials: who took which way and who paid after that, kept with the archive, each traveller once.

Theory. The way that somebody took is written in the talk itself (`bot.domain.flow.splits`), which is archived with
every turn; a ticket is a turn. Both are noted in the archivist's transaction: the first way that was seen of a thread
stands, and so does the first ticket after it, so a batch that is written again changes nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.domain.conversation.entry import TurnEntry
from bot.domain.conversation.events import TicketIssued
from bot.domain.conversation.state import Conversation
from bot.domain.flow.conversion import Taken, Took
from bot.domain.flow.splits import exposures
from bot.ports.records import Work
from bot.ports.runtime import Runtime


def keep(work: Work, talks: Iterable[Conversation], turns: Sequence[TurnEntry]) -> None:
    """Note who took which way and who has a ticket, in the transaction in which their turns are archived."""
    at = {turn.thread: turn.at for turn in reversed(turns)}
    took = [
        Took(trial, talk.thread, way, at.get(talk.thread, 0))
        for talk in talks
        if not _tries_a_draft(talk)
        for trial, way in exposures(talk).items()
    ]
    if took:
        work.flow_figures.take(took)
    paid = {turn.thread: turn.at for turn in reversed(turns) if isinstance(turn.event, TicketIssued)}
    if paid:
        work.flow_figures.pay(paid)


def figures(runtime: Runtime, trials: Collection[str]) -> Mapping[tuple[str, str], Taken]:
    """What came of each way that somebody took, by trial and way."""
    if not trials:
        return {}
    with runtime.records.begin() as work:
        return work.flow_figures.taken(trials)


def _tries_a_draft(talk: Conversation) -> bool:
    """Whether a test traveller talks on a draft: those are no part of a trial."""
    return talk.position is not None and talk.position.revision < 0
