"""A person decides once about a payment that is held, and a worker goes on with it."""

from typing import Any

import pytest

from bot.domain.errors import ConflictError, InvalidError
from bot.services import fraud_lists, reviews, turns
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.judge import faults
from tests.journeys.crash_points.plans import GOOD, HOLDS, OTHER
from tests.journeys.crash_points.town import Plan, Town


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)


def held(plan: Plan) -> tuple[Town, str]:
    """A town in which a payment waits for a person, and its name."""
    town = Town(plan, Fuse())
    for act in (town.begin, town.sweep, town._travel, town.sweep):
        act()
    ((review, decided),) = reviews.waiting(town.runtime.records)
    assert decided is not None
    assert decided.assessment.hits == ("first",)
    return town, review.attempt


def test_one_of_the_staff_decides_and_no_other() -> None:
    """Who presses second is told so; the first word stays, with a name in the audit."""
    town, attempt = held(Plan(rules=HOLDS))
    reviews.decide(town.web, attempt, allowed=True, by="Ida")
    with pytest.raises(ConflictError, match="decided this payment before"):
        reviews.decide(town.web, attempt, allowed=False, by="Ben")
    assert faults(town.play()) == []
    (line,) = town.records.money.audited(attempt)
    assert (line.before, line.after, line.cause) == ("in_review", "allowed", "Ida")
    assert reviews.waiting(town.runtime.records) == ()


def test_a_rejection_may_block_the_card_at_once() -> None:
    """In the same transaction, for ninety days; another card pays."""
    town, attempt = held(Plan((GOOD, OTHER), rules=HOLDS))
    reviews.decide(town.web, attempt, allowed=False, by="Ida", block=True)
    (one,) = fraud_lists.blocked(town.runtime.records, now=town.clock.now())
    assert (one.by, one.why, one.until) == ("Ida", "a rejected review", town.clock.now() + fraud_lists.LASTS)
    assert faults(town.play()) == []


def test_what_is_not_held_cannot_be_decided() -> None:
    """A name that is wrong, or a payment that is over by now."""
    town, attempt = held(Plan(rules=HOLDS, ends=("ended",)))
    for ask in (lambda: reviews.decide(town.web, "tf:x:authorize:1", allowed=True, by="Ida"), lambda: shown(town, "x")):
        with pytest.raises(InvalidError, match="of that name"):
            ask()
    assert faults(town.play()) == []
    with pytest.raises(ConflictError):
        reviews.decide(town.web, attempt, allowed=True, by="Ida")
    assert shown(town, attempt)[0].verdict == "lapsed"


def shown(town: Town, attempt: str) -> Any:
    """What staff see of a payment."""
    return reviews.shown(town.runtime.records, attempt)


def test_staff_see_why_and_what() -> None:
    """The rules that held, every fact, and the checkout."""
    town, attempt = held(Plan(rules=HOLDS))
    review, decided, checkout = shown(town, attempt)
    assert (review.checkout, checkout.state) == (checkout.id, "reviewing")
    assert decided.facts["velocity.thread.cards_1h"] == 1
