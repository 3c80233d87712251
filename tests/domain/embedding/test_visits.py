"""Tokens turn on use, and neither a lost answer nor a second tab loses a talk."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.embedding.visits import LIFE_MS, OVERLAP_MS, Visit, begin, present

NOW = 1_800_000_000_000


def _visit(generation: int = 5, *, rotated: int = NOW, expires: int = NOW + LIFE_MS) -> Visit:
    return Visit("v", "main", generation, rotated, expires)


def _shown(visit: Visit, generation: int, *, later: int = 0) -> int:
    """The generation to keep after a token was shown, 0 when it is not good."""
    found = present(visit, generation, now=NOW + later)
    return found.generation if found else 0


def test_a_visit_begins_with_a_month() -> None:
    """The first token is the first generation."""
    assert begin("v", "main", now=NOW) == Visit("v", "main", 1, NOW, NOW + LIFE_MS)


def test_a_token_turns_when_it_is_used_and_no_more_than_once_a_minute() -> None:
    """A copied token is soon worth nothing; twenty tabs that open at once turn it once."""
    assert _shown(_visit(), 5, later=OVERLAP_MS) == 6
    assert _shown(_visit(), 5, later=OVERLAP_MS - 1) == 5


def test_a_lost_answer_loses_no_talk() -> None:
    """Until the new token was used, the one before it is good, however late."""
    assert _shown(_visit(), 4, later=20 * 24 * 3600 * 1000) == 5


def test_a_second_tab_may_be_a_minute_late() -> None:
    """Who read the token just before it turned twice gets the newest; a minute later it is over."""
    assert _shown(_visit(), 3, later=OVERLAP_MS) == 5
    assert _shown(_visit(), 3, later=OVERLAP_MS + 1) == 0


def test_what_was_never_given_or_is_long_over_is_refused() -> None:
    """A token of the future is forged, one of the past is stolen or from a backup."""
    assert _shown(_visit(), 6) == 0
    assert _shown(_visit(), 2) == 0


def test_a_month_after_the_last_use_it_is_over() -> None:
    """Each use gives another month."""
    assert _shown(_visit(), 5, later=LIFE_MS) == 0
    used = present(_visit(), 5, now=NOW + LIFE_MS - 1)
    assert used is not None
    assert used.expires == NOW + 2 * LIFE_MS - 1


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3 * OVERLAP_MS)), max_size=40))
def test_a_browser_that_loses_some_answers_keeps_its_talk(uses: list[tuple[int, int]]) -> None:
    """Whichever answers get lost on the way, the token in the browser's storage stays good."""
    visit, held, now = begin("v", "main", now=NOW), 1, NOW
    for lost, pause in uses:
        now += pause
        shown = present(visit, held, now=now)
        assert shown is not None
        visit = shown
        held = held if lost else visit.generation


@given(st.integers(1, 50), st.integers(-3, 60), st.integers(0, 2 * LIFE_MS))
def test_no_generation_ever_goes_back(generation: int, shown: int, later: int) -> None:
    """Whatever is shown when, the newest token is never older than before, and nothing else changes."""
    visit = _visit(generation)
    found = present(visit, shown, now=NOW + later)
    if found is not None:
        assert visit.generation <= found.generation <= visit.generation + 1
        assert msgspec.structs.replace(found, generation=generation, rotated=NOW, expires=visit.expires) == visit
