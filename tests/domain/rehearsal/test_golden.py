"""Golden conversations find what a draft says otherwise, and nothing else."""

import msgspec
import pytest

from bot.domain.errors import InvalidError
from bot.domain.rehearsal.acts import Says
from bot.domain.rehearsal.golden import LONGEST_NAME, Golden, golden_of, judged, named, script_of
from bot.domain.rehearsal.script import Script
from tests.builders.rehearsals import (
    OPENING,
    TO_TICKETS,
    WISH,
    means,
    reworded,
    script,
    without_step,
)


def golden() -> Golden:
    """A whole booking."""
    return golden_of(script(*TO_TICKETS), "Books", means().world)


def test_a_golden_conversation_holds_on_the_flow_from_which_it_was_kept() -> None:
    """Nothing that changes from day to day can break it."""
    verdict = judged(golden(), means().world)
    assert (verdict.difference, verdict.whole, verdict.now) == (None, True, golden())


def test_it_survives_being_stored() -> None:
    """What comes back from SQL is what was kept."""
    assert msgspec.json.decode(msgspec.json.encode(golden()), type=Golden) == golden()


def test_a_changed_word_is_found_at_its_step_and_can_be_accepted() -> None:
    """The editor reads which act, which step, and both wordings; meant or not is theirs to say."""
    draft = means(reworded("ask_email", "Where shall the tickets go?")).world
    told = judged(golden(), draft)
    assert told.whole
    assert told.difference is not None
    assert (told.difference.number, told.difference.step) == (5, "ask_email")
    assert told.difference.act == "24 July 1987"
    assert told.difference.sentence == (
        "It should say “Which e-mail address shall we keep with the booking?”, but says “Where shall the tickets go?”."
    )
    assert judged(told.now, draft).difference is None


def test_a_reworded_button_is_still_tapped() -> None:
    """The difference is the wording; the talk goes on to its end all the same."""
    told = judged(golden(), means(reworded("yes_button", "Please do")).world)
    assert told.whole
    assert told.difference is not None
    assert told.difference.sentence.startswith("What can be tapped should be “Yes, hold them”")


def test_a_step_that_went_is_no_matter_of_words() -> None:
    """The talk cannot be played to its end, and says where it stopped."""
    told = judged(golden(), means(without_step("review", instead="offers_expired")).world)
    assert not told.whole
    assert told.difference is not None
    assert len(told.now.steps) < len(golden().steps)


def test_more_is_said_or_less_is_found() -> None:
    """A sentence that was added or lost counts as well as one that changed."""
    kept = golden()
    first = kept.steps[1]
    more = msgspec.structs.replace(first, bot=(*first.bot, *first.bot[:1]))
    less = msgspec.structs.replace(first, bot=first.bot[:-1])
    other = msgspec.structs.replace(first, does=())
    cards = msgspec.structs.replace(first, bot=(*first.bot[:-1], msgspec.structs.replace(first.bot[-1], cards=())))
    for changed, said in (
        (more, "but says nothing more"),
        (less, "It should say nothing more"),
        (other, "It should want nothing of the outside, but wants search flights"),
        (cards, "The cards should be nothing, but are “€525.00 total"),
    ):
        steps = (kept.steps[0], changed, *kept.steps[2:])
        told = judged(msgspec.structs.replace(kept, steps=steps), means().world).difference
        assert told is not None
        assert said in told.sentence


def test_what_the_timetable_answered_is_kept_with_it() -> None:
    """Tomorrow's flights do not break what was kept today; another search is told as one."""
    kept = golden_of(script(WISH), "Searches", means().world)
    assert kept.steps[0].looked
    assert judged(kept, means().world).difference is None
    elsewhere = msgspec.structs.replace(kept.steps[0], act=Says("Paris to New York on 6 December, one way, 1 adult"))
    told = judged(msgspec.structs.replace(kept, steps=(elsewhere,)), means().world).difference
    assert told is not None
    assert told.sentence.startswith("Asks for flights PAR to NYC on 2026-12-06, which nobody asked for")


def test_only_what_was_said_is_kept_under_a_name() -> None:
    """Nothing without acts or a name is a test of anything."""
    world = means().world
    with pytest.raises(InvalidError, match="nothing to keep"):
        golden_of(Script("book", OPENING), "Empty", world)
    for name in ("", "  ", "a" * (LONGEST_NAME + 1), "bell\a"):
        with pytest.raises(InvalidError, match="needs a name"):
            golden_of(script(WISH), name, world)
    assert named(golden(), "  Two   words ").name == "Two words"
    broken = msgspec.structs.replace(script(WISH), steps=(*script(WISH).steps, script_of(golden()).steps[2]))
    broken = msgspec.structs.replace(broken, steps=(broken.steps[1],))
    with pytest.raises(InvalidError, match="can be tapped"):
        golden_of(broken, "Broken", world)


def test_a_golden_conversation_can_be_gone_on_with() -> None:
    """It is a rehearsal again, with the timetable's answers."""
    assert script_of(golden()) == script(*TO_TICKETS)
