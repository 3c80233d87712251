"""Teams, capacities and weights: what can be kept, and that each change is audited with before and after."""

from collections.abc import Callable

import pytest

from bot.domain.errors import InvalidError
from bot.domain.staff.person import Person
from bot.domain.staff.team import Team
from bot.services import teams
from tests.web.archive import Bench, bench

EVA = Person("per_eva", "Eva", roles=("supervisor",))
VIC = Person("per_vic", "Vic", roles=("viewer",))
TEAM = Team(id="tea_1", name="Payments", topics=("payment",), members=(EVA.id,))


@pytest.fixture
def stage() -> Bench:
    """A supervisor, and somebody who may only read."""
    stage = bench()
    for person in (EVA, VIC):
        stage.archive.people.keep(person)
    return stage


def acts(stage: Bench) -> list[str]:
    """What the audit says, the oldest first."""
    return [line.act.what for line in reversed(stage.archive.audit.newest(most=20))]


def test_a_team_is_made_changed_and_removed(stage: Bench) -> None:
    """Each time with its line of the audit; the same again writes none."""
    teams.keep(stage.runtime, EVA, TEAM)
    teams.keep(stage.runtime, EVA, TEAM)
    teams.keep(stage.runtime, EVA, Team(id="tea_1", name="Money"))
    stage.archive.desk.change("webchat:TF:a", team="tea_1")
    teams.drop(stage.runtime, EVA, "tea_1")
    assert acts(stage) == ["team.keep", "team.keep", "team.drop"]
    assert stage.archive.teams.teams() == ()
    assert stage.archive.desk.thread("webchat:TF:a").team == ""
    with pytest.raises(InvalidError, match="gone"):
        teams.drop(stage.runtime, EVA, "tea_1")


def test_capacity_and_weight_are_kept(stage: Bench) -> None:
    """And audited when they change."""
    for _ in range(2):
        teams.set_capacity(stage.runtime, EVA, EVA.id, 3)
        teams.set_weight(stage.runtime, EVA, "webchat", 2)
    assert stage.archive.agents.agent(EVA.id).capacity == 3
    assert stage.archive.agents.weights() == {"webchat": 2}
    assert acts(stage) == ["capacity.set", "channel.weigh"]


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda run: teams.keep(run, EVA, Team(id="tea_2", name="payments")), "Another team"),
        (lambda run: teams.keep(run, EVA, Team(id="tea_2", name="x", members=(VIC.id,))), "Only people"),
        (lambda run: teams.keep(run, EVA, Team(id="tea_2", name="x", members=("nobody",))), "Only people"),
        (lambda run: teams.set_capacity(run, EVA, VIC.id, 3), "Nobody of those"),
        (lambda run: teams.set_capacity(run, EVA, EVA.id, -1), "A capacity"),
        (lambda run: teams.set_weight(run, EVA, "pigeon", 3), "no such channel"),
        (lambda run: teams.set_weight(run, EVA, "webchat", 0), "A thread weighs"),
    ],
)
def test_what_cannot_be_kept_is_refused(stage: Bench, act: Callable[[object], None], told: str) -> None:
    """With a sentence, and nothing is written."""
    teams.keep(stage.runtime, EVA, TEAM)
    with pytest.raises(InvalidError, match=told):
        act(stage.runtime)
    assert acts(stage) == ["team.keep"]
