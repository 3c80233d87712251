"""What every archive of assignment promises, in memory and in a real PostgreSQL alike."""

from typing import Any

import msgspec

from bot.domain.staff.presence import CAPACITY, Desk
from bot.ports.assignment_records import Handing, Told, Transfer
from bot.ports.team_records import Team

TABLES = (
    "desk_threads, thread_handings, thread_transfers, queue_told, desk_agents, channel_weights, team_members, teams"
)
A, B, C, D, E = (f"webchat:TF:contract-assign-{name}" for name in "abcde")


def test_an_agent_whom_nobody_knows_is_available_with_the_usual_capacity(records: Any) -> None:
    """Nobody has to be set up before they can be handed a thread; what one changes leaves the rest."""
    with records.begin() as work:
        assert work.agents.agent("per_1") == Desk(person="per_1")
        work.agents.change("per_1", standing="busy")
        work.agents.change("per_1", seen_at=7)
    with records.begin() as work:
        wanted = Desk(person="per_1", capacity=CAPACITY, standing="busy", seen_at=7)
        assert work.agents.agents() == {"per_1": wanted}
        assert work.agents.agent("per_1") == wanted


def test_a_channel_weighs_what_was_said_last(records: Any) -> None:
    """Channels of which nothing was said are not listed."""
    with records.begin() as work:
        work.agents.keep_weight("webchat", 3)
        work.agents.keep_weight("webchat", 2)
        assert work.agents.weights() == {"webchat": 2}


def test_those_who_wait_stand_in_the_order_in_which_they_came(records: Any) -> None:
    """Who sleeps, was closed or is with the bot waits for nobody; what is assigned is held and waits."""
    with records.begin() as work:
        work.assignments.hold()
        work.desk.change(A, owner="queue", waiting_since=20)
        work.desk.change(B, owner="queue", waiting_since=10, offered_to="per_1", offered_at=5)
        work.desk.change(C, owner="queue", waiting_since=1, snoozed_until=100)
        work.desk.change(D, owner="human", agent="per_2")
        work.desk.change(E, owner="human", agent="app 12")
        assert [row.thread for row in work.assignments.queued(now=50)] == [B, A]
        assert [row.thread for row in work.assignments.queued(now=100)] == [C, B, A]
        assert [row.thread for row in work.assignments.held(now=50)] == [B, D]


def test_lines_are_read_in_their_order_and_by_kind(records: Any) -> None:
    """The history of a thread is told from its beginning, what happened lately from its end."""
    first = Handing(thread=A, at=1, kind="routed", team="tea_1")
    second = Handing(thread=A, at=2, kind="assigned", person="per_1")
    third = Handing(thread=B, at=3, kind="silent", person="per_1", by="per_2", note="Why")
    with records.begin() as work:
        for line in (first, second, third):
            work.assignments.note(line)
    with records.begin() as work:
        assert work.assignments.lines((A, B)) == (first, second, third)
        assert work.assignments.lines((A, B), most=1) == (third,)
        assert work.assignments.newest(frozenset({"silent", "routed"}), since=0, most=9) == (third, first)
        assert work.assignments.newest(frozenset({"silent", "routed"}), since=2, most=9) == (third,)
        assert work.assignments.lines((C,)) == ()


def test_a_thread_has_one_transfer_at_most(records: Any) -> None:
    """What is written later takes the place of what was there; what is over is gone."""
    one = Transfer(thread=A, id="trf_1", sender="per_1", note="Please", at=1, due=9, by="per_1", person="per_2")
    with records.begin() as work:
        assert work.assignments.transfer(A) is None
        work.assignments.keep_transfer(one)
        taken = msgspec.structs.replace(one, taker="per_2")
        work.assignments.keep_transfer(taken)
        assert work.assignments.transfer(A, lock=True) == taken
        assert work.assignments.transfers() == (taken,)
        work.assignments.end_transfer(A)
        assert work.assignments.transfers() == ()


def test_words_of_a_time_are_forgotten_and_hands_stay(records: Any) -> None:
    """Who was forgotten leaves no words behind; who had the thread when is still known."""
    early = Handing(thread=A, at=1, kind="declined", by="per_2", note="Before")
    late = Handing(thread=A, at=5, kind="transferred", person="per_1", by="per_2", note="Her mother is ill")
    other = Handing(thread=B, at=5, kind="transferred", person="per_1", by="per_2", note="Another's")
    with records.begin() as work:
        for line in (early, late, other):
            work.assignments.note(line)
        work.assignments.keep_transfer(Transfer(id="trf_1", thread=A, sender="per_2", note="Ill", at=5, due=9))
        work.assignments.forget_notes(A, since=1, until=5)
        lines = work.assignments.lines((A, B))
        assert [(line.kind, line.note) for line in lines[-3:]] == [
            ("declined", "Before"),
            ("transferred", ""),
            ("transferred", "Another's"),
        ]
        assert work.assignments.transfer(A).note == ""
        work.assignments.forget_notes(A)
        assert [line.note for line in work.assignments.lines((A,))] == ["", ""]


def test_what_travellers_were_told_is_kept_until_they_wait_no_more(records: Any) -> None:
    """Nobody is told the same twice."""
    with records.begin() as work:
        work.assignments.keep_told(Told(thread=A, since=1, at=2, place=3))
        told = Told(thread=A, since=1, at=5, place=1, minutes=4)
        work.assignments.keep_told(told)
        assert work.assignments.told() == {A: told}
        work.assignments.forget_told((A, B))
        assert work.assignments.told() == {}


def test_a_team_keeps_how_it_hands_out_and_is_gone_with_its_threads(records: Any) -> None:
    """A thread of a team that is removed is nobody's, and waits for another team."""
    team = Team(id="tea_a", name="Assigning", automatic=True, answer_minutes=3)
    with records.begin() as work:
        work.teams.keep(team)
        assert work.teams.team("tea_a") == team
        work.desk.change(A, team="tea_a")
        work.teams.drop("tea_a")
        assert work.teams.team("tea_a") is None
        assert work.desk.thread(A).team == ""
