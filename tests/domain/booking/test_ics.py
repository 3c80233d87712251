"""The file for calendars holds to RFC 5545, by a strict reader of our own, and is right in every zone."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.booking.ics import MOST_OCTETS, calendar, escape, fold_line
from bot.domain.booking.trips import BookedTrip
from tests.builders.checkouts import NOW
from tests.builders.trips import look, piece, segment, trip, unfolded

ROUND = (
    piece(segment("NCE-CDG", "2026-10-24 21:30", 90), segment("CDG-JFK", "2026-10-25 11:25", 475, flight="TF14")),
    piece(segment("JFK-CDG", "2026-11-01 01:30", 425, flight="TF13", fold=1)),
)
_LINE = re.compile(r"(?P<name>[A-Z-]+)(?:;[A-Z]+=[^:;]+)*:(?P<value>.*)")
_ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "URL", "STATUS", "TRANSP"}
_ESCAPE = re.compile(r"\\(.)")


def read(text: str) -> tuple[dict[str, str], ...]:
    """The events of a calendar, values unescaped; fails at whatever RFC 5545 forbids."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= MOST_OCTETS for line in text.split("\r\n"))
    events: list[dict[str, str]] = []
    open_parts: list[str] = []
    for line in unfolded(text):
        found = _LINE.fullmatch(line)
        assert found is not None, line
        name, value = found["name"], found["value"]
        if name == "BEGIN":
            open_parts.append(value)
            events += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert open_parts.pop() == value
        elif open_parts[-1] == "VEVENT":
            assert name in _ONCE
            assert name not in events[-1], f"{name} stands twice"
            events[-1][name] = _plain(value)
    assert open_parts == []
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART"} <= event.keys()
    return tuple(events)


def _plain(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), "a comma or semicolon is not escaped"
    assert set(_ESCAPE.findall(value)) <= set("\\;,nN")
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def written(of: BookedTrip, language: str = "en") -> tuple[dict[str, str], ...]:
    """The events of a trip's calendar."""
    return read(calendar(of, look(language), host="tickets.example", stamp=NOW))


def test_each_flight_is_an_event_with_what_a_traveller_looks_for() -> None:
    """Number and airports, where it leaves, the reference, local times, who flies, and a link to the rest."""
    (event,) = written(trip())
    assert event["SUMMARY"] == "TF12 CDG → JFK"
    assert event["LOCATION"] == "Paris Charles de Gaulle (CDG)"
    assert event["DESCRIPTION"].split("\n") == [
        "ABC234: paid and ticketed",
        "Fri 4 Dec 11:25 Paris Charles de Gaulle (CDG) → 13:20 New York John F. Kennedy (JFK)",
        "7 h 55 · TF12 · operated by Threadfare Air",
        "Marie Durand, Marie Durand",
        "https://tickets.example/trip/x",
    ]
    assert (event["STATUS"], event["URL"]) == ("CONFIRMED", "https://tickets.example/trip/x")


def test_times_are_right_across_zones_and_changed_clocks() -> None:
    """A flight before, one after and one in the very hour that comes twice show at the true moment in any calendar."""
    times = [(event["DTSTART"], event["DTEND"]) for event in written(trip(*ROUND))]
    assert times == [
        ("20261024T193000Z", "20261024T210000Z"),
        ("20261025T102500Z", "20261025T182000Z"),
        ("20261101T063000Z", "20261101T133500Z"),
    ]


def test_the_same_flight_keeps_its_name_and_another_has_another() -> None:
    """Taken twice, the file fills no calendar twice; two bookings on one flight are two events."""
    first, again = (tuple(event["UID"] for event in written(trip(*ROUND))) for _ in range(2))
    other = tuple(event["UID"] for event in written(trip(*ROUND, id="chk_2")))
    assert first == again
    assert len({*first, *other}) == 6
    assert all(name.endswith("@tickets.example") for name in first)


def test_no_name_and_no_reference_stands_in_the_events_own_name() -> None:
    """What calendars pass on to others as a name tells nothing."""
    assert not any(word in event["UID"] for event in written(trip()) for word in ("ABC234", "Durand", "chk"))


@pytest.mark.parametrize(("state", "status"), [("cancelled", "CANCELLED"), ("held", "TENTATIVE")])
def test_what_is_not_sure_or_not_any_more_is_said_so(state: str, status: str) -> None:
    """A calendar strikes a cancelled flight, and does not remind of what is not paid."""
    text = calendar(trip(state=state), look(), host="tickets.example", stamp=NOW)
    assert f"STATUS:{status}\r\n" in text
    assert "VALARM" not in text


def test_a_reminder_comes_three_hours_before() -> None:
    """A traveller who has tickets is reminded in time to go to the airport."""
    lines = unfolded(calendar(trip(), look("fr"), host="tickets.example", stamp=NOW))
    alarm = lines[lines.index("BEGIN:VALARM") + 1 : lines.index("END:VALARM")]
    assert alarm == ["ACTION:DISPLAY", "DESCRIPTION:TF12 CDG → JFK", "TRIGGER:-PT3H"]


def test_the_moment_of_writing_is_told() -> None:
    """Calendars know which of two files is newer."""
    stamp = datetime(2026, 11, 25, 8, 0, 7, tzinfo=UTC)
    text = calendar(trip(), look(), host="tickets.example", stamp=stamp)
    assert read(text)[0]["DTSTAMP"] == "20261125T080007Z"


@given(st.text())
def test_any_text_survives_escaping(text: str) -> None:
    """No name that a traveller typed can break the file or add a line to it."""
    kept = "".join(sign for sign in text.replace("\r\n", "\n") if sign == "\n" or sign.isprintable())
    assert _plain(escape(text)) == kept
    assert not {"\r", "\n"} & {*escape(text)}


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=400))
def test_any_line_is_folded_and_unfolded_whole(line: str) -> None:
    """Seventy-five octets a line, characters of several octets in one piece."""
    pieces = list(fold_line(line))
    assert all(len(piece.encode()) <= MOST_OCTETS for piece in pieces)
    assert pieces[0] + "".join(piece.removeprefix(" ") for piece in pieces[1:]) == line
