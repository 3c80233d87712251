"""The desk's reports: figures of a range of days, with names, and what travellers added to their ratings."""

from datetime import date, timedelta

import msgspec

from bot.domain.moments import milliseconds
from bot.domain.staff import figures
from bot.domain.staff.figures import LOOK_BACK_MS, Line, Range, Report, Wanted
from bot.domain.staff.person import Person
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services.audited import act

DEFAULT_DAYS = 7
MOST_COMMENTS = 50


class Comment(msgspec.Struct, frozen=True):
    """What somebody added to a rating, "" when it was taken back or erased since; `at` is milliseconds UTC."""

    thread: str
    score: int
    name: str
    at: int
    text: str


def this_week(runtime: Runtime) -> Range:
    """Today and the six days before it, in the airline's zone."""
    zone = runtime.world().brand.zone
    today = figures.day_of(milliseconds(runtime.clock.now()), zone)
    return Range(today - timedelta(days=DEFAULT_DAYS - 1), today, zone)


def days(runtime: Runtime, first: date, last: date) -> Range:
    """Days of the airline's zone; raises `InvalidError` when that is no range."""
    return figures.checked_range(first, last, runtime.world().brand.zone)


def report(runtime: Runtime, asked: Range, wanted: Wanted = Wanted()) -> Report:  # noqa: B008  frozen
    """The figures of a range; teams and people are called by their names of today."""
    with runtime.records.begin() as work:
        events = work.happenings.between(asked.since, asked.until, looking_back=LOOK_BACK_MS)
        teams = {team.id: team.name for team in work.teams.teams()}
        people = {person.id: person.name for person in work.people.people()}
    found = figures.report(events, asked, wanted)
    return msgspec.structs.replace(
        found,
        teams=tuple(_named(line, teams, otherwise="No team") for line in found.teams),
        agents=tuple(_named(line, people, otherwise=line.name) for line in found.agents),
    )


def comments(runtime: Runtime, asked: Range) -> tuple[Comment, ...]:
    """What travellers added to their ratings in a range, the newest first."""
    with runtime.records.begin() as work:
        rated = work.happenings.comments(since=asked.since, until=asked.until, most=MOST_COMMENTS)
        return tuple(
            Comment(one.thread, one.score, one.name, one.answered_at, _words(work, one.thread, one.comment))
            for one in rated
        )


def note_export(runtime: Runtime, person: Person, asked: Range) -> None:
    """Write down that somebody took the figures of a range away."""
    told = {"from": asked.first.isoformat(), "to": asked.last.isoformat()}
    with runtime.records.begin() as work:
        work.audit.append(act(runtime, person.id, "report.export", "desk", before=None, after=told))


def _named(line: Line, names: dict[str, str], *, otherwise: str) -> Line:
    return msgspec.structs.replace(line, name=names.get(line.key) or otherwise or line.key)


def _words(work: Work, thread: str, event: str) -> str:
    line = work.talk.known_as(thread, event)
    return str(msgspec.json.decode(line.body).get("text", "")) if line is not None and line.body else ""
