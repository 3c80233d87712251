"""Publishing drafts and rolling back: what editors and travellers may rely on."""

import msgspec
import pytest

from bot.domain.errors import ConflictError, InvalidError
from bot.domain.flow.operations import AddStep, SetNext
from bot.services import approved, flow_drafts, flow_revisions, flow_schedules
from bot.services.flow_revisions import Outcome
from tests.builders.flow_room import SOON, acts, by, do, flow_room, live, publish, wish, worded
from tests.builders.house import House
from tests.builders.staff import ADA, ANA, EDI, deciding, yes


@pytest.fixture(name="home")
def _home() -> House:
    return flow_room()


def test_a_draft_is_published_as_the_next_revision_with_notes(home: House) -> None:
    """Its author, its notes and the hash of its document stand beside it, and in the audit."""
    worded(home, "From where?")
    assert publish(home, notes=" Shorter ") == Outcome("published", 2)
    head = flow_revisions.listed(home.runtime, "book")[-1]
    assert (head.revision, head.live, head.author, head.notes) == (2, True, EDI.id, "Shorter")
    act = home.records.audit.acts[-1]
    assert (act.who, act.what, act.reason, act.before) == (EDI.id, "flow.publish", "Shorter", '{"revision":1}')
    assert head.sha256 in act.after
    shown = flow_revisions.shown(home.runtime, "book", 2)
    assert (b"From where?" in shown.document, shown.head) == (True, head)
    with pytest.raises(InvalidError, match="no revision 3"):
        flow_revisions.shown(home.runtime, "book", 3)


def test_a_revision_has_notes(home: House) -> None:
    """Who publishes says what changes."""
    worded(home, "From where?")
    with pytest.raises(InvalidError, match="what changes"):
        publish(home, notes="  ")
    assert live(home) == 1


def test_nothing_is_published_that_nobody_saw(home: House) -> None:
    """A change of a colleague in the last second, or another revision, is read before."""
    worded(home, "From where?")
    seen = wish(home)
    worded(home, "Whence?")
    with pytest.raises(ConflictError, match="draft was changed"):
        flow_revisions.publish(home.runtime, seen, by(home))
    older = msgspec.structs.replace(wish(home), live=0)
    with pytest.raises(ConflictError, match="went live since"):
        flow_revisions.publish(home.runtime, older, by(home))
    assert live(home) == 1


def test_a_draft_that_is_live_already_or_never_begun_is_not_published(home: House) -> None:
    """There is nothing to say in notes."""
    with pytest.raises(InvalidError, match="Nobody has changed"):
        publish(home)
    worded(home, "From where?")
    publish(home)
    with pytest.raises(InvalidError, match="live revision already"):
        publish(home)


def test_a_draft_with_faults_is_not_published(home: House) -> None:
    """The reasons are listed, now and for later."""
    do(home, SetNext("hello_long", "nowhere"))
    for due in (0, SOON):
        with pytest.raises(InvalidError, match="'nowhere'"):
            publish(home, due=due)
    assert (live(home), flow_schedules.waiting(home.runtime)) == (1, ())


def test_only_editors_of_flows_publish_and_roll_back(home: House) -> None:
    """An agent or an administrator is told whom to ask."""
    worded(home, "From where?")
    for person in (ANA, ADA):
        with pytest.raises(InvalidError, match="may not edit"):
            publish(home, person=person)
        with pytest.raises(InvalidError, match="may not edit"):
            flow_revisions.roll_back(home.runtime, "book", 1, by(home, person, "why"), live=1)


def test_words_about_money_wait_for_a_second_person_with_their_notes(home: House) -> None:
    """Who approves puts live what the editor published, in the editor's name."""
    worded(home, "It costs nothing.", key="holding")
    draft = flow_drafts.shown(home.runtime, "book")
    assert flow_revisions.money_changes(home.runtime, draft) == ("the text holding (en) changes",)
    assert publish(home, notes="Friendlier") == Outcome("asked")
    assert live(home) == 1
    (asked,) = home.records.approvals.waiting()
    approved.decide(home.runtime, asked.id, yes(asked), deciding(ADA, home.runtime))
    head = flow_revisions.listed(home.runtime, "book")[-1]
    assert (head.live, head.author, head.notes) == (True, EDI.id, "Friendlier")


