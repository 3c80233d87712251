"""The sandbox bank's rules for debits of accounts: pure functions, as those of `judge`.

A debit is pending until its bank pays or says no; what it paid it may take back. Only euros are debited.
"""

import msgspec

from bot.sandbox import judge
from bot.sandbox.accounts import account
from bot.sandbox.judge import Later, Payment, Verdict

CURRENCY = "EUR"


def charge(payment: Payment, *, signed: bool) -> Verdict:
    """Begin to debit the account of a fresh payment, or decline; `signed` is whether its mandate still holds."""
    rules = account(payment.card)
    if payment.currency != CURRENCY:
        return _no(payment, "currency_not_supported")
    if not signed:
        return _no(payment, "mandate_inactive")
    if rules.rule == "declined":
        return _no(payment, rules.decline)
    what = "debit_declined" if rules.rule == "pending_declined" else "debit"
    later = None if rules.rule == "never" else Later(what, payment.amount, slow=rules.slow)  # type: ignore[arg-type]
    return Verdict("pending", msgspec.structs.replace(payment, state="pending"), "pending", later=later)


def carry_out(payment: Payment, later: Later) -> Verdict:
    """Do what was put off, of a debit or of anything else; what no longer fits the payment's state changes nothing."""
    if not later.is_of_debit:
        return judge.carry_out(payment, later)
    if payment.state != ("captured" if later.what == "return" else "pending"):
        return Verdict("declined", payment)
    if later.what == "return":
        rest = payment.captured - payment.refunded - payment.refunding
        back = msgspec.structs.replace(payment, state="returned")
        return Verdict("approved", back, "returned", rest)
    return _no(payment, account(payment.card).decline) if later.what == "debit_declined" else _paid(payment)


def _paid(payment: Payment) -> Verdict:
    rules = account(payment.card)
    amount = payment.amount - 1 if rules.rule == "amount_mismatch" else payment.amount
    paid = msgspec.structs.replace(payment, state="captured", authorized=amount, captured=amount)
    return Verdict(
        "approved", paid, "captured", amount, later=Later("return", amount) if rules.rule == "returned" else None
    )


def _no(payment: Payment, code: str) -> Verdict:
    return Verdict("declined", msgspec.structs.replace(payment, state="declined", code=code), "declined", code=code)
