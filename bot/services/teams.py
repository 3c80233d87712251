"""Teams, how much each person takes, and what a thread of a channel weighs: kept and audited."""

from bot.domain.errors import InvalidError
from bot.domain.staff import team as rules
from bot.domain.staff.person import Person
from bot.domain.staff.presence import checked_capacity, checked_weight
from bot.domain.staff.team import Team
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import assigning
from bot.services.audited import act


def keep(runtime: Runtime, person: Person, team: Team) -> None:
    """Make a team, or change it; raises `InvalidError` for what cannot be kept."""
    wanted = rules.checked(team)
    with runtime.records.begin() as work:
        _check(work, wanted)
        before = work.teams.team(wanted.id)
        work.teams.keep(wanted)
        if wanted != before:
            work.audit.append(act(runtime, person.id, "team.keep", wanted.id, before=before, after=wanted))
    assigning.wake(runtime)


def drop(runtime: Runtime, person: Person, team: str) -> None:
    """Remove a team: its threads wait for another; raises `InvalidError` when it is gone already."""
    with runtime.records.begin() as work:
        before = work.teams.team(team)
        if before is None:
            raise InvalidError("This team is gone already.")
        work.teams.drop(team)
        work.audit.append(act(runtime, person.id, "team.drop", team, before=before, after=None))
    assigning.wake(runtime)


def set_capacity(runtime: Runtime, person: Person, agent: str, points: int) -> None:
    """Say how much somebody takes; raises `InvalidError` for who may not answer and for what is no capacity."""
    wanted = checked_capacity(points)
    with runtime.records.begin() as work:
        known = work.people.person(agent)
        if known is None or not known.may("threads.talk"):
            raise InvalidError("Nobody of those who may answer has this id.")
        before = work.agents.agent(agent).capacity
        work.agents.change(agent, capacity=wanted)
        if wanted != before:
            work.audit.append(act(runtime, person.id, "capacity.set", agent, before=before, after=wanted))
    assigning.wake(runtime)


def set_weight(runtime: Runtime, person: Person, channel: str, points: int) -> None:
    """Say what a thread of a channel weighs; raises `InvalidError` for an unknown channel and for what is no weight."""
    wanted = checked_weight(points)
    if channel not in runtime.channels:
        raise InvalidError("There is no such channel.")
    with runtime.records.begin() as work:
        before = work.agents.weights().get(channel, 1)
        work.agents.keep_weight(channel, wanted)
        if wanted != before:
            work.audit.append(act(runtime, person.id, "channel.weigh", channel, before=before, after=wanted))
    assigning.wake(runtime)


def _check(work: Work, team: Team) -> None:
    """Raise `InvalidError` for a name that another team has and for members who may not answer."""
    names = {other.name.casefold() for other in work.teams.teams() if other.id != team.id}
    if team.name.casefold() in names:
        raise InvalidError("Another team has this name.")
    known = [work.people.person(member) for member in team.members]
    if any(one is None or not one.may("threads.talk") for one in known):
        raise InvalidError("Only people who may answer travellers can be in a team.")
