"""The figures of reports: each equals what a person counts by hand, over a fixed history and over random ones."""

from collections import Counter
from datetime import date
from math import ceil
from statistics import median_low
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import InvalidError
from bot.domain.staff.figures import Funnel, Range, Ratings, Report, Wanted, checked_range, report
from bot.domain.staff.figures_csv import COLUMNS, csv_of
from bot.domain.staff.happenings import DeskEvent
from bot.domain.staff.measures import Spread

DAY = Range(date(2026, 11, 24), date(2026, 11, 25), "Europe/Paris")
MINUTE = 60_000


def history(*lines: tuple[float, str, str, dict[str, Any]]) -> tuple[DeskEvent, ...]:
    """Lines at so many minutes after the range began."""
    return tuple(
        DeskEvent(
            id=str(number),
            at=DAY.since + int(minute * MINUTE),
            thread=f"webchat:TF:{thread}",
            kind=kind,
            **{"channel": "webchat", **fields},
        )
        for number, (minute, thread, kind, fields) in enumerate(lines)
    )


ANA = {"agent": "per_ana", "name": "Ana", "team": "tea_1"}
BO = {"agent": "per_bo", "name": "Bo", "team": "tea_2"}
FIXED = history(
    # Before the range: a case that ends in it.
    (-20, "z", "queued", {"about": "lost", "team": "tea_1"}),
    # Marie asks at 0, is answered at 4 by Ana, writes at 6 and 7, is answered at 10, and is closed at 30.
    (0, "a", "talked", {}),
    (0, "a", "queued", {"about": "asked", "team": "tea_1"}),
    (0, "a", "heard", {}),
    (2, "a", "taken", ANA),
    (4, "a", "answered", ANA),
    (5, "a", "answered", ANA),
    (6, "a", "heard", {}),
    (7, "a", "heard", {}),
    (10, "a", "answered", ANA),
    (30, "a", "closed", ANA),
    (30, "a", "returned", {"about": "agent", **ANA}),
    (33, "a", "rated", {"value": 5, **ANA}),
    # Luc asks at 10, nobody answers, and he goes back to the bot at 15.
    (10, "b", "talked", {}),
    (10, "b", "queued", {"about": "asked", "team": "tea_2"}),
    (15, "b", "returned", {"about": "traveller"}),
    # Bo takes a thread of the bot's unasked at 40; its traveller writes at 41 and is answered at 49.
    (39, "c", "talked", {"channel": "whatsapp"}),
    (40, "c", "taken", {"channel": "whatsapp", **BO}),
    (41, "c", "heard", {"channel": "whatsapp"}),
    (49, "c", "answered", {"channel": "whatsapp", **BO}),
    (60, "c", "returned", {"about": "agent", "channel": "whatsapp", **BO}),
    (61, "c", "rated", {"value": 2, "channel": "whatsapp", **BO}),
    # The case of before is answered an hour into the range, and stays open.
    (60, "z", "answered", BO),
    # Three travellers search, two see offers, one pays; who paid without a search counts for nothing here.
    (70, "d", "talked", {}),
    (70, "d", "searched", {}),
    (71, "d", "offered", {}),
    (80, "d", "paid", {}),
    (75, "e", "talked", {}),
    (75, "e", "searched", {}),
    (76, "e", "offered", {}),
    (77, "a", "searched", {}),
    (78, "f", "paid", {}),
    # A hand-over late on the second day, and one after the range.
    (47 * 60, "g", "queued", {"about": "payment"}),
    (48 * 60, "h", "queued", {"about": "payment"}),
)


def test_a_fixed_history_has_the_figures_that_were_counted_by_hand() -> None:
    """First responses: 4, 8 and 80 minutes; next: 4; resolutions: 30 and 20; one left after 5."""
    found = report(FIXED, DAY)
    assert found.total.first == Spread(3, 8 * MINUTE, 80 * MINUTE)
    assert found.total.next == Spread(1, 4 * MINUTE, 4 * MINUTE)
    assert found.total.resolution == Spread(2, 20 * MINUTE, 30 * MINUTE)
    assert found.total.left == 1
    assert found.total.ratings == Ratings(2, 7, 1)
    assert found.reasons == (("asked", 2), ("payment", 1))
    assert [(day.day.day, day.handed_over) for day in found.days] == [(24, 2), (25, 1)]
    assert found.funnel == Funnel("", talked=5, contained=2, searched=3, offered=2, paid=1)


