"""Rehearsals as staff have them: begun, gone on with, taken back, kept for a day, and seen by nobody else."""

import msgspec
import pytest

from bot.domain.errors import ConflictError, InvalidError
from bot.domain.rehearsal.acts import Happens, Opening, Plans, Says, Taps
from bot.services import rehearsals
from bot.services.rehearsals import GONE, Held
from tests.builders.house import House, house
from tests.builders.rehearsals import TO_CHECKOUT, WISH, reworded, without_step, words
from tests.builders.staff import ADA, EDI
from tests.builders.world import book, world
from tests.fakes.supplier import sample_supplier

OPENING = Opening("en", "webchat", 0)


@pytest.fixture(name="home")
def _home() -> House:
    """A house with the timetable of the sample airline, and nothing else outside."""
    return house(supplier=sample_supplier(), conversations=None, journal=None, jobs=None, channels={}, mailer=None)


def begun(home: House) -> Held:
    """A rehearsal of the sample flow."""
    return rehearsals.begin(home.runtime, EDI, book(), OPENING)


def to_checkout(home: House) -> Held:
    """A rehearsal that has come to the payment."""
    held = begun(home)
    for done, act in enumerate(TO_CHECKOUT):
        held = rehearsals.act(home.runtime, EDI, book(), held.id, does=act, done=done)
    return held


def test_a_rehearsal_begins_now_with_nothing_said(home: House) -> None:
    """The clock of the rehearsal starts at the time at which it is begun."""
    held = begun(home)
    assert held.stage.lines == ()
    assert held.script.opening.begun == home.clock.ms
    assert rehearsals.see(home.runtime, EDI, book(), held.id) == held


def test_flights_are_those_of_the_own_timetable_and_are_asked_for_once(home: House) -> None:
    """What a traveller would be offered today is offered here; looking at the page again asks nobody."""
    held = begun(home)
    told = rehearsals.act(home.runtime, EDI, book(), held.id, does=WISH, done=0)
    assert told.script.steps[0].looked[0].answer.offers == told.stage.conversation.basket.shelf
    assert told.stage.conversation.basket.shelf[0].segments[0].key not in words(told.stage)
    supplier = home.runtime.supplier
    supplier.down = True  # type: ignore[attr-defined]  # of the fake
    assert rehearsals.see(home.runtime, EDI, book(), held.id).stage == told.stage


def test_a_timetable_that_is_away_is_heard_as_travellers_hear_it(home: House) -> None:
    """The editor is not shown an error of ours."""
    home.runtime.supplier.down = True  # type: ignore[attr-defined]  # of the fake
    told = rehearsals.act(home.runtime, EDI, book(), begun(home).id, does=WISH, done=0)
    assert "doesn't answer just now" in words(told.stage)


def test_nothing_outside_is_touched(home: House) -> None:
    """A whole booking without a store of talks, a queue, a channel, a gateway or a mailer to speak with."""
    held = to_checkout(home)
    paid = rehearsals.act(home.runtime, EDI, book(), held.id, does=Happens("paid"), done=len(TO_CHECKOUT))
    assert "Paid and ticketed" in words(paid.stage)
    assert not home.records.money.checkouts
    assert home.runtime.supplier.holds == {}  # type: ignore[attr-defined]  # of the fake


def test_turns_are_taken_back_and_all_of_it_is_reset(home: House) -> None:
    """Back is the talk as it was; reset is another talk, perhaps in another language."""
    held = to_checkout(home)
    before = rehearsals.back(home.runtime, EDI, book(), held.id)
    assert len(before.script.steps) == len(TO_CHECKOUT) - 1
    assert before.stage.sale is None
    fresh = rehearsals.reset(home.runtime, EDI, book(), held.id)
    assert (fresh.script.steps, fresh.script.opening.language) == ((), "en")
    french = rehearsals.reset(home.runtime, EDI, book(), held.id, opening=Opening("fr", "whatsapp", 0))
    assert french.script.opening == Opening("fr", "whatsapp", home.clock.ms)
    with pytest.raises(InvalidError, match="The channel is one of"):
        rehearsals.reset(home.runtime, EDI, book(), held.id, opening=Opening("fr", "fax", 0))


def test_an_edited_draft_is_heard_in_the_same_rehearsal(home: House) -> None:
    """Nobody begins anew because of a comma."""
    held = to_checkout(home)
    draft = reworded("holding", "Keeping them for you…")
    assert "Keeping them for you…" in words(rehearsals.see(home.runtime, EDI, draft, held.id).stage)


def test_where_an_edited_draft_parts_from_the_talk_is_told(home: House) -> None:
    """The talk is shown as far as it can be, with why it ends there; it can be gone on with from there."""
    held = to_checkout(home)
    draft = without_step("review", instead="offers_expired")
    told = rehearsals.see(home.runtime, EDI, draft, held.id)
    assert "can be tapped" in told.broken
    assert len(told.script.steps) == len(TO_CHECKOUT) - 1


def test_nobody_sees_the_rehearsal_of_another(home: House) -> None:
    """Nor one that is over, nor one of another flow."""
    held = begun(home)
    other = msgspec.structs.replace(book(), name="bags")
    for person, draft, name in ((ADA, book(), held.id), (EDI, book(), "reh_0"), (EDI, other, held.id)):
        with pytest.raises(InvalidError, match=GONE):
            rehearsals.see(home.runtime, person, draft, name)


def test_two_windows_do_not_overwrite_each_other(home: House) -> None:
    """Who was slower is told, and nothing is done twice."""
    held = begun(home)
    rehearsals.act(home.runtime, EDI, book(), held.id, does=Plans("search", "sample"), done=0)
    with pytest.raises(ConflictError):
        rehearsals.act(home.runtime, EDI, book(), held.id, does=WISH, done=0)
    assert len(rehearsals.see(home.runtime, EDI, book(), held.id).script.steps) == 1


def test_an_act_that_cannot_be_done_changes_nothing(home: House) -> None:
    """A slip is a sentence."""
    held = begun(home)
    for act in (Says(""), Taps("Nothing")):
        with pytest.raises(InvalidError):
            rehearsals.act(home.runtime, EDI, book(), held.id, does=act, done=0)
    assert rehearsals.see(home.runtime, EDI, book(), held.id) == held


def test_a_rehearsal_is_kept_for_a_day(home: House) -> None:
    """What was only tried is nothing to keep."""
    held = begun(home)
    home.clock.move(hours=23)
    begun(home)
    assert rehearsals.see(home.runtime, EDI, book(), held.id).stage.act == 0
    home.clock.move(hours=2)
    begun(home)
    with pytest.raises(InvalidError, match="over"):
        rehearsals.see(home.runtime, EDI, book(), held.id)


def test_the_live_flow_stays_what_it_is(home: House) -> None:
    """A draft is in no World but its own."""
    means = rehearsals.means_of(home.runtime, reworded("hello", "Hi"))
    assert means.world.live["book"] == 0
    assert world().live["book"] == 1
