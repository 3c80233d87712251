"""What every gateway keeps of bank accounts: on the gateway in memory and on the sandbox over HTTP."""

import pytest

from bot.domain.errors import IllegalError
from bot.domain.money import Money
from bot.ports.gateway import AccountSecret, Charge, GatewayPayment
from bot.sandbox.accounts import ACCOUNTS, account
from tests.builders.accounts import mandate
from tests.contracts.gateway_benches import (
    PART,
    PRICE,
    VISA,
    Bench,
    account_token,
    authorize,
    charge,
    fresh,
    token,
)

FAULTS = [one for one in ACCOUNTS if one.fault and one.operation == "charge"]


def found(bench: Bench, payment: str) -> GatewayPayment:
    """The one record of a payment."""
    (record,) = bench.gateway.find(payment)
    return record


def debited(bench: Bench, name: str) -> tuple[str, GatewayPayment]:
    """A payment of an account, after its bank has made up its mind."""
    payment = fresh("pay")
    answer = charge(bench.gateway, *account_token(bench, name), payment=payment)
    assert (answer.result, bool(answer.reference)) == ("pending", True)
    bench.settle()
    return payment, found(bench, payment)


def test_an_account_is_known_by_its_country_and_its_last_digits(bench: Bench) -> None:
    """What may be shown comes back, and nothing of the number that could be used elsewhere."""
    iban = account("debit_fr").iban
    made = bench.gateway.tokenize_account(AccountSecret(iban, "Ada"), key=fresh("tok"), mandate=mandate(fresh("m")))
    assert made.instrument is not None
    assert (made.instrument.kind, made.instrument.country, made.instrument.last4) == ("bank_account", "FR", iban[-4:])
    assert (made.instrument.brand, made.instrument.exp_year) == ("", 0)
    assert iban not in repr(made)


@pytest.mark.parametrize(
    ("iban", "code"),
    [
        ("DE65370400440000343434", "charge_exceeds_weekly_limit"),
        ("GB82WEST12345698765432", "testmode_decline"),
        ("DE89370400440532013009", "invalid_bank_account_iban"),
        ("nonsense", "invalid_bank_account_iban"),
    ],
)
def test_an_account_that_is_not_good_gets_no_token(bench: Bench, iban: str, code: str) -> None:
    """A number that may be a real person's is refused, as is one with a slip."""
    said = bench.gateway.tokenize_account(AccountSecret(iban, "Ada"), key=fresh("tok"), mandate=mandate(fresh("m")))
    assert (said.result, said.code, said.instrument) == ("declined", code, None)


def test_a_debit_is_pending_until_its_bank_has_paid(bench: Bench) -> None:
    """Days pass: what is not known is said to be so, and then the records show the money."""
    payment = fresh("pay")
    answer = charge(bench.gateway, *account_token(bench, "debit_succeeds"), payment=payment)
    assert (answer.result, found(bench, payment).state) == ("pending", "pending")
    bench.settle()
    record = found(bench, payment)
    assert (record.state, record.captured, record.reference) == ("captured", PRICE, answer.reference)


def test_a_bank_that_does_not_pay_says_so_later(bench: Bench) -> None:
    """A debit fails after the fact, with a code that can be told."""
    record = debited(bench, "debit_fails")[1]
    assert (record.state, record.code, record.captured.minor) == ("declined", "insufficient_funds", 0)


def test_a_bank_may_say_no_at_once(bench: Bench) -> None:
    """What is known at once is not waited for."""
    answer = charge(bench.gateway, *account_token(bench, "debit_declined"), payment=fresh("pay"))
    assert (answer.result, answer.code) == ("declined", "insufficient_funds")


def test_a_bank_may_pay_another_amount(bench: Bench) -> None:
    """The records show what was really taken."""
    assert debited(bench, "debit_amount_mismatch")[1].captured == Money(PRICE.minor - 1, "EUR")


def test_a_bank_may_take_back_what_it_paid(bench: Bench) -> None:
    """For weeks a debit can be returned: the records show that the money is gone."""
    payment, record = debited(bench, "debit_is_returned")
    bench.settle()
    bench.settle()
    assert found(bench, payment).state == "returned"
    assert record.captured == PRICE