def test_each_team_agent_and_channel_has_its_own() -> None:
    """What Bo answered is Bo's, also in a thread that waited before the range."""
    found = report(FIXED, DAY)
    assert [(line.key, line.first.count, line.ratings.total) for line in found.agents] == [
        ("per_ana", 1, 5),
        ("per_bo", 2, 2),
    ]
    assert [(line.key, line.first.count, line.left) for line in found.teams] == [
        ("", 0, 1),
        ("tea_1", 1, 0),
        ("tea_2", 2, 0),
    ]
    assert [(line.key, line.first.count) for line in found.channels] == [("webchat", 2), ("whatsapp", 1)]
    assert [(line.key, line.talked, line.contained) for line in found.funnels] == [
        ("webchat", 4, 2),
        ("whatsapp", 1, 0),
    ]


@pytest.mark.parametrize(
    ("wanted", "first", "handed"),
    [(Wanted("tea_1"), 1, 1), (Wanted(agent="per_bo"), 2, 3), (Wanted(channel="whatsapp"), 1, 0)],
)
def test_figures_can_be_asked_for_a_part(wanted: Wanted, first: int, handed: int) -> None:
    """A team lead sees the own team; hand-overs are nobody's, so those of an agent are all."""
    found = report(FIXED, DAY, wanted)
    assert (found.total.first.count, sum(count for _, count in found.reasons)) == (first, handed)


def test_the_file_has_the_figures_of_the_page() -> None:
    """A spreadsheet and the page never disagree; a name is no formula."""
    found = report((*FIXED, *history((90, "q", "rated", {"value": 1, "agent": "x", "name": "=cmd"}))), DAY)
    rows = [line.split(",") for line in csv_of(found, DAY).decode("utf-8-sig").splitlines()]
    assert tuple(rows[0]) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    everybody = dict(zip(COLUMNS, rows[1], strict=True))
    assert everybody["first_median_s"] == "480"
    assert everybody["rating_mean"] == "2.67"
    assert everybody["paid"] == "1"
    assert ["reason", "asked"] in [row[:2] for row in rows]
    assert [row[-1] for row in rows if row[0] == "day"] == ["2", "1"]
    assert "'=cmd" in [row[1] for row in rows]


def test_a_range_is_a_range() -> None:
    """Days of the airline's zone, at most four hundred."""
    assert (
        Range(date(2026, 3, 29), date(2026, 3, 29), "Europe/Paris").until
        - Range(date(2026, 3, 29), date(2026, 3, 29), "Europe/Paris").since
        == 23 * 60 * MINUTE
    )
    for first, last in ((date(2026, 2, 1), date(2026, 1, 1)), (date(2024, 1, 1), date(2026, 1, 1))):
        with pytest.raises(InvalidError):
            checked_range(first, last, "UTC")
    assert checked_range(date(2026, 1, 1), date(2026, 1, 3), "UTC").days[-1] == date(2026, 1, 3)


KINDS = ("talked", "queued", "taken", "heard", "answered", "returned", "closed", "rated", "searched", "offered", "paid")


@st.composite
def histories(draw: st.DrawFn) -> tuple[DeskEvent, ...]:
    """Whatever may happen in a few threads, in any order."""
    lines: list[tuple[float, str, str, dict[str, Any]]] = []
    minute = -50.0
    for _ in range(draw(st.integers(0, 40))):
        minute += draw(st.integers(0, 200))
        who = draw(st.sampled_from([ANA, BO]))
        kind = draw(st.sampled_from(KINDS))
        fields = {
            **who,
            "value": draw(st.integers(1, 5)),
            "about": draw(st.sampled_from(["asked", "traveller", "agent"])),
        }
        lines.append((minute, draw(st.sampled_from("abc")), kind, fields))
    return history(*lines)


