"""Transfers: asked for with a note, accepted or declined, over after a while; until then the sender has the thread."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.staff.person import Person
from bot.domain.staff.presence import GONE_MS
from bot.domain.staff.team import ANSWER_MINUTES, Team
from bot.services import desk, presence, transfers, turns
from bot.services.transfers import To
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench

THREAD = "webchat:TF:marie"
ANA, BO, CAT = (Person(f"per_{name.lower()}", name, roles=("agent",)) for name in ("Ana", "Bo", "Cat"))
EVA = Person("per_eva", "Eva", roles=("supervisor",))
VIC = Person("per_vic", "Vic", roles=("viewer",))
TO_BO, TO_TEAM = To(person=BO.id), To(team="tea_1")
NOTE = "She wants to change the name on her ticket."


@pytest.fixture
def stage() -> Bench:
    """A thread that Ana has, and colleagues, of whom Cat is in a team."""
    stage = bench()
    for person in (ANA, BO, CAT, EVA, VIC):
        stage.archive.people.keep(person)
    stage.archive.teams.keep(Team(id="tea_1", name="Names", members=(CAT.id, VIC.id)))
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", NOW_MS, "go:person", "Talk to a person"))
    desk.take(stage.runtime, THREAD, ANA)
    return stage


def owner(stage: Bench) -> tuple[str, str]:
    """Who has the thread."""
    talk = desk.thread_state(stage.runtime, THREAD)
    assert talk is not None
    return talk.owner, talk.agent


def told(stage: Bench, person: Person) -> list[str]:
    """Kinds of what somebody was told."""
    return [one.kind for one in stage.archive.notifications.newest(person.id, most=9) if one.person]


def kinds(stage: Bench) -> list[str]:
    """Through which hands the thread went."""
    return [line.kind for line in stage.archive.assignments.lines((THREAD,))]


def test_until_it_is_accepted_the_sender_has_the_thread(stage: Bench) -> None:
    """They answer in it, and the receiver is told with the note."""
    transfers.begin(stage.runtime, ANA, THREAD, TO_BO, note=NOTE)
    assert owner(stage) == ("human", ANA.id)
    desk.reply(stage.runtime, THREAD, ANA, "One moment, please.", key="abc")
    assert told(stage, BO) == ["transfer"]
    found = stage.archive.assignments.transfer(THREAD)
    assert found is not None
    assert (found.sender, found.person, found.note) == (ANA.id, BO.id, NOTE)


def test_whoever_accepts_has_it_and_the_sender_has_it_no_more(stage: Bench) -> None:
    """The traveller reads who answers now; both sides are told, and the history says so."""
    transfers.begin(stage.runtime, ANA, THREAD, TO_BO, note=NOTE)
    transfers.accept(stage.runtime, BO, THREAD)
    assert owner(stage) == ("human", BO.id)
    assert stage.archive.texts(THREAD)[-1] == "You're now talking with Bo."
    state = stage.archive.desk.thread(THREAD)
    assert (state.agent, state.agent_name) == (BO.id, "Bo")
    with pytest.raises(ConflictError):
        desk.reply(stage.runtime, THREAD, ANA, "Still me.", key="abd")
    assert told(stage, ANA) == ["transfer"]
    assert kinds(stage) == ["transferred", "accepted"]
    with pytest.raises(ConflictError, match="over"):
        transfers.accept(stage.runtime, BO, THREAD)


def test_a_member_accepts_for_the_team_and_the_team_has_the_thread(stage: Bench) -> None:
    """Whoever is first; those who may only read are no receivers."""
    transfers.begin(stage.runtime, ANA, THREAD, TO_TEAM, note=NOTE)
    assert (told(stage, CAT), told(stage, VIC)) == (["transfer"], [])
    for other in (BO, VIC, ANA):
        with pytest.raises(ConflictError, match="somebody else"):
            transfers.accept(stage.runtime, other, THREAD)
    transfers.accept(stage.runtime, CAT, THREAD)
    assert owner(stage) == ("human", CAT.id)
    assert stage.archive.desk.thread(THREAD).team == "tea_1"


def test_what_is_declined_stays_with_its_sender(stage: Bench) -> None:
    """Who is told why."""
    transfers.begin(stage.runtime, ANA, THREAD, TO_BO, note=NOTE)
    transfers.decline(stage.runtime, BO, THREAD, why="I go home")
    assert owner(stage) == ("human", ANA.id)
    assert told(stage, ANA) == ["transfer"]
    line = stage.archive.assignments.lines((THREAD,))[-1]
    assert (line.kind, line.person, line.note) == ("declined", BO.id, "I go home")
    transfers.begin(stage.runtime, ANA, THREAD, TO_TEAM, note=NOTE)


def test_a_sender_takes_it_back_before_anybody_has_accepted(stage: Bench) -> None:
    """And so may who oversees; another agent may not."""
    transfers.begin(stage.runtime, ANA, THREAD, TO_BO, note=NOTE)
    with pytest.raises(ConflictError, match="another agent"):
        transfers.withdraw(stage.runtime, CAT, THREAD)
    transfers.withdraw(stage.runtime, ANA, THREAD)
    with pytest.raises(ConflictError, match="over"):
        transfers.accept(stage.runtime, BO, THREAD)
    with pytest.raises(ConflictError, match="over"):
        transfers.withdraw(stage.runtime, EVA, THREAD)
    assert kinds(stage) == ["transferred", "withdrawn"]


@pytest.mark.parametrize(
    ("person", "to", "note", "told"),
    [
        (ANA, TO_BO, "  ", "Write a note"),
        (ANA, TO_BO, "x" * 1001, "Write a note"),
        (ANA, To(person=VIC.id), NOTE, "Choose a colleague"),
        (ANA, To(person=ANA.id), NOTE, "Choose a colleague"),
        (ANA, To(person="nobody"), NOTE, "Choose a colleague"),
        (ANA, To(team="gone"), NOTE, "Choose a colleague"),
        (BO, To(person=CAT.id), NOTE, "Take the thread"),
    ],
)
def test_what_cannot_be_transferred_is_refused(stage: Bench, person: Person, to: To, note: str, told: str) -> None:
    """Without a note, to nobody who may answer, or by who does not have the thread."""
    with pytest.raises((InvalidError, ConflictError), match=told):
        transfers.begin(stage.runtime, person, THREAD, to, note=note)
    assert stage.archive.assignments.transfer(THREAD) is None


def test_a_thread_is_transferred_once_at_a_time(stage: Bench) -> None:
    """Who oversees may transfer another agent's thread, but not while that one does."""
    transfers.begin(stage.runtime, EVA, THREAD, TO_BO, note=NOTE)
    found = stage.archive.assignments.transfer(THREAD)
    assert found is not None
    assert (found.sender, found.by) == (ANA.id, EVA.id)
    with pytest.raises(ConflictError, match="already"):
        transfers.begin(stage.runtime, ANA, THREAD, TO_TEAM, note=NOTE)


