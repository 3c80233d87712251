"""A real thread is told again: the same acts, the same pauses, other people."""

import msgspec
import pytest

from bot.domain.conversation import events
from bot.domain.conversation.messages import Carousel, Receipt, Text
from bot.domain.money import Money
from bot.domain.rehearsal import acts
from bot.domain.rehearsal.acts import Act, Opening
from bot.domain.rehearsal.disguise import Known
from bot.domain.rehearsal.retelling import Told, retold
from bot.domain.rehearsal.script import Script, replayed
from tests.builders.rehearsals import OPENING, means, words
from tests.builders.world import NOW_MS

WISH = "Paris to New York on 4 December, one way, 1 adult"


class Thread:
    """A transcript that is written line by line, a second apart."""

    def __init__(self) -> None:
        self.lines: list[Told] = []
        self.at = NOW_MS

    def line(self, author: str, value: msgspec.Struct) -> "Thread":
        """Somebody said or did something."""
        self.at += 1000
        body = msgspec.json.encode(value).decode()
        self.lines.append(Told(author, type(value).__name__, body, self.at))
        return self

    def says(self, text: str) -> "Thread":
        """The traveller writes."""
        return self.line("traveller", events.TextReceived(f"m{self.at}", self.at, text))

    def taps(self, payload: str, title: str) -> "Thread":
        """The traveller taps."""
        return self.line("traveller", events.ChoiceTapped(f"m{self.at}", self.at, payload, title))

    def bot(self, text: str) -> "Thread":
        """The bot says something."""
        return self.line("bot", Text(text))

    def offers(self) -> "Thread":
        """The bot shows flights."""
        return self.line("bot", Carousel("Here", ()))

    def told(self, known: Known | None = None, until: str = "", opening: Opening = OPENING) -> Script:
        """The thread told again."""
        return retold(opening, self.lines, flow="book", known=known or Known(), means=means(), until=until)


def did(script: Script) -> list[Act]:
    """The acts of a script after the first, which plans the flights."""
    return [step.act for step in script.steps[1:]]


def to_checkout() -> Thread:
    """A thread up to the payment."""
    thread = Thread().says(WISH).bot("Looking…").offers().taps("offer:xyz", "Choose").bot("Name?")
    thread = thread.says("Pippa Longstocking").bot("Born?").says("17/05/1990").bot("E-mail?")
    return thread.says("pippa@villa.example").bot("Please check").taps("pick:9:yes", "Yes, hold them").bot("Held")


def receipt() -> Receipt:
    """What is sent when a booking is paid."""
    return Receipt("ABC234", "Pippa", "Visa", (), Money(1, "EUR"), Money(0, "EUR"), 0)


def test_a_booking_is_told_again_with_other_people() -> None:
    """The editor hears the whole talk, and nothing of who had it."""
    script = to_checkout().line("bot", receipt()).told()
    assert did(script) == [
        acts.Says(WISH),
        acts.Taps("Choose", "offer 1"),
        acts.Says("Alex Martin"),
        acts.Says("1990-01-01"),
        acts.Says("alex.martin@example.com"),
        acts.Taps("Yes, hold them", "yes"),
        acts.Happens("paid"),
    ]
    assert "Paid and ticketed" in words(replayed(script, means()))
    assert not {"pippa", "longstocking", "villa", "abc234", "17/05"} & set(repr(script).lower().split())
    assert "Pippa" not in repr(script)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("The bank says no. Nothing was charged. You can try again or use another card.", "declined"),
        ("The payment didn't go through and the tries are used up. Nothing was charged.", "declined finally"),
    ],
)
def test_what_happened_is_told_from_what_was_said(said: str, what: str) -> None:
    """Transcripts keep no answer of a bank: the bot's words tell it."""
    assert did(to_checkout().bot(said).told())[-1] == acts.Happens(what)


def test_it_ends_where_the_talk_first_stands_at_a_step() -> None:
    """The editor goes on from the step that they want to see."""
    script = to_checkout().told(until="ask_email")
    assert did(script)[-1] == acts.Says("1990-01-01")
    assert len(did(to_checkout().told(until="nowhere"))) == 6


def test_pauses_are_told() -> None:
    """A price that ran out then runs out now."""
    thread = Thread().says(WISH).offers()
    thread.at += 3_600_000
    assert acts.Waits(3601) in did(thread.taps("offer:x", "Choose").told())


def test_where_no_flights_were_shown_none_are_found() -> None:
    """The draft is heard in the case in which the real talk was."""
    script = Thread().says(WISH).bot("We have no flights").says("5 December").offers().told()
    assert did(script) == [
        acts.Plans("search", "nothing"),
        acts.Says(WISH),
        acts.Plans("search", "sample"),
        acts.Says("5 December"),
    ]


def test_people_of_the_desk_are_heard_as_one() -> None:
    """Who answered is nobody's business; what they said is kept, with stand-ins."""
    known = Known({"pippa": "Alex"}, frozenset())
    thread = Thread().says("I want to talk to a person").bot("Somebody comes").line("Ida", Text("Hello Pippa!"))
    thread = thread.says("My bag is lost").line("Ida", Text("I see")).says("thanks").bot("The assistant is back")
    assert did(thread.told(known)) == [
        acts.Says("I want to talk to a person"),
        acts.Person("takes"),
        acts.Person("says", "Hello Alex!"),
        acts.Says("My bag is lost"),
        acts.Person("says", "I see"),
        acts.Person("returns"),
        acts.Says("thanks"),
    ]


def test_everything_that_a_traveller_does_is_told() -> None:
    """Forms, links, pictures; what was erased, or cannot be read, is left out."""
    thread = Thread().line("traveller", events.ThreadOpened("a", NOW_MS, "secret-token"))
    thread = thread.line("traveller", events.AttachmentReceived("b", NOW_MS, "image")).says("").says(WISH).offers()
    thread = thread.taps("offer:x", "Choose").bot("Name?")
    form = {"given": "Pippa", "family": "Longstocking", "born": "1990-05-17"}
    thread = thread.line("traveller", events.FormSent("c", NOW_MS, "9", form))
    thread = thread.line("traveller", events.MessageReacted("d", NOW_MS, "m", "👍"))
    thread.lines += [Told("traveller", "TextReceived", "{", NOW_MS), Told("Ida", "Text", "{", NOW_MS)]
    assert did(thread.told())[:5] == [
        acts.Opens(""),
        acts.Sends("image"),
        acts.Says(WISH),
        acts.Taps("Choose", "offer 1"),
        acts.Fills({"given": "Alex", "family": "Martin", "born": "1990-01-01"}),
    ]


def test_what_cannot_be_done_on_this_flow_is_left_out() -> None:
    """A button that the draft does not have is not tapped, and the rest is told."""
    assert did(Thread().taps("pick:3:bags", "Bags").says(WISH).told()) == [acts.Says(WISH)]
