"""Publishing flows: what stands in the way, what takes two people, and the move of the pointer."""

from collections.abc import Mapping

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.flow.guarded import guarded_changes, sells
from bot.domain.flow.issues import Issue, issues
from bot.domain.flow.parts import same
from bot.domain.flow.texts import Template
from bot.domain.flow.transfer import tidied
from bot.ports.flow_records import FlowRevision
from bot.ports.records import Records, Work
from bot.services.flow_around import Beside, around, live_flows

Texts = Mapping[str, Mapping[str, Template]]
"""The catalogue of texts, by language and key."""
CAME_ALONG = "Came with the program."
"""Notes of what is published at the installation."""


def publish(
    records: Records,
    document: bytes,
    *,
    texts: Texts,
    author: str,
    now: int,
    alone: bool = False,
) -> FlowRevision:
    """Make a document the live revision of its flow; raises `InvalidError` that lists what stands in its way.

    `texts` is the catalogue by language; `now` is milliseconds since 1970, UTC. Talks that have begun stay on their
    revision. What changes a step or a text about money is refused: two people publish that (`flow_proposals`). With
    `alone` one does, as at the installation.
    """
    with records.begin() as work:
        if not alone:
            alone_or_refused(work, parse_flow(document))
        return put_live(work, document, beside=Beside(texts), author=author, now=now, notes=CAME_ALONG)


def put_live(
    work: Work,
    document: bytes,
    *,
    beside: Beside,
    author: str,
    now: int,
    notes: str,
) -> FlowRevision:
    """Do what `publish` does inside somebody else's transaction, whatever it changes.

    Threads that tried a draft of the flow do so no longer, and a draft that says the same stands on the new revision.
    """
    flow = parse_flow(document)
    check(work, flow, beside=beside)
    made = work.flows.publish(flow.name, document, author=author, at=now, notes=notes)
    if work.flow_releases.stop_trying(flow.name):
        work.flows.touch()
    draft = work.flow_drafts.draft(flow.name, lock=True)
    if draft is not None and same(draft.document, tidied(document)):
        work.flow_drafts.save(msgspec.structs.replace(draft, base=made.revision))
    return made


def alone_or_refused(work: Work, flow: Flow) -> None:
    """Raise `InvalidError` that lists what of a flow only two people may publish, if there is anything."""
    if changes := money_changes(work, flow):
        raise InvalidError(f"A second person has to approve this: {'; '.join(changes)}.")


def check(work: Work, flow: Flow, *, beside: Beside) -> None:
    """Raise `InvalidError` that lists what stands in the way of publishing a flow, if anything does."""
    blocking = [fault for fault in faults(work, flow, beside=beside) if fault.blocks]
    if blocking:
        raise InvalidError("\n".join(f"{fault.where}: {fault.sentence}" for fault in blocking))


def faults(work: Work, flow: Flow, *, beside: Beside) -> tuple[Issue, ...]:
    """Every fault of a flow, also those with which it may be published."""
    catalogue = frozenset[str]().union(*beside.texts.values())
    stands = around(work, flow, beside=beside)
    known = frozenset(stands.others)
    return issues(flow, languages=tuple(beside.texts), flows=known, catalogue=catalogue, around=stands)


def live_revision(work: Work, flow: str) -> int:
    """The number of the live revision of a flow, 0 for none."""
    return work.flows.pointers().get(flow, 0)


def money_changes(work: Work, flow: Flow) -> tuple[str, ...]:
    """What publishing a flow would change of steps and texts about money, each as a clause; nothing for the first."""
    live = live_flows(work)
    if not live:
        return ()
    selling = {name for name, known in live.items() if sells(known)}
    return guarded_changes(live.get(flow.name), flow, selling=selling)
