"""The map of a flow in pixels: every step once, none over another, arrows from edge to edge."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.data.catalogue import sample_flows
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.flow.map_layout import HEIGHT, KEPT, LINE, TOLD, WIDTH, Layout, layout
from bot.domain.flow.map_ways import FAR, Leads, Shape, shape, walked
from bot.web.staff.flow_map_view import leads_of

FLOWS = [parse_flow(document) for document in sample_flows()]


def laid(flow: Flow) -> Layout:
    """The map of a flow."""
    return placed(flow.start, leads_of(flow))


def placed(start: str, leads: Leads) -> Layout:
    """The map of a flow by its ways."""
    return layout(start, shape(walked(start, leads)))


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_every_step_of_what_ships_is_drawn_once_and_none_over_another(flow: Flow) -> None:
    """All lie within the picture, from top to bottom and from left to right."""
    found = laid(flow)
    assert sorted(box.step for box in found.boxes) == sorted(flow.nodes)
    for one, other in pairwise(found.boxes):
        assert other.x >= one.x + WIDTH if other.y == one.y else other.y >= one.y + one.height
    assert all(box.x >= 0 and box.x + WIDTH <= found.width for box in found.boxes)
    assert all(box.y >= 0 and box.y + box.height <= found.height for box in found.boxes)


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_arrows_begin_and_end_at_the_edges_of_their_steps(flow: Flow) -> None:
    """Down they leave below and arrive above; back up the other way round."""
    found = laid(flow)
    boxes = {box.step: box for box in found.boxes}
    for line in found.lines:
        source, to = boxes[line.source], boxes[line.to]
        (left, first), (right, last) = line.points[0], line.points[-1]
        assert source.x <= left <= source.x + WIDTH
        assert to.x <= right <= to.x + WIDTH
        down = to.y > source.y
        assert (first, last) == ((source.y + source.height, to.y) if down else (source.y, to.y + to.height))


def test_an_arrow_over_several_layers_goes_round_what_stands_between() -> None:
    """It is not drawn over a step."""
    ways = (("a", (("", "b"), ("skip", "d"))), ("b", (("", "c"),)), ("c", (("", "d"),)), ("d", ()))
    found = placed("a", ways)
    line = next(line for line in found.lines if (line.source, line.to) == ("a", "d"))
    passed = [box for box in found.boxes if box.step in ("b", "c")]
    assert len(line.points) == 2 + 2 * len(passed)
    for box in passed:
        assert all(not box.x < x < box.x + WIDTH for x, y in line.points if box.y <= y <= box.y + box.height)


def test_a_step_grows_with_the_ways_that_it_tells() -> None:
    """Up to a few lines; the rest is counted."""
    ways = tuple((f"way {number}", f"gone_{number}") for number in range(TOLD + 3))
    assert [box.height for box in placed("a", (("a", ways),)).boxes] == [HEIGHT + LINE * TOLD]
    assert [box.height for box in placed("a", (("a", ways[:1]),)).boxes] == [HEIGHT + LINE]


def test_an_arrow_back_up_is_drawn_upwards() -> None:
    """From the upper edge of where it leaves."""
    found = placed("a", (("a", (("", "b"),)), ("b", (("", "c"),)), ("c", (("again", "a"),))))
    line = next(line for line in found.lines if line.source == "c")
    assert line.points[0][1] > line.points[-1][1]
    assert [y for _, y in line.points] == sorted((y for _, y in line.points), reverse=True)


def test_a_flow_without_steps_has_an_empty_map() -> None:
    """A flow that was just begun."""
    assert layout("", ()).boxes == ()
    assert layout("", ()).lines == ()


def test_a_flow_of_many_steps_is_laid_out_with_little_between() -> None:
    """Long arrows are told in words, so that the work stays in proportion to the steps."""
    steps = 300
    ways = tuple(
        (f"s{one}", (("", f"s{one + 1}"), ("skip", f"s{one + 9}"), ("back", f"s{max(0, one - 7)}")))
        for one in range(steps)
    )
    found = placed("s0", ways)
    assert len(found.boxes) == steps
    assert max(len(line.points) for line in found.lines) <= 2 * FAR


@given(st.lists(st.lists(st.integers(0, 9), max_size=4), min_size=1, max_size=9), st.integers(0, 9))
def test_a_map_that_is_kept_is_the_one_that_would_be_laid_out_now(outs: list[list[int]], start: int) -> None:
    """Whatever leads where, and whatever was laid out before: a kept map is never that of another flow."""
    form: Shape = tuple(
        (f"s{number}", tuple(dict.fromkeys(f"s{to}" for to in ways))) for number, ways in enumerate(outs)
    )
    kept = layout(f"s{start}", form)
    assert layout(f"s{start}", form) == kept
    assert layout.__wrapped__(f"s{start}", form) == kept


def test_words_and_the_order_of_the_outline_move_nothing() -> None:
    """Whoever rewords a condition, or puts a step elsewhere in the outline, finds the map as it was."""
    ways: Leads = (("a", (("", "b"), ("skip", "c"))), ("b", (("", "c"),)), ("c", ()))
    other: Leads = (ways[2], ("a", (("else", "b"), ("far", "c"))), ways[1])
    assert placed("a", ways) is placed("a", other)


def test_few_maps_are_kept() -> None:
    """A map of a thousand steps takes room: whoever edits all day does not fill the memory with what they drew."""
    for number in range(2 * KEPT):
        layout(f"s{number}", ((f"s{number}", ()),))
    assert layout.cache_info().currsize <= KEPT
