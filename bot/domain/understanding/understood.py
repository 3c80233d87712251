"""What was understood of one message: the value that every flow step reads."""

from datetime import date

import msgspec

from bot.domain.booking.passengers import Party


class Span(msgspec.Struct, frozen=True):
    """Days that were named, both ends inclusive; `kind` is day, range or period (a month, a week, "early june").

    `choices` are the days that an ambiguous wording may mean ("next friday", "3/4"), the chosen one first.
    """

    start: date
    end: date
    kind: str = "day"
    choices: tuple[date, ...] = ()

    @property
    def iso(self) -> str:
        """The day as ISO 8601, or start and end with a slash between when there is more than one day."""
        return self.start.isoformat() if self.start == self.end else f"{self.start}/{self.end}"


class PlaceChoice(msgspec.Struct, frozen=True):
    """A name that fits several served places; ask which, in this order."""

    name: str
    codes: tuple[str, ...]


class Understood(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything that one message says, each part None or empty when it is not said.

    Attributes:
        scope: "in" for a message about a journey, "out" for one about something that is not sold here, None when it
            speaks of neither ("yes", "hello", nonsense); what is out fills nothing.
        language: language in which the message is evidently written (en, fr, es, de), None without enough evidence.
        intent: start_over, help, person, more, back, cancel, yes, no, greet, thanks, status, bags, cheaper, later,
            earlier, direct, book, change, pay, goodbye, other (out of scope), or None.
        answer: "yes" or "no" when the message answers a question of that kind.
        origin: served IATA airport or metropolitan code that the message leaves from.
        destination: served IATA airport or metropolitan code that the message goes to.
        twice: code of the origin when it is named as the destination too, which then is None.
        places: codes of all served places in order of mention, negated ones left out.
        unserved: names, as written, of known places that are not flown to.
        unknown: names, as written, that stand where a place stands and that nobody knows ("Atlantis").
        ambiguous: names that fit several served places.
        negated: codes of places that were refused ("not Hamburg").
        correction: the message takes back what was said before ("no, Berlin").
        dates: all days and ranges in order of mention.
        departure: local day of the outbound flight, when one day is meant.
        period: days among which the outbound may lie, when no single day is meant ("in June").
        return_date: local day of the flight back.
        date_choices: readings of an ambiguous day, the chosen one first ("next friday", "3/4").
        past: a day that was named and lies before today.
        one_way: True for one way, False for a return, None when not said.
        nights: length of the stay, when said instead of a day of return.
        passengers: who travels.
        ages: ages in full years, as far as said, of children and infants.
        cabin: economy, premium, business or first.
        max_stops: 0 for direct flights only.
        hours: local hours [from, to) of the day wished for departure.
        arrival_hours: local hours [from, to) of the day wished for arrival.
        budget: most that may be spent, in whole units of the currency of the talk.
    """

    scope: str | None = None
    language: str | None = None
    intent: str | None = None
    answer: str | None = None
    origin: str | None = None
    destination: str | None = None
    twice: str | None = None
    places: tuple[str, ...] = ()
    unserved: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    ambiguous: tuple[PlaceChoice, ...] = ()
    negated: tuple[str, ...] = ()
    correction: bool = False
    dates: tuple[Span, ...] = ()
    departure: date | None = None
    period: Span | None = None
    return_date: date | None = None
    date_choices: tuple[date, ...] = ()
    past: date | None = None
    one_way: bool | None = None
    nights: int | None = None
    passengers: Party | None = None
    ages: tuple[int, ...] = ()
    cabin: str | None = None
    max_stops: int | None = None
    hours: tuple[int, int] | None = None
    arrival_hours: tuple[int, int] | None = None
    budget: int | None = None