def test_what_nobody_answers_stays_with_a_sender_who_is_there(stage: Bench) -> None:
    """After ten minutes, and they are told."""
    transfers.begin(stage.runtime, ANA, THREAD, TO_BO, note=NOTE)
    stage.clock.pass_time(minutes=ANSWER_MINUTES - 1)
    assert transfers.watch(stage.runtime) == 0
    stage.clock.pass_time(minutes=1)
    presence.seen(stage.runtime, ANA)
    assert transfers.watch(stage.runtime) == 1
    assert owner(stage) == ("human", ANA.id)
    assert kinds(stage)[-1] == "lapsed"
    assert told(stage, ANA) == ["transfer"]


def test_what_nobody_answers_waits_again_when_the_sender_has_gone(stage: Bench) -> None:
    """No traveller stays with an agent who went home."""
    presence.seen(stage.runtime, ANA)
    transfers.begin(stage.runtime, ANA, THREAD, TO_BO, note=NOTE)
    stage.clock.pass_time(minutes=ANSWER_MINUTES, milliseconds=GONE_MS)
    transfers.watch(stage.runtime)
    assert owner(stage) == ("queue", "")
    assert transfers.watch(stage.runtime) == 0


def test_a_thread_that_its_sender_gave_back_is_not_taken(stage: Bench) -> None:
    """Neither by who accepts, nor by the sweep."""
    transfers.begin(stage.runtime, ANA, THREAD, TO_BO, note=NOTE)
    desk.hand_back(stage.runtime, THREAD, ANA)
    with pytest.raises(ConflictError, match="does not have"):
        transfers.accept(stage.runtime, BO, THREAD)
    assert owner(stage) == ("bot", "")
    desk.take(stage.runtime, THREAD, ANA)
    transfers.begin(stage.runtime, ANA, THREAD, TO_BO, note=NOTE)
    desk.hand_back(stage.runtime, THREAD, ANA)
    assert transfers.watch(stage.runtime) == 1
    assert stage.archive.assignments.transfers() == ()


def test_of_two_who_accept_one_has_it(stage: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slower one is told that a colleague was faster."""
    stage.archive.teams.keep(Team(id="tea_1", name="Names", members=(CAT.id, BO.id)))
    transfers.begin(stage.runtime, ANA, THREAD, TO_TEAM, note=NOTE)
    before(monkeypatch, lambda: _refused(lambda: transfers.accept(stage.runtime, BO, THREAD), "colleague"))
    transfers.accept(stage.runtime, CAT, THREAD)
    assert owner(stage) == ("human", CAT.id)


def test_an_acceptance_outlives_the_process_that_took_it(stage: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between the two steps, the sweep takes the same turn, and only once."""
    transfers.begin(stage.runtime, ANA, THREAD, TO_BO, note=NOTE)
    before(monkeypatch, _die)
    with pytest.raises(KeyboardInterrupt):
        transfers.accept(stage.runtime, BO, THREAD)
    assert owner(stage) == ("human", ANA.id)
    stage.clock.pass_time(minutes=60)
    assert transfers.watch(stage.runtime) == 1
    assert transfers.watch(stage.runtime) == 0
    assert owner(stage) == ("human", BO.id)
    assert stage.archive.texts(THREAD).count("You're now talking with Bo.") == 1


def test_transfers_stand_in_the_audit_without_a_name_of_the_traveller(stage: Bench) -> None:
    """What a note says of cards or addresses is taken out."""
    transfers.begin(stage.runtime, ANA, THREAD, TO_BO, note="Mail is marie@example.com")
    transfers.accept(stage.runtime, BO, THREAD)
    acts = [line.act for line in stage.archive.audit.newest(most=2)]
    assert [(act.who, act.what) for act in acts] == [
        (BO.id, "thread.transfer_ended"),
        (ANA.id, "thread.transfer"),
    ]
    assert all("marie" not in act.subject + act.after for act in acts)
    assert "marie@" not in stage.archive.assignments.lines((THREAD,))[0].note


def before(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let something happen once, before the next turn of an acceptance."""
    real = turns.take

    def take(*args: Any, **more: Any) -> Any:
        monkeypatch.setattr(turns, "take", real)
        act()
        return real(*args, **more)

    monkeypatch.setattr(turns, "take", take)


def _refused(act: Callable[[], object], told: str) -> None:
    with pytest.raises(ConflictError, match=told):
        act()


def _die() -> None:
    raise KeyboardInterrupt
