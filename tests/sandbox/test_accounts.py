"""The sandbox's test accounts: good numbers, each its own, and no stranger's."""

import pytest

from bot.domain.payment.iban import read_iban
from bot.sandbox.accounts import ACCOUNTS, account, by_iban, by_name
from bot.sandbox.cards import CARDS


@pytest.mark.parametrize("one", ACCOUNTS, ids=[one.name for one in ACCOUNTS])
def test_every_test_account_passes_the_checks_of_our_own_form(one: object) -> None:
    """A tester can type each of them into the page of a wallet."""
    assert read_iban(one.iban).number == one.iban  # type: ignore[attr-defined]


def test_names_and_numbers_are_each_their_own() -> None:
    """A stored token names one row, of cards or of accounts."""
    names = [one.name for one in (*ACCOUNTS, *CARDS)]
    assert len(set(names)) == len(names)
    assert len({one.iban for one in ACCOUNTS}) == len(ACCOUNTS)


def test_published_accounts_behave_as_published() -> None:
    """What works with Stripe's test accounts works here (Stripe, "SEPA Direct Debit", test account numbers)."""
    published = {
        "DE89370400440532013000": ("pending", 1, ""),
        "DE08370400440532013003": ("pending", 10, ""),
        "DE62370400440532013001": ("pending_declined", 1, ""),
        "DE78370400440532013004": ("pending_declined", 10, ""),
        "DE35370400440532013002": ("returned", 1, ""),
        "DE65370400440000343434": ("pending", 1, "charge_exceeds_weekly_limit"),
    }
    assert {iban: (by_iban(iban).rule, by_iban(iban).slow, by_iban(iban).refused) for iban in published} == published


@pytest.mark.parametrize(
    ("iban", "code"),
    [
        ("GB82WEST12345698765432", "testmode_decline"),
        ("GB82WEST12345698765431", "invalid_bank_account_iban"),
        ("XX00", "invalid_bank_account_iban"),
        ("", "invalid_bank_account_iban"),
    ],
)
def test_no_stranger_is_debited(iban: str, code: str) -> None:
    """A number that may be a real person's is never taken."""
    assert by_iban(iban).refused == code


def test_an_account_looks_like_a_card_to_the_rules_of_refunds() -> None:
    """One machine gives money back, whatever it came from."""
    assert by_name("debit_refund_declined").rules("refund") == "declined"
    assert by_name("debit_refund_timeout_after").faults("refund") == "timeout_after"
    assert by_name("visa").name == "visa"
    with pytest.raises(KeyError):
        account("visa")
