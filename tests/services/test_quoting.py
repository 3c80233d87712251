"""What an answer is an answer to."""

from bot.domain.conversation.events import ChoiceTapped, MessageEchoed, TextReceived
from bot.domain.conversation.messages import Text
from bot.services import quoting, turns
from tests.builders.world import NOW_MS
from tests.web.archive import bench

THREAD = "webchat:TF:marie"


def test_the_beginning_of_whatever_was_said() -> None:
    """Words, taps, echoes and ours, on one line and not endless."""
    stage = bench()
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", NOW_MS, "go:person", "Talk to a person"))
    turns.take(stage.runtime, THREAD, TextReceived("m1", NOW_MS, "one\n  two " + "and " * 40))
    turns.take(stage.runtime, THREAD, MessageEchoed("e1", NOW_MS, "From elsewhere", app="7"))
    ours = stage.archive.say(THREAD, Text("Ours"))
    told = [quoting.beginning(line) for line in stage.archive.lines(THREAD)]
    assert "Talk to a person" in told
    assert "From elsewhere" in told
    assert any(one.startswith("one two and") and one.endswith("…") for one in told)
    assert all(len(one) <= quoting.LONGEST_QUOTE + 1 for one in told)
    assert quoting.pointed(stage.runtime, THREAD, ours.row) == ("", "Ours")


def test_a_row_that_is_none_or_of_another_thread_is_nothing() -> None:
    """No form reads another traveller's words."""
    stage = bench()
    line = stage.archive.say("webchat:TF:luc", Text("A secret"))
    for row in (0, 99, line.row):
        assert quoting.pointed(stage.runtime, THREAD, row) == ("", "")
