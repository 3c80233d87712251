"""A booked trip for a calendar: iCalendar (RFC 5545), one event a flight, all times in UTC.

UTC needs no VTIMEZONE and stays right across zones and changed clocks; calendars show it in their owner's own time,
and the description tells each airport's. An event keeps its UID for as long as the booking has the flight, so that
the file may be taken again after a change.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b

from bot.domain.booking.itinerary import Leg, directions, status_text
from bot.domain.booking.moments import moments
from bot.domain.booking.trips import BookedTrip
from bot.domain.shopping.display import Look
from bot.domain.shopping.offers import Segment

MOST_OCTETS = 75
"""Octets of a line without its end (RFC 5545, section 3.1)."""
ALARM = "-PT3H"
"""When to remind, before departure."""

_STATUS = {
    "ticketed": "CONFIRMED",
    **dict.fromkeys(("cancelled", "released", "undoing", "refunding", "refunded"), "CANCELLED"),
}
_SIGNS = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


def calendar(trip: BookedTrip, look: Look, *, host: str, stamp: datetime) -> str:
    """The calendar of a trip, lines ended by CR LF.

    `host` makes the events' names unique among all calendars; `stamp` (UTC) is the moment of writing.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Threadfare//Threadfare//EN",
        "CALSCALE:GREGORIAN",
        *(line for segment, leg in _flights(trip, look) for line in _event(trip, segment, leg, (look, host, stamp))),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in fold_line(line))


def _flights(trip: BookedTrip, look: Look) -> Iterator[tuple[Segment, Leg]]:
    legs = [leg for part in directions(trip, look) for leg in part.legs]
    yield from zip(trip.segments, legs, strict=True)


def _event(trip: BookedTrip, segment: Segment, leg: Leg, writing: tuple[Look, str, datetime]) -> Iterator[str]:
    look, host, stamp = writing
    departs, arrives = moments(segment, look.places.zone)
    summary = f"{segment.flight} {segment.origin} → {segment.destination}"
    yield "BEGIN:VEVENT"
    yield f"UID:{_name(trip, segment)}@{host}"
    yield f"DTSTAMP:{_utc(stamp)}"
    yield f"DTSTART:{_utc(departs)}"
    yield f"DTEND:{_utc(arrives)}"
    yield f"SUMMARY:{escape(summary)}"
    yield f"LOCATION:{escape(f'{leg.origin_name} ({leg.origin})')}"
    yield f"DESCRIPTION:{escape(_description(trip, leg, look))}"
    if trip.url:
        yield f"URL:{trip.url}"
    yield f"STATUS:{_STATUS.get(trip.state, 'TENTATIVE')}"
    yield "TRANSP:OPAQUE"
    if trip.state == "ticketed":
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escape(summary)}", f"TRIGGER:{ALARM}")
        yield "END:VALARM"
    yield "END:VEVENT"


def _description(trip: BookedTrip, leg: Leg, look: Look) -> str:
    later = f" ({leg.later})" if leg.later else ""
    leaves = f"{leg.day} {leg.departs} {leg.origin_name} ({leg.origin})"
    lines = (
        f"{trip.locator}: {status_text(trip, look)}",
        f"{leaves} → {leg.arrives}{later} {leg.destination_name} ({leg.destination})",
        f"{leg.duration} · {leg.flight} · {leg.operator}",
        trip.people,
        trip.url,
    )
    return "\n".join(line for line in lines if line)


def _name(trip: BookedTrip, segment: Segment) -> str:
    """The flight's name within all calendars: it tells neither whose trip it is nor its reference."""
    return blake2b(
        f"{trip.id}|{segment.flight}|{segment.origin}|{segment.departs}".encode(), digest_size=16
    ).hexdigest()


def _utc(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """A text as a value of the type TEXT (RFC 5545, section 3.3.11), control signs left out."""
    kept = (sign for sign in text.replace("\r\n", "\n") if sign == "\n" or sign.isprintable())
    return "".join(_SIGNS.get(sign, sign) for sign in kept)


def fold_line(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, each further one led by a space; no character is cut."""
    piece, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > MOST_OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    yield piece
