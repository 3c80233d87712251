"""What is promised to travellers, and when the clocks of threads are due by it.

Theory. A due time is a value of what it counts from, the policy and the hours, so it can be computed by anybody at any
time. `changes` is for whoever changes what clocks count from, in that transaction.
"""

from collections.abc import Mapping

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.ids import channel_of
from bot.domain.staff import service_levels
from bot.domain.staff.hours import ALWAYS, Hours
from bot.domain.staff.person import Person
from bot.domain.staff.service_levels import Clocks, Countdown, Dues, Policy
from bot.ports.desk_records import DeskThread
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services.audited import act


class Levels(msgspec.Struct, frozen=True):
    """What is promised, and the business hours of teams ("" for everybody's), as of one transaction."""

    policies: tuple[Policy, ...]
    hours: Mapping[str, Hours]

    def policy(self, state: DeskThread) -> Policy | None:
        """The policy that holds for a thread."""
        channel = channel_of(state.thread)
        return service_levels.chosen(self.policies, team=state.team, priority=state.priority, channel=channel)

    def hours_of(self, team: str) -> Hours:
        """The business hours of a team: its own, else everybody's, else day and night."""
        return self.hours.get(team) or self.hours.get("", ALWAYS)


def levels(work: Work) -> Levels:
    """What is promised now."""
    return Levels(work.oversight.policies(), work.oversight.every_hours())


def changes(levels: Levels, before: DeskThread, after: DeskThread) -> dict[str, int]:
    """The due times that are to be written because a thread changed, by the names of their fields."""
    due = dues(levels, after)
    fresh = {"first_due": due.first, "next_due": due.next, "resolve_due": due.resolve}
    return {name: at for name, at in fresh.items() if at != getattr(before, name)}


def dues(levels: Levels, state: DeskThread) -> Dues:
    """When the clocks of a thread are due; none where the hours that count are never open."""
    clocks = Clocks(
        opened_at=state.opened_at,
        unanswered_since=state.unanswered_since,
        answered_at=state.answered_at,
        done_at=state.done_at,
    )
    try:
        return service_levels.dues(clocks, levels.policy(state), levels.hours_of(state.team))
    except InvalidError:
        return Dues()


def countdown(state: DeskThread, now: int) -> Countdown | None:
    """The clock of a thread that is due first, as staff read it; `now` in milliseconds UTC."""
    return service_levels.countdown(Dues(state.first_due, state.next_due, state.resolve_due), now)


def keep_policy(runtime: Runtime, person: Person, policy: Policy) -> None:
    """Promise something, or something else than before; raises `InvalidError` when it cannot be promised."""
    kept = service_levels.checked(policy)
    with runtime.records.begin() as work:
        before = next((one for one in work.oversight.policies() if one.id == kept.id), None)
        work.oversight.keep_policy(kept)
        work.audit.append(act(runtime, person.id, "service_level.keep", kept.id, before=before, after=kept))


def drop_policy(runtime: Runtime, person: Person, policy: str) -> None:
    """Promise it no more; raises `InvalidError` when nobody did."""
    with runtime.records.begin() as work:
        before = next((one for one in work.oversight.policies() if one.id == policy), None)
        if before is None:
            raise InvalidError("This service level is gone already.")
        work.oversight.drop_policy(policy)
        work.audit.append(act(runtime, person.id, "service_level.drop", policy, before=before, after=None))


def keep_hours(runtime: Runtime, person: Person, team: str, hours: Hours) -> None:
    """Say when a team, or with "" everybody, is there."""
    with runtime.records.begin() as work:
        before = work.oversight.hours(team)
        work.oversight.keep_hours(team, hours)
        work.audit.append(
            act(runtime, person.id, "service_level.hours", team or "everybody", before=before, after=hours)
        )
