"""Links to a trip's page: ours alone, for thirty days, naming nobody."""

from datetime import timedelta

import pytest

from bot.services.trip_links import TripLink, read_link, trip_url
from tests.builders.checkouts import NOW
from tests.builders.house import house

RUNTIME = house().runtime
URL = trip_url(RUNTIME, "chk_06abc", "fr", now=NOW)
TOKEN = URL.rpartition("/")[2]
MADE_ON = int(NOW.timestamp() // 86400)


def test_a_link_opens_its_checkout_in_its_language() -> None:
    """Who opens it reads the language in which it was given."""
    assert URL.startswith("https://tickets.example/trip/")
    assert read_link(RUNTIME, TOKEN, now=NOW) == TripLink("chk_06abc", "fr", MADE_ON)


def test_a_link_is_good_for_thirty_days() -> None:
    """It outlasts the flight of most, and then tells nobody anything."""
    assert read_link(RUNTIME, TOKEN, now=NOW + timedelta(days=30)) is not None
    assert read_link(RUNTIME, TOKEN, now=NOW + timedelta(days=31)) is None


def test_a_day_has_one_link() -> None:
    """Asked for again on the same day it is the same, on another day it lasts longer."""
    assert trip_url(RUNTIME, "chk_06abc", "fr", now=NOW + timedelta(hours=1)) == URL
    assert trip_url(RUNTIME, "chk_06abc", "fr", now=NOW + timedelta(days=1)) != URL


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        TOKEN[:-1],
        TOKEN + "a",
        TOKEN.replace("06abc", "06abd"),
        TOKEN.replace("-fr-", "-en-"),
        "a-fr-99999-" + "a" * 26,
    ],
)
def test_nobody_else_makes_one(token: str) -> None:
    """Another checkout, another language, a later day: whatever is changed, the link is not good."""
    assert read_link(RUNTIME, token, now=NOW) is None


def test_the_longest_life_cannot_be_written_into_it() -> None:
    """The day of its end is signed."""
    day = TOKEN.split("-")[2]
    assert read_link(RUNTIME, TOKEN.replace(day, str(int(day) + 1)), now=NOW) is None