@settings(max_examples=200, deadline=None)
@given(histories())
def test_random_histories_have_the_figures_of_a_plain_recount(lines: tuple[DeskEvent, ...]) -> None:
    """Whatever happened, in whatever order: thread by thread, line by line, as one would with a pencil."""
    assert figures_of(report(lines, DAY)) == recount(lines)


def figures_of(found: Report) -> dict[str, Any]:
    """Figures by their names."""
    total, sold = found.total, found.funnel
    spreads = {name: getattr(total, name) for name in ("first", "next", "resolution")}
    return {
        **{name: (one.count, one.median, one.p90) for name, one in spreads.items()},
        "left": total.left,
        "rated": (total.ratings.count, total.ratings.total, total.ratings.happy),
        "reasons": dict(found.reasons),
        "funnel": (sold.talked, sold.contained, sold.searched, sold.offered, sold.paid),
        "ana": next((line.first.count + line.next.count for line in found.agents if line.key == "per_ana"), 0),
    }  # fmt: skip


def recount(lines: tuple[DeskEvent, ...]) -> dict[str, Any]:
    """The same figures with a pencil: each ending looks back for its beginning."""
    lengths: dict[str, list[int]] = {"first": [], "next": [], "resolution": []}
    left, answered_by_ana = 0, 0
    for place, line in enumerate(lines):
        if not DAY.since <= line.at < DAY.until:
            continue
        case = case_before([one for one in lines[:place] if one.thread == line.thread])
        if line.kind == "answered":
            since = waits_since(case)
            if since is not None:
                kind = "next" if any(one.kind == "answered" for one in case) else "first"
                lengths[kind].append(line.at - since)
                answered_by_ana += line.agent == "per_ana"
        elif line.kind in ("returned", "closed") and case:
            gave_up = line.kind == "returned" and line.about == "traveller"
            if gave_up and not any(one.kind == "answered" for one in case):
                left += 1
            else:
                lengths["resolution"].append(line.at - case[0].at)
    inside = [line for line in lines if DAY.since <= line.at < DAY.until]
    rated = [line.value for line in inside if line.kind == "rated"]
    threads = {kind: {line.thread for line in inside if line.kind == kind} for kind in KINDS}
    helped = threads["queued"] | threads["taken"] | threads["answered"]
    saw = threads["searched"] & threads["offered"]
    alone = threads["talked"] - helped
    funnel = [threads["talked"], alone, threads["searched"], saw, saw & threads["paid"]]
    return {
        **{kind: by_rank(values) for kind, values in lengths.items()},
        "left": left,
        "rated": (len(rated), sum(rated), len([value for value in rated if value > 3])),
        "reasons": dict(Counter(line.about for line in inside if line.kind == "queued")),
        "funnel": tuple(map(len, funnel)),
        "ana": answered_by_ana,
    }  # fmt: skip


def case_before(mine: list[DeskEvent]) -> list[DeskEvent]:
    """The lines of the case that is open at the end: from what opened it after the last ending."""
    ends = [place for place, one in enumerate(mine) if one.kind in ("returned", "closed")]
    rest = mine[ends[-1] + 1 :] if ends else mine
    begins = [place for place, one in enumerate(rest) if one.kind in ("queued", "taken", "answered")]
    return rest[begins[0] :] if begins else []


def waits_since(case: list[DeskEvent]) -> int | None:
    """The first line since the last answer by which the traveller waits."""
    answers = [place for place, one in enumerate(case) if one.kind == "answered"]
    rest = case[answers[-1] + 1 :] if answers else case
    return next((one.at for one in rest if one.kind in ("queued", "heard")), None)


def by_rank(values: list[int]) -> tuple[int, int | None, int | None]:
    """Count, median and 90th percentile by the nearest rank."""
    if not values:
        return 0, None, None
    return len(values), median_low(values), sorted(values)[ceil(len(values) * 9 / 10) - 1]
