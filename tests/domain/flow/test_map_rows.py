"""Where things stand in the layers of a map: no overlap, few crossings, and straight lines where there can be."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.flow.map_rows import ordered, placed

GAP = 10.0


def test_a_layer_is_sorted_as_its_neighbours_stand() -> None:
    """Two crossing lines are uncrossed."""
    ups, downs = [[], [], [1], [0]], [[3], [2], [], []]
    assert ordered([[0, 1], [2, 3]], ups, downs) == [[0, 1], [3, 2]]


def test_one_child_stands_right_below_its_parent() -> None:
    """A line that can be straight is straight, and the leftmost edge is nought."""
    assert placed([[0], [1]], [[], [0]], [[1], []], [100.0, 40.0], gap=GAP) == [50.0, 50.0]


def test_a_parent_stands_in_the_middle_of_its_children() -> None:
    """As one expects of a tree."""
    places = placed([[0], [1, 2, 3]], [[], [0], [0], [0]], [[1, 2, 3], [], [], []], [100.0] * 4, gap=GAP)
    assert places == [160.0, 50.0, 160.0, 270.0]


def test_nothing_at_all_is_placed() -> None:
    """An empty flow has an empty map."""
    assert placed([], [], [], [], gap=GAP) == []


@st.composite
def meshes(draw: st.DrawFn) -> tuple[list[list[int]], list[list[int]], list[list[int]], list[float]]:
    """Some rows with links between neighbouring ones."""
    sizes = draw(st.lists(st.integers(1, 6), min_size=1, max_size=5))
    rows, at = list[list[int]](), 0
    for size in sizes:
        rows.append(list(range(at, at + size)))
        at += size
    ups: list[list[int]] = [[] for _ in range(at)]
    downs: list[list[int]] = [[] for _ in range(at)]
    for upper, lower in itertools.pairwise(rows):
        for item in upper:
            for other in draw(st.sets(st.sampled_from(lower), max_size=3)):
                downs[item].append(other)
                ups[other].append(item)
    return rows, ups, downs, draw(st.lists(st.sampled_from([12.0, 208.0]), min_size=at, max_size=at))


@given(meshes())
def test_nothing_ever_overlaps(mesh: tuple[list[list[int]], list[list[int]], list[list[int]], list[float]]) -> None:
    """Whatever leads where: each row keeps its items, in order, with room between them, right of nought."""
    rows, ups, downs, widths = mesh
    before = [set(row) for row in rows]
    rows = ordered(rows, ups, downs)
    assert [set(row) for row in rows] == before
    places = placed(rows, ups, downs, widths, gap=GAP)
    for row in rows:
        for left, right in itertools.pairwise(row):
            assert places[right] - places[left] >= (widths[left] + widths[right]) / 2 + GAP - 1e-6
    assert min(place - width / 2 for place, width in zip(places, widths, strict=True)) >= -1e-6
