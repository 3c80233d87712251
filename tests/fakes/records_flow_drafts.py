"""Drafts of flows, publications to come, and snapshots that threads try, in memory."""

from collections.abc import Iterable, Mapping

from bot.domain.errors import ConflictError
from bot.domain.flow.drafting import REMEMBERED, Done, Draft
from bot.domain.flow.release import Scheduled, Trial
from bot.ports.flow_draft_records import DraftHead


class MemoryFlowDraftRecords:
    """The port `FlowDraftRecords`."""

    def __init__(self) -> None:
        self.kept: dict[str, Draft] = {}
        self.edits: dict[tuple[str, int], Done] = {}

    def draft(self, flow: str, *, lock: bool = False) -> Draft | None:  # noqa: ARG002  one transaction at a time
        """The draft of a flow."""
        return self.kept.get(flow)

    def begin(self, draft: Draft) -> None:
        """Keep a new draft, unless its flow has one."""
        self.kept.setdefault(draft.flow, draft)

    def save(self, draft: Draft) -> None:
        """Keep a draft as it is now."""
        self.kept[draft.flow] = draft

    def drop(self, flow: str) -> None:
        """Forget a draft and what was done to it."""
        self.kept.pop(flow, None)
        for done in self.history(flow):
            del self.edits[flow, done.number]

    def heads(self) -> tuple[DraftHead, ...]:
        """Every draft without its document."""
        return tuple(DraftHead(one.flow, one.base, one.version, one.at, one.by) for _, one in sorted(self.kept.items()))

    def remember(self, flow: str, done: Done) -> None:
        """Keep an operation that was done."""
        self.edits[flow, done.number] = done
        for old in self.history(flow)[:-REMEMBERED]:
            del self.edits[flow, old.number]

    def change(self, flow: str, done: Done) -> None:
        """Keep whether an operation is undone."""
        self.edits[flow, done.number] = done

    def forget_undone(self, flow: str, by: str) -> None:
        """Forget what somebody has undone."""
        for done in self.history(flow):
            if done.by == by and done.undone:
                del self.edits[flow, done.number]

    def history(self, flow: str) -> tuple[Done, ...]:
        """The operations on a draft that are remembered, the oldest first."""
        return tuple(done for (name, _), done in sorted(self.edits.items(), key=lambda one: one[0]) if name == flow)


class MemoryFlowReleaseRecords:
    """The port `FlowReleaseRecords`."""

    def __init__(self) -> None:
        self.schedules: dict[str, Scheduled] = {}
        self.drafts: list[tuple[str, bytes]] = []
        self.trying: dict[tuple[str, str], Trial] = {}

    def schedule(self, scheduled: Scheduled) -> None:
        """Keep a publication that waits."""
        if any(one.flow == scheduled.flow for one in self.waiting()) or scheduled.id in self.schedules:
            raise ConflictError("A publication of this flow waits already. Cancel it first.", retryable=False)
        self.schedules[scheduled.id] = scheduled

    def scheduled(self, name: str, *, lock: bool = False) -> Scheduled | None:  # noqa: ARG002  one at a time
        """A publication by its id."""
        return self.schedules.get(name)

    def settle(self, scheduled: Scheduled) -> None:
        """Keep what became of a publication."""
        self.schedules[scheduled.id] = scheduled

    def waiting(self) -> tuple[Scheduled, ...]:
        """Every publication that waits, the soonest first."""
        found = [one for one in self.schedules.values() if one.state == "waiting"]
        return tuple(sorted(found, key=lambda one: (one.due, one.id)))

    def unseen(self, author: str) -> tuple[Scheduled, ...]:
        """What ended otherwise than its author wanted."""
        mine = [one for one in self.schedules.values() if one.author == author and one.state != "waiting"]
        return tuple(sorted((one for one in mine if not one.seen), key=lambda one: (one.settled_at, one.id)))

    def snapshot(self, flow: str, document: bytes, *, by: str, at: int) -> int:  # noqa: ARG002  kept for people
        """Freeze a draft."""
        newest = max((number for number, one in enumerate(self.drafts, 1) if one[0] == flow), default=0)
        if newest and self.drafts[newest - 1][1] == document:
            return -newest
        self.drafts.append((flow, document))
        return -len(self.drafts)

    def snapshots(self) -> tuple[tuple[str, int], ...]:
        """Flow and number of every snapshot."""
        return tuple((flow, -number) for number, (flow, _) in enumerate(self.drafts, 1))

    def frozen(self, wanted: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], bytes]:
        """Documents of snapshots by flow and number."""
        known = set(self.snapshots())
        return {name: self.drafts[-name[1] - 1][1] for name in wanted if name in known}

    def try_on(self, trial: Trial) -> None:
        """Let new talks of a thread begin on a snapshot."""
        self.trying[trial.thread, trial.flow] = trial

    def stop_trying(self, flow: str, thread: str = "") -> tuple[str, ...]:
        """Let new talks of a thread, or of all, begin on the live revision again."""
        those = sorted(one.thread for one in self.trying.values() if one.flow == flow and thread in ("", one.thread))
        for one in those:
            del self.trying[one, flow]
        return tuple(those)

    def trials(self) -> tuple[Trial, ...]:
        """Every thread that tries a draft, the first given first."""
        return tuple(sorted(self.trying.values(), key=lambda one: (one.at, one.thread, one.flow)))
