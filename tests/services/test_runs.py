"""Actions over threads: in order, each with its result, in pieces, and set back where nobody changed anything since."""

from typing import Any

import pytest

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.errors import InvalidError
from bot.domain.staff.macros import (
    Action,
    Assign,
    Close,
    HandBack,
    Label,
    Macro,
    SayText,
    SetPriority,
    Snooze,
    Transfer,
)
from bot.domain.staff.person import Person
from bot.ports.team_records import Team
from bot.services import desk, macros, runs, thread_marks, turns
from bot.services.thread_refs import ref_of
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench

EVA = Person("per_eva", "Eva", roles=("supervisor",))
BO = Person("per_bo", "Bo", roles=("agent",))
THREADS = tuple(f"webchat:TF:traveller{number:02d}" for number in range(30))


@pytest.fixture
def stage() -> Bench:
    """Thirty travellers who wait for a person."""
    stage = bench()
    stage.archive.people.keep(EVA)
    stage.archive.people.keep(BO)
    stage.archive.teams.keep(Team(id="tea_1", name="Payments"))
    for number, thread in enumerate(THREADS):
        turns.take(stage.runtime, thread, ChoiceTapped(f"t{number}", NOW_MS, "go:person", "Talk to a person"))
    return stage


def run(
    stage: Bench, *actions: Action, threads: tuple[str, ...] = THREADS[:1], by: Person = EVA, key: str = "a"
) -> runs.Progress:
    """A run of actions, as far as it came at once."""
    return runs.progress(stage.runtime, by, runs.begin(stage.runtime, by, actions, threads, name="Run", key=key))


def results(found: runs.Progress) -> list[tuple[str, ...]]:
    """The results of each thread."""
    return [item.results for item in found.items]


def test_actions_are_done_in_order_each_with_a_result(stage: Bench) -> None:
    """A text goes out from whoever runs it, marks are put on, and the thread is closed and with the bot."""
    found = run(stage, SayText("All done."), Label("solved"), SetPriority(1), Close())
    assert results(found) == [("", "", "", "")]
    assert found.items[0].state == "done"
    assert "All done." in stage.archive.texts(THREADS[0])
    state = stage.archive.desk.thread(THREADS[0])
    assert (state.labels, state.priority, state.done_at > 0) == (("solved",), 1, True)
    talk = desk.thread_state(stage.runtime, THREADS[0])
    assert talk is not None
    assert talk.owner == "bot"


def test_the_first_refusal_ends_a_thread_and_no_other(stage: Bench) -> None:
    """What another agent has stays theirs, and the list says so."""
    desk.take(stage.runtime, THREADS[1], BO)
    found = run(stage, Label("x"), HandBack(), Label("y"), threads=(*THREADS[:3], "webchat:TF:nobody"))
    assert [item.state for item in found.items] == ["done", "refused", "done", "refused"]
    assert results(found)[1] == ("", "Bo took it 0 s ago.")
    assert results(found)[3] == ("There is no such thread.",)
    assert stage.archive.desk.thread(THREADS[1]).labels == ("x",)


def test_many_threads_are_worked_off_in_pieces(stage: Bench) -> None:
    """The page that began it does the first; whoever comes next goes on, each thread once."""
    found = run(stage, Label("x"), threads=(*THREADS, *THREADS))
    assert (len(found.items), found.left) == (30, 5)
    assert [runs.go_on(stage.runtime) for _ in range(2)] == [5, 0]
    done = runs.progress(stage.runtime, EVA, found.run.id)
    assert done.left == 0
    assert len([act for act in stage.archive.audit.acts if act.what == "thread.label"]) == 30


