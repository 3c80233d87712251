"""Cards that end soon: their travellers are warned once, thirty days before, and never of what ended or was removed."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from bot.domain.payment.activity import Activity
from bot.sandbox.cards import by_name
from bot.services import expiring
from tests.builders.cards import METHOD, TRAVELLER, save_card
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import THREAD, Plan, Town

ENDS = datetime(2030, 1, 1, 12, tzinfo=UTC)
"""The first moment at which a card of 12/2029 is good nowhere on Earth any more."""


@pytest.fixture(name="noted", autouse=True)
def _noted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Activity]]:
    """Who was noted what."""
    noted: list[tuple[str, Activity]] = []
    monkeypatch.setattr("bot.services.activity.note", lambda _, traveller, told: noted.append((traveller, told)))
    return noted


@pytest.fixture(name="town")
def _town() -> Town:
    """A card that is good until the end of 2029."""
    town = Town(Plan(), Fuse())
    save_card(town.records, town.gateway, by_name("visa").number, thread=THREAD)
    return town


def warned(town: Town, at: datetime) -> int:
    """How many are warned at a time."""
    town.clock.moment = at
    return expiring.warn(town.runtime)


def test_a_traveller_is_warned_thirty_days_before_and_once(town: Town, noted: list[tuple[str, Activity]]) -> None:
    """Not a minute earlier, and not again on any later day."""
    soon = ENDS - timedelta(days=30)
    assert warned(town, soon - timedelta(minutes=1)) == 0
    assert warned(town, soon) == 1
    assert [warned(town, soon + timedelta(days=day)) for day in (0, 1, 20)] == [0, 0, 0]
    ((traveller, told),) = noted
    assert (traveller, told.kind, told.about, told.told) == (TRAVELLER, "method_expiring", "Visa •4242", False)
    assert told.id == f"{METHOD}:expiring:2029-12"


def test_a_name_stands_in_the_warning(town: Town, noted: list[tuple[str, Activity]]) -> None:
    """The traveller knows which card is meant."""
    method = town.records.wallet.methods[METHOD]
    town.records.wallet.methods[METHOD] = msgspec.structs.replace(method, name="work card")
    warned(town, ENDS - timedelta(days=9))
    assert noted[0][1].about == "work card (Visa •4242)"


def test_a_card_whose_end_moves_is_warned_of_again(town: Town, noted: list[tuple[str, Activity]]) -> None:
    """A newer date of the same card has a warning of its own."""
    warned(town, ENDS - timedelta(days=9))
    card = town.records.money.instruments["ins_saved"]
    town.records.money.instruments["ins_saved"] = msgspec.structs.replace(card, exp_month=1, exp_year=2030)
    assert warned(town, ENDS + timedelta(days=20)) == 1
    assert [told.id.rpartition(":")[2] for _, told in noted] == ["2029-12", "2030-01"]


def test_a_card_that_has_ended_is_not_warned_of(town: Town, noted: list[tuple[str, Activity]]) -> None:
    """Whoever looks too late says nothing of the past, and does not look again."""
    assert warned(town, ENDS) == 0
    assert noted == []
    assert town.records.wallet.methods[METHOD].expiry_told == "2029-12"


def test_a_removed_card_is_not_warned_of(town: Town) -> None:
    """Nor is one that is being changed at that moment: it is looked at on the next day."""
    method = town.records.wallet.methods[METHOD]
    town.records.wallet.methods[METHOD] = msgspec.structs.replace(method, state="removed")
    assert warned(town, ENDS - timedelta(days=9)) == 0


@pytest.mark.parametrize(
    ("now", "month"),
    [
        (datetime(2029, 12, 2, 12, tzinfo=UTC), "2029-12"),
        (datetime(2029, 12, 2, 11, 59, tzinfo=UTC), "2029-11"),
        (datetime(2030, 1, 2, 12, tzinfo=UTC), "2030-01"),
        (datetime(2030, 3, 31, tzinfo=UTC), "2030-03"),
    ],
)
def test_the_last_month_is_the_one_that_ends_in_time(now: datetime, month: str) -> None:
    """Over the end of a year, and of short months."""
    assert expiring._last_month(now) == month