def test_what_an_account_paid_is_refunded_like_any_money(bench: Bench) -> None:
    """A part and then the rest go back, and never more."""
    payment, record = debited(bench, "debit_succeeds")
    assert bench.gateway.refund(record.reference, PART, key=fresh("ref")).result == "approved"
    assert bench.gateway.refund(record.reference, PRICE, key=fresh("ref")).result == "declined"
    rest = Money(PRICE.minor - PART.minor, "EUR")
    assert bench.gateway.refund(record.reference, rest, key=fresh("ref")).result == "approved"
    assert found(bench, payment).state == "refunded"


def test_only_euros_are_debited(bench: Bench) -> None:
    """SEPA knows one currency."""
    instrument, reference = account_token(bench, "debit_succeeds")
    answer = charge(bench.gateway, instrument, reference, payment=fresh("pay"), amount=Money(100, "USD"))
    assert (answer.result, answer.code) == ("declined", "currency_not_supported")


def test_nothing_is_debited_without_its_own_mandate(bench: Bench) -> None:
    """A token alone, or with what somebody else has signed, takes no money."""
    instrument, _ = account_token(bench, "debit_succeeds")
    for reference in ("", "SOMEBODY-ELSES"):
        assert charge(bench.gateway, instrument, reference or "-", payment=fresh("pay")).result == "declined"


def test_a_mandate_that_was_ended_debits_nothing_more(bench: Bench) -> None:
    """The holder of an account tells the bank, and no debit follows."""
    instrument, reference = account_token(bench, "debit_succeeds")
    bench.end_mandate(reference)
    answer = charge(bench.gateway, instrument, reference, payment=fresh("pay"))
    assert (answer.result, answer.code) == ("declined", "mandate_inactive")


def test_a_detached_account_is_debited_no_more(bench: Bench) -> None:
    """An account that its traveller removed pays nothing, whatever becomes of our records."""
    instrument, reference = account_token(bench, "debit_succeeds")
    bench.gateway.detach(instrument, key=fresh("det"))
    answer = charge(bench.gateway, instrument, reference, payment=fresh("pay"))
    assert (answer.result, answer.code) == ("declined", "token_detached")


def test_an_account_is_not_a_card_and_a_card_is_no_account(bench: Bench) -> None:
    """Money is not reserved on an account, and a card is not debited."""
    instrument, reference = account_token(bench, "debit_succeeds")
    reserved = authorize(bench.gateway, instrument, PRICE, payment=fresh("pay"), usage="saved")
    assert (reserved.result, reserved.code) == ("declined", "token_of_account")
    assert charge(bench.gateway, token(bench.gateway, VISA), reference, payment=fresh("pay")).result == "declined"
    assert charge(bench.gateway, "tok_unknown", reference, payment=fresh("pay")).code == "unknown_token"


@pytest.mark.parametrize("name", [one.name for one in FAULTS])
def test_a_fault_hides_a_debit_and_the_same_key_never_debits_twice(bench: Bench, name: str) -> None:
    """An account is debited at most once through every fault: silence is unknown, and the records tell the truth."""
    instrument, reference = account_token(bench, name)
    key, payment = fresh("key"), fresh("pay")
    first = charge(bench.hasty, instrument, reference, payment=payment, key=key)
    assert first.result == "unknown"
    bench.arrive()
    again = charge(bench.gateway, instrument, reference, payment=payment, key=key)
    assert again.result == ("unknown" if account(name).fault in {"error_stored", "error_after"} else "pending")
    bench.settle()
    records = bench.gateway.find(payment)
    assert len(records) == (0 if account(name).fault == "error_stored" else 1)
    assert all(record.captured == PRICE for record in records)


def test_a_key_debits_one_thing_only(bench: Bench) -> None:
    """Another amount under a key that was used is a fault of ours, and is refused."""
    instrument, reference = account_token(bench, "debit_succeeds")
    key, payment = fresh("key"), fresh("pay")
    charge(bench.gateway, instrument, reference, payment=payment, key=key)
    with pytest.raises(IllegalError):
        charge(bench.gateway, instrument, reference, payment=payment, key=key, amount=PART)


def test_secrets_are_not_shown() -> None:
    """Neither an account number nor whose it is stands in a log by accident."""
    assert repr(AccountSecret("DE89370400440532013000", "Ada")) == "AccountSecret(…)"
    assert Charge("tok_1").mandate == ""