def test_words_about_money_wait_for_a_second_person_and_then_for_their_time(home: House) -> None:
    """The time goes with the proposal; approved after it, it is live at once."""
    worded(home, "It costs nothing.", key="holding")
    assert publish(home, due=SOON) == Outcome("asked")
    (asked,) = home.records.approvals.waiting()
    approved.decide(home.runtime, asked.id, yes(asked), deciding(ADA, home.runtime))
    assert live(home) == 1
    (waits,) = flow_schedules.waiting(home.runtime)
    assert (waits.due, waits.author, waits.approval) == (SOON, EDI.id, asked.id)
    home.clock.move(seconds=3600)
    assert flow_schedules.carry_out(home.runtime) == 1
    assert live(home) == 2


def test_an_approval_that_comes_after_its_time_publishes_at_once(home: House) -> None:
    """Nobody waits for a moment that is over."""
    worded(home, "It costs nothing.", key="holding")
    publish(home, due=SOON)
    home.clock.move(seconds=7200)
    (asked,) = home.records.approvals.waiting()
    approved.decide(home.runtime, asked.id, yes(asked), deciding(ADA, home.runtime))
    assert (live(home), flow_schedules.waiting(home.runtime)) == (2, ())


def test_rolling_back_is_one_move_with_a_reason(home: House) -> None:
    """The pointer moves; both revisions stay what they are, and the audit says from which to which and why."""
    worded(home, "From where?")
    publish(home)
    with pytest.raises(InvalidError, match="Say why"):
        flow_revisions.roll_back(home.runtime, "book", 1, by(home), live=2)
    flow_revisions.roll_back(home.runtime, "book", 1, by(home, reason="Travellers are lost"), live=2)
    assert [(one.revision, one.live) for one in flow_revisions.listed(home.runtime, "book")] == [(1, True), (2, False)]
    act = home.records.audit.acts[-1]
    assert (act.what, act.reason) == ("flow.roll_back", "Travellers are lost")
    assert (act.before, act.after) == ('{"revision":2}', '{"revision":1,"changes":[]}')
    home.clock.move(seconds=1)
    assert home.runtime.world().live["book"] == 1


def test_what_a_roll_back_changes_about_money_is_told(home: House) -> None:
    """One person may, because two have published it; who reads the audit sees it."""
    worded(home, "It costs nothing.", key="holding")
    publish(home)
    (asked,) = home.records.approvals.waiting()
    approved.decide(home.runtime, asked.id, yes(asked), deciding(ADA, home.runtime))
    flow_revisions.roll_back(home.runtime, "book", 1, by(home, reason="Wrong"), live=2)
    assert "the text holding (en) changes" in home.records.audit.acts[-1].after


def test_a_roll_back_goes_from_what_was_seen_to_what_is_there(home: House) -> None:
    """Not to the live one, not to none, and not when a colleague was faster."""
    worded(home, "From where?")
    publish(home)
    for revision, seen, error, why in (
        (2, 2, InvalidError, "live already"),
        (9, 2, InvalidError, "no revision"),
        (1, 1, ConflictError, "went live since"),
    ):
        with pytest.raises(error, match=why):
            flow_revisions.roll_back(home.runtime, "book", revision, by(home, reason="why"), live=seen)
    assert live(home) == 2


def test_a_draft_is_published_over_what_was_rolled_back(home: House) -> None:
    """The next revision is the next number; the history tells what was live when."""
    worded(home, "From where?")
    publish(home)
    flow_revisions.roll_back(home.runtime, "book", 1, by(home, reason="why"), live=2)
    assert publish(home) == Outcome("published", 3)
    assert [what for _, what, _ in acts(home)] == ["flow.edit", "flow.publish", "flow.roll_back", "flow.publish"]


def test_what_a_draft_or_another_revision_changes_is_told_in_words(home: House) -> None:
    """Before somebody publishes, and before they roll back."""
    assert flow_revisions.changes(home.runtime, flow_drafts.shown(home.runtime, "book")) == ()
    draft = worded(home, "From where?")
    (change,) = flow_revisions.changes(home.runtime, draft)
    assert (change.sentence, change.after) == ("The text ask_origin (en) changes.", "From where?")
    publish(home)
    (back,) = flow_revisions.changes_between(home.runtime, "book", 2, 1)
    assert (back.before, back.after) == (change.after, change.before)
    with pytest.raises(InvalidError, match="no revision 9"):
        flow_revisions.changes_between(home.runtime, "book", 2, 9)
    new = flow_drafts.create(home.runtime, "bags", by(home))
    assert [one.sentence for one in flow_revisions.changes(home.runtime, new)] == []


def test_a_new_step_that_is_whole_goes_live(home: House) -> None:
    """As an editor adds one: the step, a way to it, its words in every language."""
    do(home, AddStep("smile", {"do": [{"do": "say", "text": "hello"}], "next": "missing"}, "hello_long", "Smile"))
    do(home, SetNext("hello_long", "smile"))
    assert publish(home).kind == "published"
