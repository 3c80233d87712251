"""The bank's rules for debits: pending, then paid or not; and what was paid may be taken back once."""

import msgspec
import pytest

from bot.sandbox import debiting, judge
from bot.sandbox.judge import Later, Payment


def fresh(name: str = "debit_succeeds", currency: str = "EUR") -> Payment:
    """A payment that nobody has decided about."""
    return Payment("sbx_1", "pay_1", name, 1000, currency, 0, token="tok_1", usage="saved")


def paid(name: str = "debit_succeeds") -> Payment:
    """A payment whose bank has paid."""
    begun = debiting.charge(fresh(name), signed=True)
    assert begun.later is not None
    return debiting.carry_out(begun.payment, begun.later).payment


@pytest.mark.parametrize(
    ("name", "what", "slow"),
    [
        ("debit_succeeds", "debit", 1),
        ("debit_succeeds_late", "debit", 10),
        ("debit_fails", "debit_declined", 1),
        ("debit_fails_late", "debit_declined", 10),
    ],
)
def test_a_bank_takes_its_time(name: str, what: str, slow: int) -> None:
    """Nothing is known at once; a slow bank takes ten times as long."""
    begun = debiting.charge(fresh(name), signed=True)
    assert (begun.outcome, begun.payment.state) == ("pending", "pending")
    assert begun.later is not None
    assert (begun.later.what, begun.later.slow, begun.later.is_of_debit) == (what, slow, True)


def test_a_bank_may_never_say_anything() -> None:
    """Then nothing is put off, and nothing ever comes."""
    assert debiting.charge(fresh("debit_never"), signed=True).later is None


@pytest.mark.parametrize(
    ("payment", "signed", "code"),
    [
        (fresh(currency="USD"), True, "currency_not_supported"),
        (fresh(), False, "mandate_inactive"),
        (fresh("debit_declined"), True, "insufficient_funds"),
        (fresh("debit_mandate_ended"), True, "mandate_inactive"),
    ],
)
def test_what_is_refused_at_once_is_a_decline(payment: Payment, signed: bool, code: str) -> None:  # noqa: FBT001  a parameter of the case
    """Euros alone, under a mandate that holds, from an account that may be debited."""
    said = debiting.charge(payment, signed=signed)
    assert (said.outcome, said.code, said.payment.state, said.later) == ("declined", code, "declined", None)


def test_what_was_paid_is_taken_back_once_and_without_what_was_refunded() -> None:
    """A return moves what is left, and only from a payment that has it."""
    whole = paid("debit_is_returned")
    part = judge.refund(whole, amount=300, currency="EUR").payment
    back = debiting.carry_out(part, Later("return", 1000))
    assert (back.effect, back.amount, back.payment.state) == ("returned", 700, "returned")
    assert debiting.carry_out(back.payment, Later("return", 1000)).effect == ""
    with pytest.raises(judge.RefusedError):
        judge.refund(back.payment, amount=1, currency="EUR")


def test_a_debit_that_was_decided_is_decided() -> None:
    """What comes twice pays once."""
    done = paid()
    assert debiting.carry_out(done, Later("debit", 1000)).payment == done
    assert done.captured == done.authorized == done.amount


def test_what_is_no_debit_is_left_to_the_other_rules() -> None:
    """A refund that was put off is carried out as ever."""
    waiting = judge.refund(paid("debit_refund_pending"), amount=1000, currency="EUR")
    assert waiting.later is not None
    done = debiting.carry_out(waiting.payment, msgspec.structs.replace(waiting.later))
    assert (done.payment.state, done.payment.refunded) == ("refunded", 1000)
