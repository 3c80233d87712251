"""What every gateway keeps of a card that is saved: on the gateway in memory and on the sandbox over HTTP."""

import pytest

from bot.domain.errors import UnavailableError
from bot.domain.payment.payment import Usage
from bot.ports.gateway import Charge
from bot.sandbox.cards import CARDS, by_name
from tests.contracts.gateway_benches import PRICE, VISA, Bench, authorize, card, fresh, token, unreachable

SECURE = by_name("secure").number


def _saved(bench: Bench, number: str = VISA) -> str:
    """The token of a card that paid once and was kept."""
    instrument, payment = token(bench.gateway, number), fresh("pay")
    answer = authorize(bench.gateway, instrument, PRICE, payment=payment, usage="keep")
    if answer.result == "action":
        bench.challenge(answer.action_url, passed=True)
    assert bench.records(payment).saved == (number[-4:],)
    return instrument


def _paid(bench: Bench, instrument: str, usage: Usage = "saved") -> tuple[str, str]:
    answer = authorize(bench.gateway, instrument, PRICE, payment=fresh("pay"), usage=usage)
    return answer.result, answer.code


def test_a_token_that_is_not_saved_pays_once(bench: Bench) -> None:
    """A traveller who did not agree to be remembered cannot be charged a second time with what is left of her card."""
    instrument, payment = token(bench.gateway, VISA), fresh("pay")
    assert authorize(bench.gateway, instrument, PRICE, payment=payment).result == "approved"
    assert _paid(bench, instrument, "once") == ("declined", "token_used")
    assert _paid(bench, instrument, "keep") == ("declined", "token_used")
    assert _paid(bench, instrument) == ("declined", "token_not_saved")
    assert bench.records(payment).saved == ()


def test_a_saved_card_pays_again_without_its_code(bench: Bench) -> None:
    """A returning traveller pays with a tap: no number, no security code."""
    instrument = _saved(bench)
    assert [_paid(bench, instrument)[0] for _ in range(3)] == ["approved"] * 3


def test_a_saved_card_must_be_charged_as_one(bench: Bench) -> None:
    """Nobody passes a saved card off as a new one, which would hide from the bank that it is on file."""
    assert _paid(bench, _saved(bench), "once") == ("declined", "token_used")


def test_a_fresh_card_is_not_saved_yet(bench: Bench) -> None:
    """A card becomes a saved one by an approved payment with consent, and by nothing else."""
    assert _paid(bench, token(bench.gateway, VISA)) == ("declined", "token_not_saved")


@pytest.mark.parametrize("name", ["insufficient_funds", "secure_then_declined", "authorize_pending_declined"])
def test_a_card_that_did_not_pay_is_not_saved(bench: Bench, name: str) -> None:
    """A traveller whose bank said no leaves nothing behind, ticked or not."""
    instrument, payment = token(bench.gateway, by_name(name).number), fresh("pay")
    answer = authorize(bench.gateway, instrument, PRICE, payment=payment, usage="keep")
    if answer.result == "action":
        bench.challenge(answer.action_url, passed=True)
    bench.settle()
    bench.gateway.find(payment)
    assert bench.records(payment).saved == ()
    assert _paid(bench, instrument) == ("declined", "token_not_saved")


def test_the_bank_may_decline_what_it_approved_before(bench: Bench) -> None:
    """A traveller whose saved card is empty by now is told so."""
    assert _paid(bench, _saved(bench, by_name("authorize_declined_again").number)) == ("declined", "insufficient_funds")


@pytest.mark.parametrize(
    ("name", "first", "saving", "later"),
    [
        ("secure", "action", "action", "action"),
        ("secure_unless_set_up", "action", "action", "approved"),
        ("secure_already_set_up", "action", "approved", "approved"),
    ],
)
def test_the_bank_asks_for_a_challenge_as_the_card_says(
    bench: Bench, name: str, first: str, saving: str, later: str
) -> None:
    """A traveller with a saved card may still have to confirm at her bank: it is she who pays, not a standing order."""
    number = by_name(name).number
    assert _paid(bench, token(bench.gateway, number), "once")[0] == first
    assert _paid(bench, token(bench.gateway, number), "keep")[0] == saving
    assert _paid(bench, _saved(bench, number))[0] == later


