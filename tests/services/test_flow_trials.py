"""Threads that try a draft: what they, and everybody else, are given."""

import pytest

from bot.domain.conversation.events import TextReceived
from bot.domain.errors import InvalidError
from bot.domain.flow.operations import SetNext
from bot.services import flow_drafts, flow_revisions, flow_trials
from bot.services.thread_refs import ref_of
from tests.builders.flow_room import BEA, acts, by, do, flow_room, publish, worded
from tests.builders.house import House
from tests.builders.staff import ADA, EDI
from tests.builders.world import NOW_MS

TESTER, OTHER = "messenger:page:tess", "messenger:page:olga"


@pytest.fixture(name="home")
def _home() -> House:
    home = flow_room()
    worded(home, "From where, please?")
    return home


def give(home: House, thread: str = TESTER) -> int:
    """Let a thread try the draft; gives its number."""
    trial = flow_trials.give(home.runtime, "book", ref_of(home.runtime, thread), by(home))
    home.clock.move(seconds=1)
    return trial.snapshot


def say(home: House, thread: str, text: str = "I want to book a flight", name: str = "m1") -> int:
    """Say something in a thread; gives the revision on which its talk is."""
    made = home.take(TextReceived(f"{thread}.{name}", NOW_MS, text), thread)
    assert made.conversation.position is not None
    return made.conversation.position.revision


def test_a_test_traveller_gets_the_draft_and_nobody_else(home: House) -> None:
    """In their real conversation, from the next talk on; what is edited afterwards is not in it yet."""
    number = give(home)
    assert number < 0
    assert (say(home, TESTER), say(home, OTHER)) == (number, 1)
    worded(home, "Whence?")
    flow = home.runtime.world().flow("book", number)
    asked = flow.text("ask_origin", "en")
    assert asked is not None
    assert asked.parts == ("From where, please?",)


def test_a_talk_that_has_begun_stays_where_it_began(home: House) -> None:
    """Neither giving a draft, nor taking it off, nor publishing moves a talk that is going on."""
    assert say(home, TESTER) == 1
    number = give(home)
    assert say(home, TESTER, "Paris", "m2") == 1
    assert say(home, OTHER) == 1
    assert say(home, TESTER, "start over", "m3") == number
    flow_trials.take_off(home.runtime, "book", ref_of(home.runtime, TESTER), by(home))
    publish(home)
    home.clock.move(seconds=1)
    assert say(home, TESTER, "Paris", "m4") == number
    assert say(home, OTHER, "Paris", "m2") == 1
    assert say(home, OTHER, "start over", "m3") == 2
    assert say(home, TESTER, "start over", "m5") == 2


def test_publishing_ends_the_trials_of_its_flow(home: House) -> None:
    """Nobody is left on a draft that everybody has had for weeks."""
    give(home)
    publish(home)
    home.clock.move(seconds=1)
    assert flow_trials.listed(home.runtime) == ()
    assert say(home, TESTER) == 2


def test_a_trial_is_renewed_for_all_who_try(home: House) -> None:
    """They get the draft as it is now; the same draft keeps its number."""
    number = give(home)
    assert give(home, OTHER) == number
    assert {one.snapshot for one in flow_trials.renew(home.runtime, "book", by(home))} == {number}
    worded(home, "Whence?")
    renewed = flow_trials.renew(home.runtime, "book", by(home, BEA))
    assert {(one.thread, one.snapshot < number, one.by) for one in renewed} == {
        (TESTER, True, BEA.id),
        (OTHER, True, BEA.id),
    }
    assert flow_trials.renew(home.runtime, "my_trip", by(home)) == ()


def test_who_tries_what_is_listed_and_told_without_naming_a_traveller(home: House) -> None:
    """The audit has the reference of the thread, never its own name."""
    give(home)
    (trial,) = flow_trials.listed(home.runtime, "book")
    assert (trial.thread, trial.by) == (TESTER, EDI.id)
    assert flow_trials.listed(home.runtime, "my_trip") == ()
    flow_trials.take_off(home.runtime, "book", ref_of(home.runtime, TESTER), by(home))
    flow_trials.take_off(home.runtime, "book", ref_of(home.runtime, TESTER), by(home))
    assert [what for _, what, _ in acts(home)] == ["flow.edit", "flow.try", "flow.untry"]
    assert not any("tess" in act.after for act in home.records.audit.acts)


def test_a_draft_that_would_strand_a_traveller_is_not_tried(home: House) -> None:
    """It has to pass its check; steps and texts about money are not tried by one person's word."""
    do(home, SetNext("hello_long", "nowhere"))
    with pytest.raises(InvalidError, match="'nowhere'"):
        give(home)
    flow_drafts.undo(home.runtime, "book", by(home))
    worded(home, "It costs nothing.", key="holding")
    with pytest.raises(InvalidError, match=r"holding \(en\) changes"):
        give(home)
    assert flow_trials.listed(home.runtime) == ()


def test_what_cannot_be_tried_is_told(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread, no draft, no flow that is live, no right, or too many."""
    flow_drafts.create(home.runtime, "bags", by(home))
    ref, runtime = ref_of(home.runtime, TESTER), home.runtime
    for flow, thread, why in (
        ("book", "", "reference"),
        ("book", "nonsense", "no such thread"),
        ("my_trip", ref, "no draft"),
        ("bags", ref, "Publish the flow once"),
    ):
        with pytest.raises(InvalidError, match=why):
            flow_trials.give(runtime, flow, thread, by(home))
    with pytest.raises(InvalidError, match="reference"):
        flow_trials.take_off(runtime, "book", "", by(home))
    with pytest.raises(InvalidError, match="may not edit"):
        flow_trials.give(runtime, "book", ref, by(home, ADA))
    monkeypatch.setattr(flow_trials, "MOST", 1)
    give(home)
    give(home)
    with pytest.raises(InvalidError, match="try drafts already"):
        give(home, OTHER)


def test_a_roll_back_leaves_those_who_try_where_they_are(home: House) -> None:
    """Their draft is still a draft."""
    publish(home)
    worded(home, "Whence?")
    number = give(home)
    flow_revisions.roll_back(home.runtime, "book", 1, by(home, reason="why"), live=2)
    home.clock.move(seconds=1)
    assert (say(home, TESTER), say(home, OTHER)) == (number, 1)
