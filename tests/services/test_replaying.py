"""A real thread is replayed on a draft: with stand-ins, by who may, and never without a line in the audit."""

import pytest

from bot.domain.errors import InvalidError
from bot.services import rehearsals, replaying
from bot.services.replaying import NOT_YOURS, NOTHING, Until
from bot.services.thread_refs import ref_of
from tests.builders.rehearsals import reworded, words
from tests.builders.staff import ANA, EDI, acting
from tests.builders.world import book
from tests.journeys.fake_stage import FakeStage

SECRETS = ("Pippa", "Longstocking", "pippa@villa.example", "1990-05-17", "17 May 1990", "170 1234567")


@pytest.fixture(name="there")
def _there() -> FakeStage:
    """A thread in which somebody has booked and paid."""
    there = FakeStage()
    there.say("Paris to New York on 4 December, one way, 1 adult")
    there.tap("Choose")
    for told in ("Pippa Longstocking", "17 May 1990", "my number is +49 170 1234567", "pippa@villa.example"):
        there.say(told)
    there.tap("Yes, hold them")
    there.pay("4242424242424242")
    return there


def test_a_real_talk_is_heard_again_without_who_had_it(there: FakeStage) -> None:
    """It comes to its end on the draft, and names nobody."""
    thread = ref_of(there.web, str(there.thread))
    held = replaying.replay(there.web, EDI, book(), acting(EDI, there.web), thread=thread)
    assert held.broken == ""
    assert held.stage.opening.channel == "terminal"
    assert "Paid and ticketed" in words(held.stage)
    kept = there.records.rehearsals.rehearsals[held.id].decode()
    told = repr(held) + kept
    assert [secret for secret in SECRETS if secret in told] == []
    assert there.records.money.checkouts  # the real one, and no other
    assert len(there.records.money.checkouts) == 1


def test_it_can_be_gone_on_with_from_a_step(there: FakeStage) -> None:
    """The editor stands where the traveller stood, on the words of the draft."""
    thread = ref_of(there.web, str(there.thread))
    draft = reworded("ask_email", "Where to?")
    until = Until(step="ask_email")
    held = replaying.replay(there.web, EDI, draft, acting(EDI, there.web), thread=thread, until=until)
    assert words(held.stage).endswith("Where to?")
    assert rehearsals.see(there.web, EDI, draft, held.id).stage == held.stage


def test_it_ends_with_a_row_of_the_transcript(there: FakeStage) -> None:
    """A link on a line of the desk leads to that very moment."""
    with there.records.begin() as work:
        first = work.talk.lines(str(there.thread))[0]
    thread = ref_of(there.web, str(there.thread))
    until = Until(row=first.row)
    held = replaying.replay(there.web, EDI, book(), acting(EDI, there.web), thread=thread, until=until)
    assert [type(step.act).__name__ for step in held.script.steps] == ["Plans", "Says"]


def test_every_replay_stands_in_the_audit(there: FakeStage) -> None:
    """Who looked at which thread can be asked for, by its reference."""
    thread = ref_of(there.web, str(there.thread))
    replaying.replay(there.web, EDI, book(), acting(EDI, there.web), thread=thread)
    line = there.records.audit.acts[-1]
    assert (line.who, line.what, line.subject) == ("per_edi", "flow.replay", thread)


def test_only_who_edits_flows_replays_threads(there: FakeStage) -> None:
    """An agent reads threads at the desk, where that is what the audit says."""
    thread = ref_of(there.web, str(there.thread))
    before = len(there.records.audit.acts)
    with pytest.raises(InvalidError, match=NOT_YOURS):
        replaying.replay(there.web, ANA, book(), acting(ANA, there.web), thread=thread)
    assert len(there.records.audit.acts) == before


def test_a_thread_without_words_is_told_as_one(there: FakeStage) -> None:
    """Forgotten travellers, and references that nobody has, replay nothing."""
    for thread in (ref_of(there.web, "terminal:tf:nobody"), "terminal:tf:nobody"):
        with pytest.raises(InvalidError, match=NOTHING):
            replaying.replay(there.web, EDI, book(), acting(EDI, there.web), thread=thread)
    with pytest.raises(InvalidError, match="no such thread"):
        replaying.replay(there.web, EDI, book(), acting(EDI, there.web), thread="nonsense")
