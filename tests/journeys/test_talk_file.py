"""Staff can read and write talks: what is written is what is read, and a slip is named with its line."""

import pytest

from tests.journeys import talk_file
from tests.journeys.golden import golden, golden_title
from tests.journeys.talk_file import Spoken, Step, TalkError

SMALL = """# A title
# A promise.

challenge (never comes back): approve

traveller (delivered five times): from Nice
bot: Here:
  | two lines
  * {money} total [Choose]
  [More] [Change my trip]
bot (perhaps): Sorry.

tap: Choose

charged: nothing
tickets: 0
"""


def test_a_talk_is_read_as_it_is_written() -> None:
    """Staff may rely on each part of the format: remarks, lines, cards, buttons and what may be missing."""
    talk = talk_file.parse("small", SMALL)
    assert talk.heading == ("A title", "A promise.")
    assert (talk.charged, talk.tickets) == (0, 0)
    here = Spoken("Here:\ntwo lines", ("{money} total [Choose]",), ("More", "Change my trip"))
    sorry = Spoken("Sorry.", perhaps=True)
    assert talk.steps == (
        Step("challenge", "approve", "never comes back"),
        Step("traveller", "from Nice", "delivered five times", (here, sorry)),
        Step("tap", "Choose"),
    )


@pytest.mark.parametrize("name", talk_file.names())
def test_every_talk_is_written_as_it_was_read(name: str) -> None:
    """Writing talks anew changes what the bot says in them and nothing else."""
    text = (talk_file.TALKS / f"{name}.talk").read_text(encoding="utf-8")
    assert talk_file.format_talk(talk_file.parse(name, text)) == text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("somebody: hello", "Who acts is one of"),
        ("hello", "begins with who acts"),
        ("  | too early", "cannot be read"),
        ("tap: Choose\nbot: Hm\n  ? what", "lines with"),
        ("tap: Choose", "at the end"),
        ("charged: once\ntickets: 1", "needs steps"),
    ],
)
def test_a_slip_is_named(wrong: str, said: str) -> None:
    """Whoever writes a line that is none of the format is told which and why."""
    with pytest.raises(TalkError, match=said):
        talk_file.parse("wrong", wrong)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Fri 4 Dec · 09:10 CDG → 12:05 JFK (+1)", "{day} · {times}"),
        ("ven. 4 déc. · 9 h 05 · 1 escale via Londres · opéré par TF", "{day} · {way} · opéré par TF"),
        ("8 h 35 · direct · operated by Threadfare Air", "{way} · operated by Threadfare Air"),
        ("€1,234.50 now, €90.00 before", "{money} now, {money} before"),
        ("1\u202f234,50\u00a0€ au total", "{money} au total"),
        ("reference is ABC234, ticket 9992400000017, 9992400000018.", "reference is {locator}, ticket {tickets}."),
        ("Light · TF12, TF13", "Light · {flights}"),
        ("within 15 minutes, PARIS", "within # minutes, PARIS"),
        ("Jean, mardi, DURAND", "Jean, mardi, DURAND"),
    ],
)
def test_what_changes_from_day_to_day_is_left_out(text: str, kept: str) -> None:
    """A talk file holds on any day: prices, days, flights and numbers are braces, and words stay words."""
    assert golden(text) == kept


def test_a_title_is_as_long_as_every_channel_shows_it() -> None:
    """What can be tapped reads alike in a terminal and on a platform that cuts it short."""
    assert golden_title("Talk to a very patient person") == "Talk to a very pati…"
