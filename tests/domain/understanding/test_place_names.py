"""The index of names: languages, shortened airport names, nicknames, namesakes."""

import pytest

from bot.domain.understanding.place_names import Named, name_key
from tests.domain.understanding.gazetteers import PLACES

NAMES = PLACES.index.names


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Saint-Louis", "saint louis"),
        ("St. Louis", "saint louis"),
        ("MÜNCHEN", "munchen"),
        ("O'Hare", "o hare"),
        ("Nice Côte d’Azur", "nice cote d azur"),
    ],
)
def test_accents_case_hyphens_and_saints_do_not_matter(written: str, key: str) -> None:
    """A traveller may write a name as the phone's keyboard lets them."""
    assert name_key(written) == key


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("londres", "LON"),
        ("nueva york", "NYC"),
        ("muenchen", "MUC"),
        ("paname", "PAR"),
        ("big apple", "NYC"),
        ("roissy", "CDG"),
        ("paris orly", "ORY"),
        ("london heathrow", "LHR"),
    ],
)
def test_a_place_is_known_under_all_its_names(name: str, code: str) -> None:
    """Any of the four languages, a nickname or the airport's own name will do."""
    assert NAMES[name].codes == (code,)


def test_a_served_place_wins_over_a_namesake_that_is_not() -> None:
    """London is never the one in Ontario when only the one in England is served."""
    assert NAMES["london"].codes == ("LON",)


def test_served_namesakes_of_like_rank_are_all_kept() -> None:
    """San Jose may be in California or in Costa Rica: the traveller is asked."""
    assert NAMES["san jose"].codes == ("SJC", "SJO")


def test_a_place_that_is_not_served_has_no_code() -> None:
    """The bot can say that it knows Warsaw and does not fly there."""
    assert NAMES["warsaw"] == Named((), 0.1)


def test_a_village_that_is_called_like_a_word_of_dates_is_left_out() -> None:
    """A German who writes "Ende März" means no island of Indonesia."""
    assert "ende" not in NAMES


def test_typos_are_put_right_to_served_names_alone() -> None:
    """No typo is turned into a place that cannot be booked."""
    assert "berlin" in PLACES.index.fuzzy["b"]
    assert "w" not in PLACES.index.fuzzy