def test_who_died_in_the_middle_is_followed(stage: Bench) -> None:
    """A thread that was begun and never ended is begun again a minute later, and says its text once."""
    found = run(stage, SayText("Hello from the run."), threads=THREADS)
    for number in (1, 26):
        item = stage.archive.macros.work[found.run.id, number]
        again = {"state": "waiting", "started_at": int(stage.clock.now().timestamp() * 1000)}
        stage.archive.macros.work[found.run.id, number] = type(item)(
            **{**{name: getattr(item, name) for name in item.__struct_fields__}, **again}
        )
    assert runs.go_on(stage.runtime) == 4
    stage.clock.pass_time(minutes=2)
    assert runs.go_on(stage.runtime) == 2
    assert stage.archive.texts(THREADS[0]).count("Hello from the run.") == 1
    assert runs.progress(stage.runtime, EVA, found.run.id).left == 0


def test_marks_are_set_back_where_nobody_changed_them(stage: Bench) -> None:
    """A slip over many threads is one press; what a colleague changed since stays theirs."""
    stage.archive.desk.change(THREADS[0], labels=("old",), priority=2)
    found = run(stage, Label("new"), SetPriority(0), Snooze(60), threads=THREADS[:3])
    thread_marks.label(stage.runtime, BO, THREADS[2], "bo")
    assert runs.undo(stage.runtime, EVA, found.run.id) == 2
    state = stage.archive.desk.thread(THREADS[0])
    assert (state.labels, state.priority, state.snoozed_until) == (("old",), 2, 0)
    assert stage.archive.desk.thread(THREADS[2]).labels == ("new", "bo")
    after = runs.progress(stage.runtime, EVA, found.run.id)
    assert after.items[2].results[-1] == "Somebody changed this thread since."
    assert runs.undo(stage.runtime, EVA, found.run.id) == 0


@pytest.mark.parametrize(
    ("action", "field", "value"),
    [
        (Assign("per_bo"), "offered_to", "per_bo"),
        (Transfer("tea_1", "Card trouble"), "team", "tea_1"),
        (Label("x", off=True), "labels", ()),
        (Snooze(30), "snoozed_until", NOW_MS + 30 * 60_000),
    ],
)
def test_each_kind_of_action_does_what_it_says(stage: Bench, action: Action, field: str, value: Any) -> None:
    """And the audit has it, with the reason where one was given."""
    stage.archive.desk.change(THREADS[0], labels=("x",))
    assert results(run(stage, action)) == [("",)]
    assert getattr(stage.archive.desk.thread(THREADS[0]), field) == value
    act = stage.archive.audit.acts[-1]
    assert (act.who, act.subject) == ("per_eva", ref_of(stage.runtime, THREADS[0]))
    assert act.reason == ("Card trouble" if isinstance(action, Transfer) else "")


def test_assigning_to_oneself_takes_the_thread(stage: Bench) -> None:
    """The bot is silent from then on."""
    run(stage, Assign(), by=BO)
    talk = desk.thread_state(stage.runtime, THREADS[0])
    assert talk is not None
    assert talk.agent == "per_bo"


def test_what_is_done_already_says_so(stage: Bench) -> None:
    """Nobody believes that something happened which did not."""
    run(stage, Close())
    assert results(run(stage, Close(), key="b")) == [("This thread is closed already.",)]
    assert results(run(stage, HandBack())) == [("The bot has this thread already.",)]


def test_who_lost_the_right_goes_on_with_nothing(stage: Bench) -> None:
    """A run does not outlive the rights of whoever began it."""
    found = run(stage, Label("x"), threads=THREADS, by=BO)
    stage.archive.people.keep(Person("per_bo", "Bo", roles=("agent",), active=False))
    runs.go_on(stage.runtime)
    after = runs.progress(stage.runtime, EVA, found.run.id)
    assert after.items[-1].results == (runs.NO_RIGHT,)


def test_a_run_is_seen_by_who_began_it_and_by_supervisors(stage: Bench) -> None:
    """Nobody else."""
    found = run(stage, Label("x"), by=BO)
    assert runs.progress(stage.runtime, EVA, found.run.id).run.by == BO
    for name in (found.run.id, "none"):
        with pytest.raises(InvalidError):
            runs.progress(stage.runtime, Person("per_x", "X", roles=("agent",)), name)


