"""Publications that wait for their time: what their authors may rely on."""

import msgspec
import pytest

from bot.domain.errors import ConflictError, InvalidError
from bot.services import flow_revisions, flow_schedules
from bot.services.flow_revisions import Outcome
from tests.builders.flow_room import BEA, SOON, acts, by, flow_room, live, publish, worded
from tests.builders.house import House
from tests.builders.staff import ANA, EDI


@pytest.fixture(name="home")
def _home() -> House:
    home = flow_room()
    worded(home, "From where?")
    assert publish(home, due=SOON) == Outcome("scheduled")
    return home


def name_of(home: House) -> str:
    """The id of what waits."""
    (waits,) = flow_schedules.waiting(home.runtime)
    return waits.id


def test_it_goes_live_at_its_time_and_not_before(home: House) -> None:
    """As it was when it was scheduled, whatever was edited since; the audit has it in its author's name."""
    worded(home, "Whence?")
    assert (flow_schedules.carry_out(home.runtime), live(home)) == (0, 1)
    home.clock.move(seconds=3600)
    assert (flow_schedules.carry_out(home.runtime), live(home)) == (1, 2)
    shown = flow_revisions.shown(home.runtime, "book", 2)
    assert (b"From where?" in shown.document, shown.notes, shown.author) == (True, "Shorter", EDI.id)
    assert acts(home)[-1] == (EDI.id, "flow.publish", "book")
    assert (flow_schedules.carry_out(home.runtime), flow_schedules.unseen(home.runtime, EDI.id)) == (0, ())


def test_a_flow_has_one_publication_to_come(home: House) -> None:
    """Two times for one flow would be a riddle."""
    worded(home, "Whence?")
    with pytest.raises(ConflictError, match="waits already"):
        publish(home, due=SOON)


@pytest.mark.parametrize("due", [1, SOON - 3600 * 1000, SOON + 367 * 24 * 3600 * 1000])
def test_a_time_lies_ahead_and_within_a_year(due: int) -> None:
    """A slip in a date is no publication."""
    home = flow_room()
    worded(home, "From where?")
    with pytest.raises(InvalidError, match="Choose a time"):
        publish(home, due=due)


def test_it_is_refused_when_another_revision_went_live_meanwhile(home: House) -> None:
    """What a colleague published is not taken back; the author is told once, and says that they have seen it."""
    worded(home, "Whence?", person=BEA)
    publish(home, person=BEA)
    home.clock.move(seconds=3600)
    assert (flow_schedules.carry_out(home.runtime), live(home)) == (1, 2)
    (told,) = flow_schedules.unseen(home.runtime, EDI.id)
    assert (told.state, told.why) == ("refused", flow_schedules.MOVED)
    assert acts(home)[-1] == (EDI.id, "flow.refuse", "book")
    with pytest.raises(InvalidError, match="somebody else"):
        flow_schedules.saw(home.runtime, told.id, by(home, BEA))
    flow_schedules.saw(home.runtime, told.id, by(home))
    assert flow_schedules.unseen(home.runtime, EDI.id) == ()


@pytest.mark.parametrize("change", [{"roles": ("agent",)}, {"active": False}])
def test_it_is_refused_when_its_author_may_not_publish_any_more(home: House, change: dict[str, object]) -> None:
    """Who has left the airline changes nothing after that."""
    with home.records.begin() as work:
        work.people.keep(msgspec.structs.replace(EDI, **change))
    home.clock.move(seconds=3600)
    assert (flow_schedules.carry_out(home.runtime), live(home)) == (1, 1)
    assert flow_schedules.unseen(home.runtime, EDI.id)[0].why == flow_schedules.AUTHOR_GONE


def test_a_colleague_who_cancels_it_says_why_and_the_author_is_told(home: House) -> None:
    """Who cancels their own knows it."""
    name = name_of(home)
    with pytest.raises(InvalidError, match="Say why"):
        flow_schedules.cancel(home.runtime, name, by(home, BEA))
    with pytest.raises(InvalidError, match="may not edit"):
        flow_schedules.cancel(home.runtime, name, by(home, ANA, "why"))
    flow_schedules.cancel(home.runtime, name, by(home, BEA, "Not in the holidays"))
    assert acts(home)[-1] == (BEA.id, "flow.cancel", "book")
    (told,) = flow_schedules.unseen(home.runtime, EDI.id)
    assert (told.state, told.why, told.settled_by) == ("cancelled", "Not in the holidays", BEA.id)
    home.clock.move(seconds=3600)
    assert (flow_schedules.carry_out(home.runtime), live(home)) == (0, 1)
    with pytest.raises(ConflictError, match="cancelled before"):
        flow_schedules.cancel(home.runtime, name, by(home, BEA, "again"))
    publish(home, due=SOON + 7200 * 1000)
    flow_schedules.cancel(home.runtime, name_of(home), by(home, reason="Mine"))
    assert len(flow_schedules.unseen(home.runtime, EDI.id)) == 1


def test_a_publication_that_is_not_there_is_told(home: House) -> None:
    """A slip in an address gets a sentence."""
    with pytest.raises(InvalidError, match="no such publication"):
        flow_schedules.cancel(home.runtime, "pub_x", by(home, reason="why"))


def test_two_clocks_publish_it_once(home: House) -> None:
    """Whichever comes second finds it done."""
    home.clock.move(seconds=3600)
    due = flow_schedules.waiting(home.runtime)
    assert flow_schedules.carry_out(home.runtime) == 1
    now = SOON + 1
    assert flow_schedules._published(home.runtime, due[0].id, now=now) == 0
    assert flow_schedules._refused(home.runtime, due[0].id, "late", now=now) == 0
    assert live(home) == 2
