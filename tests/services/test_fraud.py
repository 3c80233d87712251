"""Fraud watch around a checkout: weighed once an attempt, by the newest rules, and never silently let through."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from bot.domain.flow.conditions import Compare
from bot.domain.payment.fraud import Rule, RuleSet
from bot.services import fraud, fraud_lists, turns
from bot.services.fraud_names import named
from bot.telemetry import Meter
from tests.builders.flights import AIRPORTS
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.judge import faults
from tests.journeys.crash_points.plans import ASKS, BLOCKS, GOOD, HOLDS, NO, OTHER
from tests.journeys.crash_points.town import BROWSER, THREAD, Plan, Town


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)


def played(plan: Plan) -> Town:
    """A story from its beginning to its end, which must be well."""
    town = Town(plan, Fuse()).play()
    assert faults(town) == []
    return town


def results(town: Town) -> list[str]:
    """What is known of each try, in order."""
    return [town.records.fraud.results.get(attempt, "") for attempt in town.records.fraud.tries]


def test_an_attempt_is_weighed_and_counted_once_however_often_it_is_asked() -> None:
    """An answer that is lost is asked for again under the same key: one try, one decision (payments.md, I29)."""
    town = played(Plan(("4000000000000069", GOOD)))
    assert len(town.records.fraud.tries) == len(town.records.fraud.decided) == 2
    again = played(Plan(faults=(("authorize", "timeout_before"),), ends=("paid", "ended")))
    assert [name for name, _ in again.gateway.calls].count("authorize") > 1
    assert len(again.records.fraud.tries) == len(again.records.fraud.decided) == 1


def test_a_decision_stands_when_rules_change_meanwhile() -> None:
    """What is held stays held, whoever publishes what."""
    town = Town(Plan(rules=HOLDS, ends=("ended",)), Fuse())
    for act in (town.begin, town.sweep, town._travel, town.sweep):
        act()
    assert town.checkout is not None
    assert town.checkout.state == "reviewing"
    (key,) = town.records.fraud.tries
    town.runtime = msgspec.structs.replace(town.runtime, fraud_rules=RuleSet())
    with town.records.begin() as work:
        checkout = msgspec.structs.replace(town.checkout, state="authorizing")
        assert type(fraud.weigh(town.runtime, work, checkout, key, now=town.clock.now())).__name__ == "Assessed"


def test_what_banks_say_is_counted_and_what_we_say_is_not() -> None:
    """A card that no bank was asked for is no decline, so that a block does not prolong itself."""
    assert results(played(Plan((NO, OTHER)))) == ["declined", "approved"]
    assert results(played(Plan((GOOD, OTHER), rules=BLOCKS))) == ["", "approved"]
    assert results(played(Plan((GOOD, OTHER), rules=HOLDS, verdict=False))) == ["", "approved"]


def test_the_newest_revision_counts_from_the_next_payment_on() -> None:
    """Staff need restart nothing."""
    town = Town(Plan((GOOD, OTHER)), Fuse())
    block = b'{"rules": [{"id": "x", "name": "x", "outcome": "block", "when": %s}]}'
    when = b'{"field": "velocity.thread.cards_1h", "op": "is", "value": 1}'
    with town.records.begin() as work:
        work.fraud.publish(b'{"rules": []}', by="Ida", note="", at=town.clock.now())
        work.fraud.publish(block % when, by="Ida", note="", at=town.clock.now())
    assert faults(town.play()) == []
    first, second = town.records.fraud.decided.values()
    assert (first.assessment.outcome, first.revision) == ("block", 2)
    assert second.assessment.outcome == "allow"


@pytest.mark.parametrize("document", [b"no JSON at all", b'{"rules": [{"id": 1}]}', b"[]"])
def test_rules_that_fail_ask_the_bank_to_look_and_call_staff(document: bytes) -> None:
    """Nobody is let through unseen, and nobody is locked out."""
    town = Town(Plan(challenge=True), Fuse())
    town.records.fraud.revisions.append(document)
    assert faults(town.play()) == []
    (decided,) = town.records.fraud.decided.values()
    assert (decided.assessment.outcome, decided.assessment.hits, decided.facts) == ("request_3ds", (), {})
    assert town.counts.counted["needs_staff fraud_rules"] == 1
    assert town.checkout is not None
    assert town.checkout.payments[0].attempts[0].challenge


def test_a_good_card_is_shown_to_its_bank_when_rules_say_so() -> None:
    """Three-D Secure for a card that would have needed none."""
    town = Town(Plan(rules=ASKS), Fuse())
    for act in (town.begin, town.sweep, town._travel, town.sweep):
        act()
    assert town.checkout is not None
    assert town.checkout.state == "challenging"


def test_what_rules_made_of_payments_is_counted() -> None:
    """On the meter that serves, too, whose table has every name."""
    meter = Meter()
    town = Town(Plan(), Fuse())
    town.runtime = msgspec.structs.replace(town.runtime, meter=meter)
    assert faults(town.play()) == []
    assert b'assessments_total{outcome="allow"} 1.0' in meter.exposition()


def test_a_card_is_known_by_hashes_alone() -> None:
    """Chat, device and card are told apart and not told."""
    town = played(Plan())
    (tried,) = town.records.fraud.tries.values()
    assert tried.thread == named(town.runtime.secret, "thread", THREAD)
    assert all(len(name) == 32 for name in (tried.thread, tried.traveller, tried.device, tried.card))
    assert tried.network == ""
    kept = repr(vars(town.records.fraud))
    assert not any(word in kept for word in (THREAD, BROWSER, "ada@example.org", "4242"))
    assert named(b"another secret", "thread", THREAD) != tried.thread


def test_what_is_known_of_a_purchase_is_weighed() -> None:
    """The facts on which rules of staff rest: the trip, the card and its holder, what was before."""
    town = played(Plan())
    (decided,) = town.records.fraud.decided.values()
    known = {name: value for name, value in decided.facts.items() if value is not None}
    assert town.checkout is not None
    assert known["payment.minor"] == town.checkout.payments[0].amount.minor
    assert (known["card.saved"], "card.holder_travels" in known) == (False, True)
    assert (known["velocity.thread.cards_1h"], known["velocity.device.new"]) == (1, True)
    assert (known["traveller.bookings"], known["card.blocked"], known["traveller.email_blocked"]) == (0, False, False)
    departs = town.offer.slices[0].departs.replace(tzinfo=ZoneInfo(AIRPORTS[town.offer.slices[0].origin].zone))
    assert known["trip.hours_to_departure"] == (departs - town.clock.now()) // timedelta(hours=1)


def test_a_saved_card_has_no_device() -> None:
    """It is tapped in the chat: the device of an earlier page says nothing of it."""
    town = played(Plan((), saved=GOOD))
    (tried,) = town.records.fraud.tries.values()
    assert (tried.device, tried.network) == ("", "")
    (decided,) = town.records.fraud.decided.values()
    assert (decided.facts["card.saved"], decided.facts["velocity.device.new"]) == (True, None)


def test_an_account_is_weighed_like_a_card() -> None:
    """Its bank sees nobody, so a person does."""
    town = played(Plan((), account="debit_succeeds", rules=ASKS, verdict=True))
    (review,) = town.records.fraud.held.values()
    assert (review.verdict, review.attempt.split(":")[2]) == ("allowed", "charge")
    assert results(town) == ["approved"]


def test_a_blocked_address_stops_what_rules_say_of_it() -> None:
    """Capitals make no other address."""
    rule = Rule("R20b", "Blocked address", Compare("traveller.email_blocked", "is", value=True), outcome="block")
    town = Town(Plan(rules=RuleSet((rule,)), ends=("ended",)), Fuse())
    now = town.clock.now()
    fraud_lists.block_email(
        town.records,
        town.runtime.secret,
        " Ada@Example.ORG ",
        fraud_lists.Wish(1, "Ida", "x", now),  # type: ignore[arg-type]
    )
    assert faults(town.play()) == []
    assert [one.assessment.hits for one in town.records.fraud.decided.values()] == [("R20b",)]


def test_what_nobody_looked_at_in_time_is_marked_so() -> None:
    """Staff are not asked about what is over."""
    for plan in (Plan(rules=HOLDS, ends=("ended",)), Plan(rules=HOLDS, cancel_after="reviewing", ends=("ended",))):
        town = played(plan)
        assert [review.verdict for review in town.records.fraud.held.values()] == ["lapsed"]


def test_tries_are_forgotten_after_thirteen_months() -> None:
    """A bank may be asked about a payment for so long; the decisions stay."""
    town = played(Plan())
    town.clock.moment += timedelta(days=395)
    assert fraud.forget_old(town.runtime) == 0
    town.clock.moment += timedelta(days=2)
    assert fraud.forget_old(town.runtime) == 1
    assert len(town.records.fraud.decided) == 1