def test_nothing_and_too_much_are_refused(stage: Bench) -> None:
    """Before anything is begun."""
    for threads in ((), tuple(f"webchat:TF:{number}" for number in range(runs.MOST_THREADS + 1))):
        with pytest.raises(InvalidError):
            runs.begin(stage.runtime, EVA, (Label("x"),), threads, name="Run", key="a")
    with pytest.raises(InvalidError):
        runs.begin(stage.runtime, EVA, (Assign("per_gone"),), THREADS[:1], name="Run", key="a")


def test_the_same_form_again_is_the_same_run(stage: Bench) -> None:
    """Two clicks tell the traveller once; other threads, another form, and what was set back are begun anew."""
    first, second = (run(stage, SayText("All done.")) for _ in range(2))
    assert first.run.id == second.run.id
    assert stage.archive.texts(THREADS[0]).count("All done.") == 1
    assert run(stage, SayText("All done."), key="b").run.id != first.run.id
    assert run(stage, SayText("All done."), threads=THREADS[1:2]).run.id != first.run.id
    labelled = run(stage, Label("vip"))
    runs.undo(stage.runtime, EVA, labelled.run.id)
    assert run(stage, Label("vip")).run.id != labelled.run.id
    assert stage.archive.desk.thread(THREADS[0]).labels == ("vip",)


def test_a_form_without_a_key_is_refused(stage: Bench) -> None:
    """Nobody could tell whether it was sent twice."""
    with pytest.raises(InvalidError, match="Reload the page"):
        run(stage, Label("x"), key="")


def test_macros_are_ones_own_or_everybodys(stage: Bench) -> None:
    """Everybody keeps their own; those of all are a supervisor's to change, and each change is audited."""
    own = Macro(id="mac_own", name="Own", owner=BO.id, actions=(Close(),))
    shared = Macro(id="mac_all", name="All", actions=(Close(),))
    macros.keep(stage.runtime, BO, own)
    macros.keep(stage.runtime, EVA, shared)
    assert [one.id for one in macros.usable(stage.runtime, BO)] == ["mac_all", "mac_own"]
    assert [one.id for one in macros.usable(stage.runtime, EVA)] == ["mac_all"]
    assert macros.found(stage.runtime, BO, "mac_all") == shared
    with pytest.raises(InvalidError):
        macros.found(stage.runtime, EVA, "mac_own")
    for person, macro in (
        (BO, shared),
        (EVA, own),
        (BO, Macro(id="mac_all", name="Mine", owner=BO.id, actions=(Close(),))),
    ):
        with pytest.raises(InvalidError):
            macros.keep(stage.runtime, person, macro)
    for person, name in ((BO, "mac_all"), (BO, "none")):
        with pytest.raises(InvalidError):
            macros.drop(stage.runtime, person, name)
    macros.drop(stage.runtime, BO, "mac_own")
    assert [act.what for act in stage.archive.audit.acts] == ["macro.keep", "macro.keep", "macro.drop"]


@pytest.mark.parametrize(
    "act",
    [
        lambda stage: thread_marks.label(stage.runtime, EVA, THREADS[0], " "),
        lambda stage: thread_marks.set_priority(stage.runtime, EVA, THREADS[0], 9),
        lambda stage: thread_marks.snooze(stage.runtime, EVA, THREADS[0], 0),
        lambda stage: thread_marks.offer(stage.runtime, EVA, THREADS[0], "per_gone"),
        lambda stage: thread_marks.move(stage.runtime, EVA, THREADS[0], team="tea_gone", note="x"),
    ],
)
def test_marks_that_mean_nothing_are_refused(stage: Bench, act: Any) -> None:
    """Nothing is changed, and nothing is audited."""
    with pytest.raises(InvalidError):
        act(stage)
    assert stage.archive.audit.acts == []
