"""Who is handed which thread: a table for whose turn it is, and what holds of every plan."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.staff.assigning import Agent, Given, Waits, choose, plan

ANA, BO, CAT = "ana", "bo", "cat"
EVERYBODY = (ANA, BO, CAT)


@pytest.mark.parametrize(
    ("agents", "one", "chosen"),
    [
        ((Agent(id=ANA, capacity=4, load=2), Agent(id=BO, capacity=4, load=1)), Waits(thread="t"), BO),
        ((Agent(id=ANA, capacity=8, load=3), Agent(id=BO, capacity=4, load=2)), Waits(thread="t"), ANA),
        ((Agent(id=ANA, capacity=4, assigned_at=9), Agent(id=BO, capacity=4, assigned_at=5)), Waits(thread="t"), BO),
        ((Agent(id=ANA, capacity=4, load=4), Agent(id=BO, capacity=2, load=1)), Waits(thread="t"), BO),
        ((Agent(id=ANA, capacity=4, load=3), Agent(id=BO, capacity=9, load=8)), Waits(thread="t", weight=2), None),
        ((Agent(id=ANA, capacity=0),), Waits(thread="t"), None),
        ((Agent(id=ANA, capacity=4), Agent(id=BO, capacity=4, load=3)), Waits(thread="t", tried={ANA: 7}), BO),
        ((Agent(id=ANA, capacity=4), Agent(id=BO, capacity=4)), Waits(thread="t", tried={ANA: 9, BO: 7}), BO),
        (
            (Agent(id=ANA, capacity=4, languages=("de",)), Agent(id=BO, capacity=4, load=3, languages=("fr",))),
            Waits(thread="t", language="fr"),
            BO,
        ),
        ((), Waits(thread="t"), None),
    ],
    ids=[
        "least load",
        "least share of capacity",
        "none for longest",
        "the full one is passed over",
        "too heavy for both",
        "no capacity at all",
        "who was silent comes last",
        "of two who were silent the earlier one",
        "who speaks the language",
        "nobody",
    ],
)
def test_it_is_the_turn_of_whom_has_most_room(agents: tuple[Agent, ...], one: Waits, chosen: str | None) -> None:
    """Round robin by load and capacity; whoever was silent with this thread is asked again last."""
    found = choose(one, agents)
    assert (found.id if found else None) == chosen


def test_threads_go_round_from_the_oldest() -> None:
    """Three travellers and two agents with nothing to do: each has one before anybody has two."""
    agents = (Agent(id=ANA, capacity=2), Agent(id=BO, capacity=2))
    waiting = [Waits(thread=name, members=EVERYBODY) for name in "abcde"]
    found = plan(waiting, agents, now=100)
    assert [one.thread for one in found] == ["a", "b", "c", "d"]
    assert Counter(one.agent for one in found) == {ANA: 2, BO: 2}
    assert found[:2] == (Given("a", ANA), Given("b", BO))


def test_a_team_is_not_helped_by_those_who_are_not_in_it() -> None:
    """A younger thread of another team does not wait for an older one that nobody may take."""
    agents = (Agent(id=ANA, capacity=2),)
    waiting = [Waits(thread="old", members=(BO,)), Waits(thread="young", members=(ANA,))]
    assert plan(waiting, agents, now=1) == (Given("young", ANA),)


_AGENTS = st.lists(
    st.builds(
        Agent,
        id=st.sampled_from(EVERYBODY),
        capacity=st.integers(0, 6),
        load=st.integers(0, 7),
        assigned_at=st.integers(0, 9),
    ),
    unique_by=lambda agent: agent.id,
)
_WAITING = st.lists(
    st.builds(
        Waits,
        thread=st.text("abcdefgh", min_size=1, max_size=3),
        weight=st.integers(1, 3),
        members=st.lists(st.sampled_from(EVERYBODY), unique=True).map(tuple),
        tried=st.dictionaries(st.sampled_from(EVERYBODY), st.integers(1, 9)),
    ),
    unique_by=lambda one: one.thread,
    max_size=12,
)


@given(_AGENTS, _WAITING)
def test_no_plan_breaks_a_promise(agents: list[Agent], waiting: list[Waits]) -> None:
    """Nobody is planned over their capacity, no thread has two, and none is passed over that somebody had room for."""
    found = plan(waiting, agents, now=100)
    assert len({one.thread for one in found}) == len(found)
    given_to = {one.thread: one.agent for one in found}
    room = {agent.id: agent.capacity - agent.load for agent in agents}
    for one in waiting:
        able = [member for member in one.members if member in room and room[member] >= one.weight]
        if one.thread in given_to:
            assert given_to[one.thread] in able
            room[given_to[one.thread]] -= one.weight
        else:
            assert able == []


@given(_AGENTS, _WAITING)
def test_the_same_desk_gives_the_same_plan(agents: list[Agent], waiting: list[Waits]) -> None:
    """In whatever order agents are looked up."""
    assert plan(waiting, agents, now=1) == plan(waiting, reversed(agents), now=1)
