"""What those who oversee the desk keep, in memory: service levels, what reports count, ratings, macros and runs."""

from collections.abc import Iterable, Mapping

from bot.domain.staff.happenings import DESK_KINDS, DeskEvent
from bot.domain.staff.hours import Hours
from bot.domain.staff.macros import Macro
from bot.domain.staff.service_levels import Policy
from bot.ports.desk_records import DeskThread
from bot.ports.happening_records import Rating
from bot.ports.macro_records import Item, Run
from tests.fakes.records_desk import MemoryDeskRecords


class MemoryOversightRecords:
    """The port `OversightRecords`."""

    def __init__(self, desk: MemoryDeskRecords) -> None:
        self._desk = desk
        self.kept: dict[str, Policy] = {}
        self.open: dict[str, Hours] = {}

    def policies(self) -> tuple[Policy, ...]:
        """By name."""
        return tuple(sorted(self.kept.values(), key=lambda policy: (policy.name, policy.id)))

    def keep_policy(self, policy: Policy) -> None:
        """Write it."""
        self.kept[policy.id] = policy

    def drop_policy(self, policy: str) -> None:
        """Forget it."""
        self.kept.pop(policy, None)

    def hours(self, team: str) -> Hours | None:
        """Of a team."""
        return self.open.get(team)

    def every_hours(self) -> Mapping[str, Hours]:
        """Of all."""
        return dict(self.open)

    def keep_hours(self, team: str, hours: Hours) -> None:
        """Write them."""
        self.open[team] = hours

    def states(self, threads: Iterable[str]) -> Mapping[str, DeskThread]:
        """Of many threads."""
        return {thread: self._desk.thread(thread) for thread in sorted(set(threads))}

    def clocked(self) -> tuple[DeskThread, ...]:
        """Those with a clock."""
        states = (self._desk.threads[thread] for thread in sorted(self._desk.threads))
        return tuple(state for state in states if state.first_due or state.next_due or state.resolve_due)


class MemoryHappeningRecords:
    """The port `HappeningRecords`."""

    def __init__(self) -> None:
        self.events: list[DeskEvent] = []
        self.ratings: dict[str, Rating] = {}

    def append(self, events: tuple[DeskEvent, ...]) -> tuple[str, ...]:
        """Write what is new."""
        known = {event.id for event in self.events}
        new = []
        for event in events:
            if event.id not in known:
                known.add(event.id)
                self.events.append(event)
                new.append(event.id)
        return tuple(new)

    def between(self, since: int, until: int, *, looking_back: int = 0) -> tuple[DeskEvent, ...]:
        """A range, and cases before it."""
        found = [
            event
            for event in self.events
            if since - looking_back <= event.at < until and (event.at >= since or event.kind in DESK_KINDS)
        ]
        return tuple(sorted(found, key=lambda event: event.at))

    def newest(self, kinds: frozenset[str], *, most: int) -> tuple[DeskEvent, ...]:
        """The newest first."""
        return tuple([event for event in reversed(self.events) if event.kind in kinds][:most])

    def last_of(self, thread: str, kind: str) -> DeskEvent | None:
        """The newest of a thread."""
        mine = (event for event in reversed(self.events) if (event.thread, event.kind) == (thread, kind))
        return next(mine, None)

    def begin_rating(self, rating: Rating) -> bool:
        """Once."""
        fresh = rating.closing not in self.ratings
        self.ratings.setdefault(rating.closing, rating)
        return fresh

    def pending(self, *, closed_before: int, most: int) -> tuple[Rating, ...]:
        """Oldest first."""
        found = [one for one in self.ratings.values() if one.state == "pending" and one.closed_at < closed_before]
        return tuple(sorted(found, key=lambda one: (one.closed_at, one.closing))[:most])

    def rating(self, closing: str, *, lock: bool = False) -> Rating | None:  # noqa: ARG002  one transaction at a time
        """What is known."""
        return self.ratings.get(closing)

    def keep_rating(self, rating: Rating) -> None:
        """Write it."""
        self.ratings[rating.closing] = rating

    def comments(self, *, since: int, until: int, most: int) -> tuple[Rating, ...]:
        """The newest first."""
        found = [one for one in self.ratings.values() if one.comment and since <= one.answered_at < until]
        return tuple(sorted(found, key=lambda one: (-one.answered_at, one.closing))[:most])


class MemoryMacroRecords:
    """The port `MacroRecords`."""

    def __init__(self) -> None:
        self.known: dict[str, Macro] = {}
        self.runs: dict[str, Run] = {}
        self.work: dict[tuple[str, int], Item] = {}

    def macros(self) -> tuple[Macro, ...]:
        """By name."""
        return tuple(sorted(self.known.values(), key=lambda macro: (macro.name, macro.id)))

    def macro(self, macro: str) -> Macro | None:
        """By its id."""
        return self.known.get(macro)

    def keep(self, macro: Macro) -> None:
        """Write it."""
        self.known[macro.id] = macro

    def drop(self, macro: str) -> None:
        """Forget it."""
        self.known.pop(macro, None)

    def begin_run(self, run: Run, threads: tuple[str, ...]) -> bool:
        """Write it with its threads, once."""
        if run.id in self.runs:
            return False
        self.runs[run.id] = run
        for number, thread in enumerate(threads, 1):
            self.work[run.id, number] = Item(run=run.id, number=number, thread=thread)
        return True

    def run(self, run: str) -> Run | None:
        """By its id."""
        return self.runs.get(run)

    def items(self, run: str) -> tuple[Item, ...]:
        """In order."""
        return tuple(item for key, item in sorted(self.work.items()) if key[0] == run)

    def next_items(self, *, run: str = "", started_before: int, most: int) -> tuple[Item, ...]:
        """Those that wait."""
        waiting = [
            item
            for _, item in sorted(self.work.items())
            if item.state == "waiting" and item.started_at < started_before and run in ("", item.run)
        ]
        return tuple(waiting[:most])

    def keep_item(self, item: Item) -> None:
        """Write it."""
        self.work[item.run, item.number] = item