@pytest.mark.parametrize("passed", [True, False])
def test_a_bank_that_is_asked_to_see_the_traveller_does(bench: Bench, *, passed: bool) -> None:
    """A good card that needs no challenge has one when we ask for it, and pays only if its holder confirms."""
    payment = fresh("pay")
    charge = Charge(token(bench.gateway, by_name("visa").number), challenge=True)
    answer = bench.gateway.authorize(
        charge, PRICE, key=fresh("auth"), payment=payment, metadata={}, return_url="http://127.0.0.1:1/back"
    )
    assert answer.result == "action"
    bench.challenge(answer.action_url, passed=passed)
    (found,) = bench.gateway.find(payment)
    assert found.state == ("authorized" if passed else "declined")


def test_a_challenge_that_fails_saves_nothing(bench: Bench) -> None:
    """Whoever is not the holder of a card cannot leave it behind for later."""
    instrument, payment = token(bench.gateway, SECURE), fresh("pay")
    answer = authorize(bench.gateway, instrument, PRICE, payment=payment, usage="keep")
    bench.challenge(answer.action_url, passed=False)
    assert bench.gateway.find(payment)[0].state == "declined"
    assert bench.records(payment).saved == ()


def test_a_card_that_is_removed_pays_nothing_any_more(bench: Bench) -> None:
    """A traveller who removes her card is never charged with it again, and removing it twice harms nobody."""
    instrument = _saved(bench)
    for _ in range(2):
        bench.gateway.detach(instrument, key=fresh("detach"))
    for usage in ("saved", "keep", "once"):
        assert _paid(bench, instrument, usage) == ("declined", "token_detached")
    bench.gateway.detach("tok_never", key=fresh("detach"))


def test_a_payment_outlives_its_card(bench: Bench) -> None:
    """What was reserved with a card can be taken and given back after the traveller has removed it."""
    instrument, payment = _saved(bench), fresh("pay")
    reference = authorize(bench.gateway, instrument, PRICE, payment=payment, usage="saved").reference
    bench.gateway.detach(instrument, key=fresh("detach"))
    assert bench.gateway.capture(reference, PRICE, key=fresh("cap")).result == "approved"
    assert bench.gateway.refund(reference, PRICE, key=fresh("ref")).result == "approved"


def test_a_request_is_answered_as_before_after_its_card_is_gone(bench: Bench) -> None:
    """A worker that repeats itself after a crash learns what it did, although the card was removed meanwhile."""
    instrument, payment, key = _saved(bench), fresh("pay"), fresh("auth")
    first = authorize(bench.gateway, instrument, PRICE, payment=payment, key=key, usage="saved")
    bench.gateway.detach(instrument, key=fresh("detach"))
    again = authorize(bench.gateway, instrument, PRICE, payment=payment, key=key, usage="saved")
    assert (again.result, again.reference, again.replayed) == ("approved", first.reference, True)


@pytest.mark.parametrize("name", [c.name for c in CARDS if c.operation == "detach"])
def test_a_removal_whose_answer_is_lost_is_asked_for_again(bench: Bench, name: str) -> None:
    """No broken line leaves a removed card behind at the gateway: it is asked until it says that it has forgotten."""
    instrument, key = _saved(bench, by_name(name).number), fresh("detach")
    with pytest.raises(UnavailableError):
        bench.hasty.detach(instrument, key=key)
    bench.gateway.detach(instrument, key=key)
    assert _paid(bench, instrument) == ("declined", "token_detached")


@pytest.mark.parametrize("index", [0, 1], ids=["fake", "real"])
def test_a_gateway_that_cannot_be_reached_has_forgotten_nothing(index: int) -> None:
    """A removal waits for the gateway and is not believed done."""
    with pytest.raises(UnavailableError):
        unreachable()[index].detach("tok_1", key=fresh("detach"))


def test_a_saved_card_keeps_its_fingerprint(bench: Bench) -> None:
    """A traveller who saves the same card twice has one card and not two."""
    first, second = (bench.gateway.tokenize(card(VISA), key=fresh("tok")).instrument for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.fingerprint == second.fingerprint
