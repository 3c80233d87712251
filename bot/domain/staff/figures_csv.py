"""The desk's report as a table for spreadsheets: the very figures of the page, lengths in seconds, RFC 4180, UTF-8."""

import csv
from collections.abc import Iterator
from io import StringIO

from bot.domain.payment.history_csv import defused
from bot.domain.staff.figures import Funnel, Line, Range, Report
from bot.domain.staff.measures import Spread

COLUMNS = (
    "section", "name", "from", "to",
    "first_responses", "first_median_s", "first_p90_s",
    "next_responses", "next_median_s", "next_p90_s",
    "resolved", "resolution_median_s", "resolution_p90_s", "left_waiting",
    "ratings", "rating_mean", "rated_4_or_5",
    "talked", "without_a_person", "searched", "saw_offers", "paid", "hand_overs",
)  # fmt: skip
_BEFORE_FUNNEL, _FUNNEL = 13, 5


def csv_of(report: Report, asked: Range) -> bytes:
    """A row for each team, agent, channel, reason and day; cells that say nothing are empty."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for section, name, *cells in _rows(report):
        row = (section, name, asked.first.isoformat(), asked.last.isoformat(), *cells)
        writer.writerow([defused(cell) for cell in row] + [""] * (len(COLUMNS) - len(row)))
    return text.getvalue().encode("utf-8-sig")


def mean(line: Line) -> str:
    """The mean of ratings with two decimals, "" of none."""
    return f"{line.ratings.total / line.ratings.count:.2f}" if line.ratings.count else ""


def _rows(report: Report) -> Iterator[tuple[str | int, ...]]:
    yield ("all", report.total.name, *_line(report.total), *_funnel(report.funnel))
    for section, lines in (("team", report.teams), ("agent", report.agents)):
        for line in lines:
            yield (section, line.name, *_line(line))
    funnels = {funnel.key: funnel for funnel in report.funnels}
    lines_of = {line.key: line for line in report.channels}
    for channel in sorted(funnels.keys() | lines_of.keys()):
        line, funnel = lines_of.get(channel, Line(channel, channel)), funnels.get(channel, Funnel(channel))
        yield ("channel", channel, *_line(line), *_funnel(funnel))
    nothing = [""] * (_BEFORE_FUNNEL + _FUNNEL)
    for reason, count in report.reasons:
        yield ("reason", reason, *nothing, count)
    for day in report.days:
        yield ("day", day.day.isoformat(), *nothing, day.handed_over)


def _line(line: Line) -> tuple[str | int, ...]:
    spreads = (*_spread(line.first), *_spread(line.next), *_spread(line.resolution))
    return (*spreads, line.left, line.ratings.count, mean(line), line.ratings.happy)


def _spread(spread: Spread) -> tuple[str | int, ...]:
    return (spread.count, _seconds(spread.median), _seconds(spread.p90))


def _seconds(length: int | None) -> str:
    return "" if length is None else f"{length / 1000:.3f}".rstrip("0").rstrip(".")


def _funnel(funnel: Funnel) -> tuple[int, ...]:
    return (funnel.talked, funnel.contained, funnel.searched, funnel.offered, funnel.paid)
