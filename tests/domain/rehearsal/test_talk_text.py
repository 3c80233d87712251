"""A golden conversation as a text: what is written is read again, and what cannot be read is named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import InvalidError
from bot.domain.rehearsal import acts
from bot.domain.rehearsal.acts import Act, Opening
from bot.domain.rehearsal.golden import Golden, Kept, golden_of
from bot.domain.rehearsal.shown import Shown
from bot.domain.rehearsal.talk_text import LARGEST, format_talk, parse_talk
from tests.builders.rehearsals import OPENING, TO_TICKETS, WISH, means, script
from tests.builders.world import NOW_MS

EVERY: tuple[Act, ...] = (
    acts.Says("one\n two\n\nfour"),
    acts.Taps("Choose [now]", "offer 2"),
    acts.Taps("Plain"),
    acts.Fills({"given": "Ma(rie)", "born": "1987-07-24"}),
    acts.Opens(),
    acts.Opens("f-PAR_t-NYC"),
    acts.Sends("image"),
    acts.Waits(900),
    acts.Jumps("book", "review"),
    acts.Plans("hold", "price changed"),
    acts.Happens("declined finally"),
    acts.Person("takes"),
    acts.Person("says", "Hello, you"),
    acts.Person("returns"),
)
HEAD = "# N\nflow: book\nlanguage: en\nchannel: webchat\nbegun: 2026-11-24 10:00\n\n"

_words = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=20).map(str.strip)
_text = st.lists(_words, min_size=1, max_size=3).map("\n".join).map(str.rstrip)
_shown = st.builds(
    Shown,
    _text,
    st.lists(_words.filter(bool), max_size=2).map(tuple),
    st.lists(_words.filter(bool), max_size=2).map(tuple),
)


def test_every_kind_of_act_can_be_written() -> None:
    """Whoever keeps flows in git writes down whatever can be done."""
    golden = Golden(
        "book", "Everything", Opening("fr", "whatsapp", NOW_MS + 7000, True, "b"), tuple(Kept(act) for act in EVERY)
    )
    assert parse_talk(format_talk(golden)) == golden


def test_a_whole_booking_is_read_as_it_was_written() -> None:
    """Words, cards, options, effects, and what the timetable answered."""
    for told in (TO_TICKETS, (WISH,)):
        golden = golden_of(script(*told), "Books", means().world)
        assert parse_talk(format_talk(golden)) == golden


@settings(max_examples=100, deadline=None)
@given(st.lists(_shown, max_size=3).map(tuple))
def test_whatever_is_said_can_be_written(said: tuple[Shown, ...]) -> None:
    """Brackets, stars and backslashes of staff are words like others."""
    golden = Golden("book", "Any", OPENING, (Kept(acts.Opens(), said, ("CallAgent", "FindTrips")),))
    assert parse_talk(format_talk(golden)) == golden


def test_words_need_not_be_written() -> None:
    """Acts are enough to begin with: the words are accepted when they are heard first."""
    assert parse_talk(f"{HEAD}traveller: Hello\n# a remark\n\ntap: Yes\r\n").steps == (
        Kept(acts.Says("Hello")),
        Kept(acts.Taps("Yes")),
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "A talk has a first line"),
        (HEAD, "A talk has a first line"),
        ("traveller: Hi\n", "A talk has a first line"),
        (f"{HEAD}Hello\n", "Line 7 cannot be read"),
        (f"{HEAD}nobody: Hello\n", "Who acts is one of"),
        (f"{HEAD}bot: Hello\n", "Line 7"),
        (f"{HEAD}  | Hello\n", "Line 7"),
        (f"{HEAD}tap: A\n  | B\n", "Only what is said goes on"),
        (f"{HEAD}tap: A\nbot: B\n  ? C\n", "stand lines with"),
        (f"{HEAD}waits: long\n", "Line 7"),
        (f"{HEAD}form: given\n", "Line 7"),
        (f"{HEAD}person: dances\n", "Line 7"),
        (f"{HEAD}tap: A\nfound: {{}}\n", "Line 8"),
        (HEAD.replace("2026-11-24 10:00", "soon") + "tap: A\n", "is a time in UTC"),
        ("x" * (LARGEST + 1), "thousand characters"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, problem: str) -> None:
    """The line, its words, and what would be right."""
    with pytest.raises(InvalidError, match=problem):
        parse_talk(text)
