"""The sandbox's test bank accounts: what each IBAN does, in one table.

IBANs that Stripe publishes behave as they do there (Stripe, "SEPA Direct Debit", "Test your integration"). Our own are
of the same bank in Germany and have the account number 0099, the operation (1 charge, 4 refund, 5 tokenize, 6 detach),
a nought, the fault or rule and two noughts. A debit is never known at once: it pays, or fails, when some time has
passed. Every other IBAN is refused, because it may be real.
"""

from typing import Literal

import msgspec

from bot.domain.payment.iban import LENGTHS, passes_check
from bot.sandbox import cards
from bot.sandbox.cards import Card, Fault, Operation

_BANK = "DE{}37040044"
DebitRule = Literal["pending", "pending_declined", "declined", "amount_mismatch", "returned", "never"]
"""How a bank debits.

pending: it pays after a while. pending_declined: it says after a while that it does not. declined: it says so at once.
amount_mismatch: one minor unit less than was asked. returned: it pays, and takes the money back some time after.
never: it says nothing for as long as anybody waits.
"""


class Account(msgspec.Struct, frozen=True):
    """What one test account does; `name` stands for it in the store, which never holds the IBAN.

    `slow` is how many times longer than others its bank takes; `decline` the code with which it says no.
    """

    name: str
    iban: str
    rule: DebitRule = "pending"
    decline: str = "insufficient_funds"
    slow: int = 1
    refused: str = ""
    operation: Operation | None = None
    fault: Fault | None = None
    undoing: cards.Rule | None = None

    @property
    def card(self) -> Card:
        """The account as the rules of every operation but the debit see it."""
        operation = self.operation if self.fault else "refund"
        return Card(self.name, self.iban, "", operation=operation, fault=self.fault, rule=self.undoing)


def _ours(operation: int, number: int) -> str:
    """An IBAN of ours, with its check digits."""
    account = f"0099{operation}0{number:02d}00"
    return next(iban for n in range(2, 99) if passes_check(iban := _BANK.format(f"{n:02d}") + account))


_NUMBERS: dict[Operation, int] = {"charge": 1, "refund": 4, "tokenize": 5, "detach": 6}


def _fault(operation: Operation, number: int, *, fault: Fault) -> Account:
    iban = _ours(_NUMBERS[operation], number)
    return Account(f"debit_{operation}_{fault}", iban, operation=operation, fault=fault)


def _rule(number: int, rule: DebitRule) -> Account:
    return Account(f"debit_{rule}", _ours(1, number), rule)


def _undoing(number: int, rule: cards.Rule) -> Account:
    return Account(f"debit_refund_{rule}", _ours(4, number), undoing=rule)


ACCOUNTS: tuple[Account, ...] = (
    # As Stripe has them.
    Account("debit_succeeds", "DE89370400440532013000"),
    Account("debit_succeeds_late", "DE08370400440532013003", slow=10),
    Account("debit_fails", "DE62370400440532013001", "pending_declined"),
    Account("debit_fails_late", "DE78370400440532013004", "pending_declined", slow=10),
    Account("debit_is_returned", "DE35370400440532013002", "returned"),
    Account("debit_too_often", "DE65370400440000343434", refused="charge_exceeds_weekly_limit"),
    Account("debit_at", "AT611904300234573201"),
    Account("debit_be", "BE62510007547061"),
    Account("debit_es", "ES0700120345030000067890"),
    Account("debit_fi", "FI2112345600000785"),
    Account("debit_fr", "FR1420041010050500013M02606"),
    Account("debit_ie", "IE29AIBK93115212345678"),
    Account("debit_it", "IT40S0542811101000000123456"),
    Account("debit_lu", "LU280019400644750000"),
    Account("debit_nl", "NL39RABO0300065264"),
    Account("debit_pt", "PT50000201231234567890154"),
    # Rules of the bank.
    _rule(8, "declined"),
    _rule(9, "amount_mismatch"),
    _rule(10, "never"),
    Account("debit_mandate_ended", _ours(1, 11), "declined", "mandate_inactive"),
    _undoing(8, "declined"),
    _undoing(9, "pending"),
    _undoing(10, "pending_declined"),
    # Faults of the wire.
    _fault("charge", 1, fault="timeout_before"),
    _fault("charge", 2, fault="timeout_after"),
    _fault("charge", 3, fault="timeout_late"),
    _fault("charge", 4, fault="error_before"),
    _fault("charge", 5, fault="error_stored"),
    _fault("charge", 6, fault="error_after"),
    _fault("charge", 7, fault="conflict"),
    _fault("refund", 1, fault="timeout_before"),
    _fault("refund", 2, fault="timeout_after"),
    _fault("refund", 3, fault="timeout_late"),
    _fault("refund", 5, fault="error_stored"),
    _fault("refund", 6, fault="error_after"),
    _fault("tokenize", 1, fault="timeout_before"),
    _fault("tokenize", 2, fault="timeout_after"),
    _fault("detach", 1, fault="timeout_before"),
    _fault("detach", 2, fault="timeout_after"),
)

_BY_IBAN = {account.iban: account for account in ACCOUNTS}
_BY_NAME = {account.name: account for account in ACCOUNTS}
_STRANGER = Account("stranger", "", refused="testmode_decline")
_MISTYPED = Account("mistyped", "", refused="invalid_bank_account_iban")


def by_iban(iban: str) -> Account:
    """What an IBAN does; a stranger's is refused at tokenization."""
    known = _BY_IBAN.get(iban)
    if known is not None:
        return known
    fits = len(iban) == LENGTHS.get(iban[:2]) and iban.isascii() and iban.isalnum() and passes_check(iban)
    return _STRANGER if fits else _MISTYPED


def account(name: str) -> Account:
    """The account of a stored token; raises `KeyError` for a name that no table of ours ever had."""
    return _BY_NAME[name]


def by_name(name: str) -> Card:
    """The card, or the account in the shape of one, of a stored token; raises `KeyError` for an unknown name."""
    return _BY_NAME[name].card if name in _BY_NAME else cards.by_name(name)
