"""Service levels: which one holds, when clocks are due, and how staff read them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import InvalidError
from bot.domain.staff.hours import ALWAYS, MINUTE_MS, Hours, Span
from bot.domain.staff.service_levels import (
    Clocks,
    Countdown,
    Dues,
    Policy,
    checked,
    chosen,
    countdown,
    dues,
    raised,
    stages,
)

NOW = int(datetime(2026, 11, 27, 16, 50, tzinfo=ZoneInfo("Europe/Paris")).timestamp() * 1000)
PARIS = Hours("Europe/Paris", tuple(Span(day, 9 * 60, 17 * 60) for day in range(5)))
EVERYBODY = Policy(id="all", name="Everybody", first=30, next=60, resolve=600)
AT_NIGHT = Policy(id="night", name="Night", first=30, always=True)


def after(minutes: float) -> int:
    """So many minutes after now."""
    return NOW + int(minutes * MINUTE_MS)


def test_the_policy_that_names_most_of_a_thread_holds() -> None:
    """A team's own promise comes before one for urgent threads, that before one for a channel, that before all."""
    channel = Policy(id="c", name="Channel", channel="whatsapp", first=1)
    urgent = Policy(id="p", name="Urgent", priority=3, first=1)
    team = Policy(id="t", name="Team", team="tea_1", first=1)
    both = Policy(id="tp", name="Team, urgent", team="tea_1", priority=3, first=1)
    known = (EVERYBODY, channel, urgent, team, both)
    for have, wanted in ((known, both), (known[:4], team), (known[:3], urgent), (known[:2], channel)):
        assert chosen(have, team="tea_1", priority=3, channel="whatsapp") == wanted
    assert chosen(known, team="", priority=0, channel="messenger") == EVERYBODY
    assert chosen((team,), team="", priority=0, channel="messenger") is None


def test_a_clock_counts_business_hours_or_day_and_night() -> None:
    """Who asks ten minutes before the weekend is answered on Monday; at night thirty minutes are thirty."""
    asked = Clocks(opened_at=NOW, unanswered_since=NOW)
    monday = int(datetime(2026, 11, 30, 9, 20, tzinfo=ZoneInfo("Europe/Paris")).timestamp() * 1000)
    assert dues(asked, EVERYBODY, PARIS).first == monday
    assert dues(asked, AT_NIGHT, PARIS) == Dues(first=after(30))


def test_the_first_clock_gives_way_to_the_next() -> None:
    """Before an answer the first counts, after it each unanswered word, and until the end the closing."""
    asked = Clocks(opened_at=NOW, unanswered_since=NOW)
    answered = Clocks(opened_at=NOW, answered_at=after(5))
    again = Clocks(opened_at=NOW, answered_at=after(5), unanswered_since=after(9))
    done = Clocks(opened_at=NOW, answered_at=after(5), done_at=after(20))
    assert dues(asked, EVERYBODY, ALWAYS) == Dues(after(30), 0, after(600))
    assert dues(answered, EVERYBODY, ALWAYS) == Dues(0, 0, after(600))
    assert dues(again, EVERYBODY, ALWAYS) == Dues(0, after(69), after(600))
    assert dues(done, EVERYBODY, ALWAYS) == Dues()
    assert dues(Clocks(), EVERYBODY, ALWAYS) == Dues()
    assert dues(asked, None, ALWAYS) == Dues()


def test_hours_that_are_never_open_are_refused() -> None:
    """A clock that would never be due says so."""
    with pytest.raises(InvalidError):
        dues(Clocks(opened_at=NOW), EVERYBODY, Hours("UTC"))


@pytest.mark.parametrize(
    ("due", "told"),
    [
        (Dues(after(4)), ("reply in 4 min", "soon")),
        (Dues(0, after(16)), ("reply in 16 min", "calm")),
        (Dues(after(-2)), ("late 2 min", "late")),
        (Dues(after(30), after(20), after(10)), ("close in 10 min", "soon")),
        (Dues(after(0.5)), ("reply in less than 1 min", "soon")),
        (Dues(0, 0, after(60 * 30)), ("close in 30 h", "calm")),
        (Dues(0, 0, after(-60 * 24 * 3)), ("late 3 days", "late")),
    ],
)
def test_a_clock_is_read_in_words_and_in_colour(due: Dues, told: tuple[str, str]) -> None:
    """The one that is due first is shown, the same in list, thread and overview."""
    found = countdown(due, NOW)
    assert isinstance(found, Countdown)
    assert (found.text, found.tone) == told


def test_no_clock_shows_nothing() -> None:
    """Nobody reads a dash and wonders."""
    assert countdown(Dues(), NOW) is None


def test_a_clock_is_noticed_once_before_and_once_when_it_is_late() -> None:
    """A fifth of the time before, at most a quarter of an hour, at least two minutes."""
    due = Dues(after(30), 0, after(600))
    assert stages(due, EVERYBODY, after(23)) == ()
    assert stages(due, EVERYBODY, after(24)) == (("first", "soon", after(30)),)
    assert stages(due, EVERYBODY, after(30)) == (("first", "late", after(30)),)
    assert stages(due, EVERYBODY, after(586))[-1] == ("resolve", "soon", after(600))
    assert stages(Dues(after(1)), Policy(id="x", name="x", first=1), NOW) == (("first", "soon", after(1)),)


def test_a_priority_is_only_ever_raised() -> None:
    """What a supervisor made urgent stays so."""
    assert [raised(priority, "soon") for priority in range(4)] == [2, 2, 2, 3]
    assert [raised(priority, "late") for priority in range(4)] == [3, 3, 3, 3]


@pytest.mark.parametrize(
    "policy",
    [
        Policy(id="x", name=" ", first=1),
        Policy(id="x", name="x" * 61, first=1),
        Policy(id="x", name="x"),
        Policy(id="x", name="x", first=-1),
        Policy(id="x", name="x", resolve=60 * 24 * 60 + 1),
    ],
)
def test_a_promise_that_says_nothing_is_refused(policy: Policy) -> None:
    """Whoever wrote it reads what is wrong."""
    with pytest.raises(InvalidError):
        checked(policy)
    assert checked(EVERYBODY) == EVERYBODY
