"""What a supervisor sees at a glance, and which threads a wish means."""

import pytest

from bot.domain.conversation.events import ChoiceTapped, MessageEchoed
from bot.domain.staff.person import Person
from bot.ports.team_records import Team
from bot.services import desk, overview, selecting, turns
from bot.services.selecting import Wish
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench

EVA = Person("per_eva", "Eva", roles=("supervisor",))
BO = Person("per_bo", "Bo", roles=("agent",))
A, B, C, D = ("webchat:TF:a", "whatsapp:106:b", "webchat:TF:c", "messenger:101:d")


@pytest.fixture
def stage() -> Bench:
    """Four travellers: two wait, Bo has one, and one is answered in another tool."""
    stage = bench()
    for person in (EVA, BO, Person("per_v", "Viewer", roles=("viewer",))):
        stage.archive.people.keep(person)
    stage.archive.teams.keep(Team(id="tea_1", name="Payments"))
    for number, thread in enumerate((A, B, C)):
        turns.take(stage.runtime, thread, ChoiceTapped(f"t{number}", NOW_MS, "go:person", "Talk to a person"))
        stage.clock.pass_time(minutes=1)
    desk.take(stage.runtime, C, BO)
    turns.take(stage.runtime, D, MessageEchoed("m1", NOW_MS, "Hi", "263902037430900"))
    stage.archive.desk.change(A, team="tea_1", first_due=NOW_MS + 60_000, labels=("vip",))
    stage.archive.desk.change(B, first_due=NOW_MS + 10 * 60_000)
    return stage


def test_the_numbers_are_those_of_the_lists(stage: Bench) -> None:
    """Waiting now, the oldest of them, and whose clock presses, the latest first."""
    found = overview.overview(stage.runtime)
    assert (found.waiting, found.oldest, len(found.open)) == (2, NOW_MS, 4)
    assert [one.waiting.thread for one in found.pressing] == [A, B]
    assert [one.due.text for one in found.pressing if one.due] == ["late 2 min", "reply in 7 min"]


def test_it_is_told_by_team_channel_and_agent(stage: Bench) -> None:
    """Everybody who may answer is there, also without a thread; who answers in another tool is no agent of ours."""
    found = overview.overview(stage.runtime)
    assert [(one.name, one.waiting, one.talking) for one in found.teams] == [("No team", 1, 2), ("Payments", 1, 0)]
    assert [(one.name, one.waiting, one.oldest > 0) for one in found.channels] == [
        ("messenger", 0, False),
        ("webchat", 1, True),
        ("whatsapp", 1, True),
    ]
    assert [(one.name, one.threads, one.last_act > 0) for one in found.agents] == [("Bo", 1, True), ("Eva", 0, False)]


@pytest.mark.parametrize(
    ("wish", "threads"),
    [
        (Wish(), [A, B, C, D]),
        (Wish(standing="waiting"), [A, B]),
        (Wish(standing="agents"), [C, D]),
        (Wish(standing="mine"), [C]),
        (Wish(standing="snoozed"), []),
        (Wish(team="tea_1"), [A]),
        (Wish(channel="whatsapp"), [B]),
        (Wish(label="vip"), [A]),
        (Wish(clock="late"), [A]),
        (Wish(clock="soon", standing="waiting"), [B]),
    ],
)
def test_a_wish_means_what_it_says(stage: Bench, wish: Wish, threads: list[str]) -> None:
    """All that match are those that the list shows."""
    assert [one.waiting.thread for one in selecting.matching(stage.runtime, BO, wish)] == threads


def test_who_sleeps_does_not_wait(stage: Bench) -> None:
    """A thread that was put aside stands where it was put."""
    stage.archive.desk.change(A, snoozed_until=NOW_MS + 10 * 60_000)
    assert [one.waiting.thread for one in selecting.matching(stage.runtime, BO, Wish(standing="waiting"))] == [B]
    assert [one.waiting.thread for one in selecting.matching(stage.runtime, BO, Wish(standing="snoozed"))] == [A]
