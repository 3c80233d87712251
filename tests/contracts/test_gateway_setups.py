"""What every gateway promises about cards that are kept without a purchase, or typed at the gateway itself."""

import pytest

from bot.domain.errors import UnavailableError
from bot.ports.gateway import Answer, Charge
from bot.sandbox.cards import by_name
from tests.contracts.gateway_benches import PRICE, VISA, Bench, authorize, fresh, token, unreachable

SECURE, NO = by_name("secure").number, by_name("generic_decline").number
BACK = "http://127.0.0.1:1/back"


def verify(bench: Bench, instrument: str, setup: str, *, key: str = "") -> Answer:
    """Have a token confirmed for later."""
    return bench.gateway.verify(Charge(instrument, "keep"), key=key or fresh("verify"), setup=setup, return_url=BACK)


def test_a_verified_card_pays_as_a_saved_one(bench: Bench) -> None:
    """A traveller who added her card without buying anything pays with it later, and was charged nothing before."""
    instrument, setup = token(bench.gateway, VISA), fresh("stp")
    assert verify(bench, instrument, setup).result == "approved"
    (found,) = bench.gateway.find(setup)
    assert (found.state, found.authorized.minor, found.captured.minor) == ("verified", 0, 0)
    assert bench.records(setup).saved == ("4242",)
    assert authorize(bench.gateway, instrument, PRICE, payment=fresh("pay"), usage="saved").result == "approved"


def test_a_verification_is_asked_for_once_a_key(bench: Bench) -> None:
    """A worker that repeats itself learns what it did."""
    instrument, setup, key = token(bench.gateway, VISA), fresh("stp"), fresh("verify")
    first, again = (verify(bench, instrument, setup, key=key) for _ in range(2))
    assert (first.result, again.result, again.replayed) == ("approved", "approved", True)
    assert len(bench.gateway.find(setup)) == 1


@pytest.mark.parametrize(("passed", "state", "saved"), [(True, "verified", ("3184",)), (False, "declined", ())])
def test_a_bank_may_ask_before_a_card_is_kept(
    bench: Bench, state: str, saved: tuple[str, ...], *, passed: bool
) -> None:
    """The holder of a card decides whether it is kept."""
    instrument, setup = token(bench.gateway, SECURE), fresh("stp")
    asked = verify(bench, instrument, setup)
    assert (asked.result, bench.gateway.find(setup)[0].state) == ("action", "requires_action")
    bench.challenge(asked.action_url, passed=passed)
    assert bench.gateway.find(setup)[0].state == state
    assert bench.records(setup).saved == saved


def test_a_card_that_its_bank_refuses_is_not_kept(bench: Bench) -> None:
    """A no is a no, also without money."""
    instrument, setup = token(bench.gateway, NO), fresh("stp")
    answer = verify(bench, instrument, setup)
    assert (answer.result, answer.code) == ("declined", "generic_decline")
    assert bench.records(setup).saved == ()


def test_a_token_that_is_gone_is_named_so(bench: Bench) -> None:
    """Who asks about a token that was lost is told that, and nothing else."""
    answer = verify(bench, "tok_never", fresh("stp"))
    assert (answer.result, answer.code) == ("declined", "unknown_token")


def test_a_card_that_was_let_go_meanwhile_is_not_kept(bench: Bench) -> None:
    """An answer to the bank that comes after we gave up keeps nothing."""
    instrument, setup = token(bench.gateway, SECURE), fresh("stp")
    asked = verify(bench, instrument, setup)
    bench.gateway.detach(instrument, key=fresh("detach"))
    bench.challenge(asked.action_url, passed=True)
    assert bench.records(setup).saved == ()


def test_a_page_gives_its_card_once_it_was_typed(bench: Bench) -> None:
    """The shop sees no card before there is one, and then a fresh token of it; a webhook names the shop's own id."""
    subject, key = fresh("pay"), fresh("page")
    page, again = (bench.gateway.open_page(subject, key=key, return_url=BACK) for _ in range(2))
    assert page == again
    assert bench.gateway.read_page(page.reference) is None
    bench.type_on_page(page.url, VISA)
    said = bench.gateway.read_page(page.reference)
    assert said is not None
    assert said.instrument is not None
    assert (said.result, said.instrument.last4, said.instrument.exp_month) == ("approved", "4242", 12)
    assert authorize(bench.gateway, said.instrument.token, PRICE, payment=subject).result == "approved"
    _, body = bench.webhook(subject)
    assert b"page.done" in body


def test_a_page_that_is_cancelled_is_closed(bench: Bench) -> None:
    """Who gives no card is not waited for; a wrong number can be typed again before."""
    page = bench.gateway.open_page(fresh("pay"), key=fresh("page"), return_url=BACK)
    bench.type_on_page(page.url, "4242424242424241")
    assert bench.gateway.read_page(page.reference) is None
    bench.type_on_page(page.url, "")
    said = bench.gateway.read_page(page.reference)
    assert said is not None
    assert (said.result, said.code) == ("declined", "closed")


def test_a_ticket_is_exchanged_once(bench: Bench) -> None:
    """What the fields gave is worth one token: again under the same key it is the same one, under another none."""
    ticket, key = bench.type_in_fields(VISA), fresh("redeem")
    first, again = (bench.gateway.redeem(ticket, key=key) for _ in range(2))
    assert first.instrument is not None
    assert first.instrument == again.instrument
    other = bench.gateway.redeem(ticket, key=fresh("redeem"))
    assert (other.result, other.code) == ("declined", "unknown_ticket")
    assert bench.type_in_fields("4242424242424241") == ""


@pytest.mark.parametrize("index", [0, 1], ids=["fake", "real"])
def test_a_gateway_that_cannot_be_reached_has_done_nothing(index: int) -> None:
    """Pages, tickets and verifications wait for the gateway."""
    gateway = unreachable()[index]
    for ask in (
        lambda: gateway.open_page("pay_1", key="k", return_url=BACK),
        lambda: gateway.read_page("page_1"),
        lambda: gateway.redeem("tkt_1", key="k"),
    ):
        with pytest.raises(UnavailableError):
            ask()
