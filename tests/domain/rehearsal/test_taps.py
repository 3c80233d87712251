"""What is tapped is found by what it is, however it is worded."""

from bot.domain.conversation.messages import Card, Carousel, Option, Text
from bot.domain.rehearsal.acts import Taps
from bot.domain.rehearsal.taps import found, key_of, keyed, tap_of

YES = Option("Yes", "pick:7:yes")
CARDS = Carousel("Which?", tuple(Card("", (), (Option("Choose", f"offer:{name}"),)) for name in "ab"))
SAID = (CARDS, Text("Sure?", (YES, Option("Person", "go:person"))))


def test_an_option_has_a_key_that_outlives_its_asking() -> None:
    """Neither the number of the question nor the flight of that day is in it."""
    assert [key for message in SAID for key, _ in keyed(message)] == ["offer 1", "offer 2", "yes", "go:person"]
    assert [key_of(payload) for payload in ("pick:7:a:b", "offer:x", "go:help")] == ["a:b", "", "go:help"]


def test_an_option_is_found_by_its_key_before_its_title() -> None:
    """A button that was reworded is the same button."""
    assert found(Taps("No", "yes"), SAID) == YES
    assert found(Taps("Yes"), SAID) == YES
    assert found(Taps("Choose", "offer 2"), SAID) == Option("Choose", "offer:b")
    assert found(Taps("Yes", "gone"), SAID) == YES
    assert found(Taps("Maybe"), SAID) is None


def test_the_newest_is_meant() -> None:
    """What is asked twice is answered where it was asked last."""
    newer = Option("Yes", "pick:9:yes")
    assert found(Taps("Yes", "yes"), (*SAID, Text("Really?", (newer,)))) == newer


def test_a_tap_is_told_from_its_payload() -> None:
    """A page that knows the payload of a button makes the act of it."""
    assert tap_of("offer:b", SAID) == Taps("Choose", "offer 2")
    assert tap_of("offer:c", SAID) is None
