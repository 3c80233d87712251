"""What every archive of those who oversee promises, in memory and in a real PostgreSQL alike."""

from datetime import date
from typing import Any

import msgspec

from bot.domain.staff.happenings import DeskEvent
from bot.domain.staff.hours import Hours, Span
from bot.domain.staff.macros import Assign, HandBack, Label, Macro, SayText, SetPriority
from bot.domain.staff.person import Person
from bot.domain.staff.service_levels import Policy
from bot.ports.desk_records import DeskThread
from bot.ports.happening_records import Rating
from bot.ports.macro_records import Item, Run, Undo

THREAD = "webchat:TF:contract-of-oversight"
EVA = Person("per_contract_eva", "Eva", roles=("supervisor",))
T = 5_000_000_000_000
"""A time at which no other test writes."""


def line(number: int, kind: str, at: int, **fields: Any) -> DeskEvent:
    """One line."""
    return DeskEvent(id=f"contract:{number}", at=at, thread=THREAD, kind=kind, **fields)


def test_service_levels_and_hours_are_kept_and_forgotten(records: Any) -> None:
    """What a supervisor promises stands until they change it."""
    policy = Policy(id="slp_contract", name="Contract", team="t", priority=2, channel="whatsapp", first=5, always=True)
    hours = Hours("Europe/Paris", (Span(0, 540, 1020),), (date(2026, 12, 25),))
    with records.begin() as work:
        work.oversight.keep_policy(policy)
        work.oversight.keep_policy(msgspec.structs.replace(policy, first=6))
        assert work.oversight.hours("contract") is None
        work.oversight.keep_hours("contract", hours)
    with records.begin() as work:
        assert msgspec.structs.replace(policy, first=6) in work.oversight.policies()
        assert work.oversight.hours("contract") == hours
        assert work.oversight.every_hours()["contract"] == hours
        work.oversight.drop_policy(policy.id)
        assert policy.id not in [one.id for one in work.oversight.policies()]


def test_many_states_are_read_at_once(records: Any) -> None:
    """A list of two hundred threads is one question."""
    with records.begin() as work:
        work.desk.change(THREAD, priority=1, labels=("vip",), first_due=7)
        states = work.oversight.states([THREAD, "webchat:TF:nobody"])
        kept = states[THREAD]
        assert (kept.priority, kept.labels, kept.first_due) == (1, ("vip",), 7)
        assert states["webchat:TF:nobody"] == DeskThread(thread="webchat:TF:nobody")
        assert THREAD in [state.thread for state in work.oversight.clocked()]
        work.desk.change(THREAD, first_due=0)
        assert THREAD not in [state.thread for state in work.oversight.clocked()]


def test_a_line_of_the_reports_is_written_once(records: Any) -> None:
    """A batch that is archived again counts nothing twice."""
    queued, heard = line(1, "queued", T, about="asked", channel="webchat"), line(2, "heard", T + 5, value=3)
    talked = line(3, "talked", T - 50)
    with records.begin() as work:
        assert set(work.happenings.append((talked, queued, heard))) == {"contract:1", "contract:2", "contract:3"}
        assert work.happenings.append((queued, queued)) == ()
        assert work.happenings.append(()) == ()
        assert work.happenings.between(T, T + 6) == (queued, heard)
        assert work.happenings.between(T + 1, T + 6, looking_back=100) == (queued, heard)
        assert work.happenings.newest(frozenset({"queued"}), most=1) == (queued,)
        assert work.happenings.last_of(THREAD, "heard") == heard
        assert work.happenings.last_of(THREAD, "closed") is None


def test_a_closing_is_asked_about_once(records: Any) -> None:
    """Nobody is asked twice how the same talk went."""
    asked = Rating(closing="cls_contract", thread=THREAD, agent=EVA.id, name="Eva", closed_at=7)
    answered = msgspec.structs.replace(asked, state="answered", score=5, answered_at=T + 9, comment="t7")
    with records.begin() as work:
        assert work.happenings.begin_rating(asked)
        assert work.happenings.pending(closed_before=8, most=1) == (asked,)
        assert work.happenings.pending(closed_before=7, most=1) == ()
        assert not work.happenings.begin_rating(msgspec.structs.replace(asked, agent="other"))
        assert work.happenings.rating(asked.closing, lock=True) == asked
        assert work.happenings.rating("none") is None
        work.happenings.keep_rating(answered)
        assert work.happenings.comments(since=T, until=T + 10, most=5) == (answered,)
        assert work.happenings.comments(since=T, until=T + 9, most=5) == ()


def test_macros_keep_their_typed_actions(records: Any) -> None:
    """What was checked on saving is what runs later."""
    actions = (SayText("Hello"), Label("vip", off=True), SetPriority(3), Assign(), HandBack())
    macro = Macro(id="mac_contract", name="Contract", owner=EVA.id, actions=actions)
    with records.begin() as work:
        work.macros.keep(macro)
        assert work.macros.macro(macro.id) == macro
        assert macro in work.macros.macros()
        work.macros.drop(macro.id)
        assert work.macros.macro(macro.id) is None


def test_a_run_is_worked_off_in_pieces(records: Any) -> None:
    """Whoever goes on finds what is left, in order, with what became of the rest."""
    run = Run(id="run_contract", by=EVA, at=T, name="Label", actions=(Label("x"),))
    done = Item(
        run=run.id, number=1, thread=f"{THREAD}1", state="done", results=("",),
        undo=Undo({"labels": []}, {"labels": ["x"]}),
    )  # fmt: skip
    with records.begin() as work:
        assert work.macros.begin_run(run, (f"{THREAD}1", f"{THREAD}2", f"{THREAD}3"))
        assert not work.macros.begin_run(run, (f"{THREAD}4",))
    with records.begin() as work:
        assert work.macros.run(run.id) == run
        assert work.macros.run("none") is None
        assert [item.number for item in work.macros.next_items(run=run.id, started_before=1, most=2)] == [1, 2]
        work.macros.keep_item(done)
    with records.begin() as work:
        assert work.macros.items(run.id)[0] == done
        waiting = {item.thread for item in work.macros.next_items(started_before=1, most=99)}
        assert waiting >= {f"{THREAD}2", f"{THREAD}3"}
        for item in work.macros.next_items(run=run.id, started_before=1, most=9):
            work.macros.keep_item(msgspec.structs.replace(item, started_at=8))
        assert work.macros.next_items(run=run.id, started_before=8, most=9) == ()
        for item in work.macros.next_items(run=run.id, started_before=9, most=9):
            work.macros.keep_item(msgspec.structs.replace(item, state="refused"))
        assert work.macros.next_items(run=run.id, started_before=9, most=9) == ()
