"""Proves bot/adapters/gateways/stripe_records.py: what is fresh is listed, what is old is searched for."""

import pytest

from bot.adapters.gateways import stripe_records
from bot.domain.errors import UnavailableError
from bot.domain.payment.payment import Usage
from bot.ports.gateway import Charge
from tests.contracts.gateway_benches import PRICE, VISA, authorize, fresh, held, token
from tests.contracts.stripe_bench import StripeBench
from tests.fakes.clock import StandingClock


def paths(bench: StripeBench, since: int) -> list[str]:
    """What was read since."""
    return [path for method, path, _ in bench.stripe.asked[since:] if method == "GET"]


def test_what_was_just_done_is_found_although_the_search_lags() -> None:
    """A traveller who pays is never told that she did not, because an index has not heard of it yet."""
    bench = StripeBench()
    payment, reference = held(bench)
    before = len(bench.stripe.asked)
    assert [one.reference for one in bench.gateway.find(payment)] == [reference]
    assert paths(bench, before) == ["payment_intents", "payment_intents/search"]


def test_what_is_old_is_searched_for_and_read_as_it_is_now() -> None:
    """The search says that there is a payment, the payment itself what became of it."""
    clock = StandingClock()
    bench = StripeBench(clock)
    payment, reference = held(bench)
    bench.gateway.void(reference, key=fresh("void"))
    clock.move(days=2)
    (found,) = bench.gateway.find(payment)
    assert (found.reference, found.state) == (reference, "voided")


def test_a_payment_is_found_on_any_page_of_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy evening hides nobody's payment."""
    monkeypatch.setattr(stripe_records, "_PAGE", 2)
    bench = StripeBench()
    made = [held(bench) for _ in range(5)]
    assert [bench.gateway.find(payment)[0].reference for payment, _ in made] == [name for _, name in made]


def test_a_list_without_an_end_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than say that there is no payment, nothing is said, and it is asked again."""
    monkeypatch.setattr(stripe_records, "_PAGE", 1)
    monkeypatch.setattr(stripe_records, "_MOST_PAGES", 2)
    bench = StripeBench()
    payment = held(bench)[0]
    for _ in range(4):
        held(bench)
    with pytest.raises(UnavailableError):
        bench.gateway.find(payment)


def test_every_attempt_of_a_payment_is_found_the_newest_last() -> None:
    """What an earlier attempt left behind is seen, too."""
    bench, payment = StripeBench(), fresh("pay")
    usages: list[Usage] = ["once", "keep"]
    made = [authorize(bench.gateway, token(bench.gateway, VISA), PRICE, payment=payment, usage=one) for one in usages]
    assert [one.reference for one in bench.gateway.find(payment)] == [one.reference for one in made]


def test_a_setup_is_found_among_the_setups_of_late() -> None:
    """A worker that died while a bank was asked learns what the bank said."""
    bench, setup = StripeBench(), fresh("stp")
    bench.gateway.verify(Charge(token(bench.gateway, VISA), "keep"), key="k", setup=setup, return_url="https://b")
    (found,) = bench.gateway.find(setup)
    assert (found.state, found.authorized.minor) == ("verified", 0)
