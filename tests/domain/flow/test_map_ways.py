"""What the map of a flow draws and what it tells in words: nobody gets lost among arrows."""

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.flow.map_ways import FAR, MANY, Drawn, Leads, drawn, shape, walked, worded

MENU = tuple((f"ask_{number}", (("answered", "menu"), ("no match", f"ask_{number}"))) for number in range(MANY + 2))


def drawn_of(start: str, leads: Leads) -> Drawn:
    """What the map draws of a flow by its ways."""
    return drawn(start, shape(leads))


@st.composite
def flows(draw: st.DrawFn) -> Leads:
    """Some steps with ways to one another and to steps that are not there; a flow begins at the first one."""
    names = [f"s{number}" for number in range(draw(st.integers(1, 8)))]
    ways = st.tuples(st.sampled_from(["", "yes", "no"]), st.sampled_from([*names, "gone"]))
    return tuple((name, tuple(draw(st.lists(ways, max_size=4)))) for name in names)


def test_ways_to_one_step_are_one_arrow_with_all_words() -> None:
    """Two exits to the same step are not two lines over one another; a way without a word adds none."""
    leads: Leads = (("a", (("yes", "b"), ("no", "b"))), ("b", (("", "c"),)), ("c", ()))
    found = drawn_of("a", leads)
    assert found.arrows == (("a", "b"), ("b", "c"))
    assert found.told == {}
    assert found.layers == {"a": 0, "b": 1, "c": 2}
    assert worded(leads) == {("a", "b"): ("yes", "no"), ("b", "c"): ()}


def test_a_step_that_many_lead_to_is_told_in_words_but_for_its_first_way() -> None:
    """The menu of a flow is not buried under arrows, and is still tied to the step from which one comes first."""
    ways = tuple((str(number), f"ask_{number}") for number in range(MANY + 2))
    found = drawn_of("hello", (("hello", (("", "menu"),)), ("menu", ways), *MENU))
    assert ("hello", "menu") in found.arrows
    assert not any(to == "menu" for source, to in found.arrows if source != "hello")
    assert found.told["ask_0"] == ("menu", "ask_0")
    assert len(found.told) == len(MENU)


def test_a_way_to_no_step_is_told() -> None:
    """A draft with a fault has a map, too."""
    found = drawn_of("nowhere", (("a", (("", "gone"),)),))
    assert found.arrows == ()
    assert found.told == {"a": ("gone",)}


def test_what_leads_far_down_or_back_up_is_told_unless_it_is_the_only_way() -> None:
    """Arrows stay short enough to be followed with the eyes."""
    chain = [(f"s{number}", (("", f"s{number + 1}"),)) for number in range(FAR + 3)]
    last = f"s{FAR + 3}"
    found = drawn_of("s0", (*chain, (last, (("again", "s1"), ("far", "away"))), ("away", (("", "s2"),))))
    assert found.told == {last: ("s1",), "away": ("s2",)}
    assert (last, "away") in found.arrows


def test_a_short_circle_is_an_arrow_back_up() -> None:
    """Asking again is seen."""
    found = drawn_of("a", (("a", (("", "b"),)), ("b", (("again", "a"),))))
    assert (found.arrows, found.layers) == ((("a", "b"), ("b", "a")), {"a": 0, "b": 1})


def test_what_no_path_reaches_is_on_the_map() -> None:
    """With all that it leads to: the check complains of it, and the map shows where it is."""
    found = drawn_of("a", (("a", ()), ("lost", (("", "more"),)), ("more", ())))
    assert found.layers == {"a": 0, "lost": 0, "more": 1}
    assert found.arrows == (("lost", "more"),)


@given(flows(), st.randoms(use_true_random=False))
def test_a_step_that_is_moved_in_the_outline_stays_where_it_is_on_the_map(leads: Leads, chance: random.Random) -> None:
    """Only ways say where a step is reached; what none reaches keeps the order of the outline, after the others."""
    found = walked("s0", leads)
    reached = {step for step, _ in walked("s0", leads[:1])}
    while more := {to for step, ways in leads if step in reached for _, to in ways} - reached - {"gone"}:
        reached |= more
    shuffled = [one for one in leads if one[0] in reached]
    chance.shuffle(shuffled)
    lost = [one for one in leads if one[0] not in reached]
    assert walked("s0", (*shuffled, *lost)) == found
    assert {step for step, _ in found[: len(reached)]} == reached
    assert dict(found) == dict(leads)


def test_the_shape_of_a_flow_knows_no_words() -> None:
    """What a way is called, and how many ways there are to one step, moves nothing."""
    assert shape((("a", (("yes", "b"), ("no", "b"), ("", "c"))),)) == (("a", ("b", "c")),)
