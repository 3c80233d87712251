"""Replaying: a real thread, with stand-ins for whoever is named in it, becomes a rehearsal of a draft.

Whoever edits a flow may see how a talk went that went wrong, and never with whom. Each replay stands in the audit.
"""

import msgspec

from bot.domain.conversation.state import Conversation
from bot.domain.errors import InvalidError
from bot.domain.flow.definition import Flow
from bot.domain.ids import channel_of
from bot.domain.rehearsal.acts import CHANNELS, Opening
from bot.domain.rehearsal.disguise import known_of
from bot.domain.rehearsal.drafted import with_draft
from bot.domain.rehearsal.golden import means_of
from bot.domain.rehearsal.retelling import Told, retold
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import rehearsals
from bot.services.audited import Acting, note
from bot.services.rehearsals import Held
from bot.services.thread_refs import ref_of, thread_of

MOST_LINES = 400
"""Lines of a thread that are told again: its newest, up to where it shall end."""
NOT_YOURS = "Threads are replayed by those who edit flows."
NOTHING = "Nobody has written in this thread, or its words are gone."


class Until(msgspec.Struct, frozen=True):
    """Where a thread that is told again ends: with a row of its transcript (0: the newest), or at a step, if sooner."""

    row: int = 0
    step: str = ""


TO_THE_END = Until()


def replay(
    runtime: Runtime, person: Person, draft: Flow, acting: Acting, *, thread: str, until: Until = TO_THE_END
) -> Held:
    """A rehearsal in which a real thread, named by its reference, was told again on a draft, to be gone on with.

    Raises `InvalidError` when the person may not, or when there is nothing to tell.
    """
    if not person.may("flows.edit"):
        raise InvalidError(NOT_YOURS)
    name = thread_of(runtime, thread)
    with runtime.records.begin() as work:
        lines = work.talk.lines(name, before=until.row + 1 if until.row else 0, most=MOST_LINES)
        archived = work.talk.conversation(name)
        after = {"flow": draft.name, "lines": len(lines)}
        note(work, acting, "flow.replay", ref_of(runtime, name), after=after)
    told = [Told(line.author, line.kind, line.body, line.at) for line in lines]
    if not any(line.author == "traveller" for line in told):
        raise InvalidError(NOTHING)
    means = means_of(with_draft(runtime.world(), draft))
    channel = channel_of(name)
    opening = Opening(
        language=lines[0].language or means.world.brand.languages[0],
        channel=channel if channel in CHANNELS else CHANNELS[0],
        begun=told[0].at,
        returning=_was_known(archived, told),
    )
    script = retold(opening, told, flow=draft.name, known=known_of(archived), means=means, until=until.step)
    return rehearsals.start(runtime, person, draft, script)


def _was_known(archived: Conversation | None, told: list[Told]) -> bool:
    """Whether the traveller was known when the thread began: a booking in it may have made them known since."""
    return archived is not None and archived.profile.is_known and all(line.kind != "Receipt" for line in told)
