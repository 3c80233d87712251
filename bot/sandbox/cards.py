"""The sandbox's test cards: what each number does, in one table.

Numbers that Stripe publishes behave as they do there (Stripe, Testing, "Test cards"). Our own numbers begin with
400011: then the operation (1 authorize, 2 capture, 3 void, 4 refund, 5 tokenize, 6 detach; 7 is 3-D Secure), a
nought, the fault, and the check digit. A fault strikes once for each payment of the merchant (tokenize, detach: once
for each idempotency key); `declined` and the rules that are not faults hold always. Any other number of the range
424242 with a good check digit approves, so that a test can have as many cards as it likes; a number that is none of
these is refused, because it may be real.
"""

from typing import Literal

import msgspec

Operation = Literal["tokenize", "authorize", "charge", "capture", "void", "refund", "detach"]
Usage = Literal["once", "keep", "saved"]
"""How a token is used: once; a first time, to be kept for later ones; or as one that was kept."""
SetUp = Literal["", "saved", "already"]
"""When a card that asks for a challenge asks for none: never; once it was saved; or already when it is being saved."""
Fault = Literal[
    "timeout_before",
    "timeout_after",
    "timeout_late",
    "error_before",
    "error_stored",
    "error_after",
    "conflict",
]
"""How the wire fails.

timeout_before: nothing is done and no answer comes. timeout_after: it is done and stored, and no answer comes.
timeout_late: no answer comes, and it is done when the caller has long gone. error_before: 500, nothing done, nothing
stored, the same key works. error_stored: 500, nothing done, and the same key gets that 500 for ever. error_after: it
is done, and the answer, now and on replay, is 500. conflict: 409 once, as if another request held the key.
"""
Rule = Literal[
    "declined",
    "declined_again",
    "pending",
    "pending_declined",
    "amount_mismatch",
    "currency_mismatch",
    "expires",
    "fails_later",
    "disputed",
    "not_received",
    "warned",
    "twice",
]
"""How the bank behaves.

declined: a clear no. declined_again: a clear no once the card was saved. pending: not yet, then done.
pending_declined: not yet, then a no. amount_mismatch: one minor unit less than asked. currency_mismatch: another
currency than asked. expires: the hold lapses at once. fails_later: approved, and taken back some time after.
disputed, not_received: captured, and disputed some time after. warned: captured, and the network warns of fraud some
time after. twice: captured, and captured once more under another reference, which nobody asked for.
"""

OPEN_RANGE = "424242"
"""Every number of this range that the table does not list, with a good check digit, approves as Visa."""


class Card(msgspec.Struct, frozen=True):
    """What one test number does; `name` stands for it in the store, which never holds the number."""

    name: str
    number: str
    brand: str = "visa"
    funding: str = "credit"
    country: str = "US"
    refused: str = ""
    """Decline code at tokenization."""
    decline: str = ""
    """Decline code at authorization, after the challenge if there is one."""
    challenge: bool = False
    """Whether the traveller must visit the challenge page."""
    note: str = ""
    """What else the list of cards says of it."""
    set_up: SetUp = ""
    operation: Operation | None = None
    fault: Fault | None = None
    rule: Rule | None = None

    def challenges(self, usage: Usage) -> bool:
        """Whether the traveller must visit the challenge page for such a use."""
        spared = {"": (), "saved": ("saved",), "already": ("keep", "saved")}[self.set_up]
        return self.challenge and usage not in spared

    def faults(self, operation: Operation) -> Fault | None:
        """The fault that strikes this operation, if any."""
        return self.fault if self.operation == operation else None

    def rules(self, operation: Operation) -> Rule | None:
        """The bank's rule for this operation, if any."""
        return self.rule if self.operation == operation else None


def _fault(number: str, operation: Operation, *, fault: Fault) -> Card:
    return Card(f"{operation}_{fault}", number, operation=operation, fault=fault)


def _rule(number: str, operation: Operation, *, rule: Rule) -> Card:
    return Card(f"{operation}_{rule}", number, operation=operation, rule=rule)


CARDS: tuple[Card, ...] = (
    # Approved.
    Card("visa", "4242424242424242"),
    Card("visa_debit", "4000056655665556", funding="debit"),
    Card("mastercard", "5555555555554444", "mastercard"),
    Card("mastercard_2", "2223003122003222", "mastercard"),
    Card("mastercard_debit", "5200828282828210", "mastercard", "debit"),
    Card("mastercard_prepaid", "5105105105105100", "mastercard", "prepaid"),
    Card("amex", "378282246310005", "amex"),
    Card("amex_2", "371449635398431", "amex"),
    Card("discover", "6011111111111117", "discover"),
    Card("discover_2", "6011000990139424", "discover"),
    Card("diners", "3056930009020004", "diners"),
    Card("diners_14", "36227206271667", "diners"),
    Card("jcb", "3566002020360505", "jcb"),
    Card("unionpay", "6200000000000005", "unionpay"),
    Card("visa_fr", "4000002500000003", country="FR"),
    Card("visa_de", "4000002760000016", country="DE"),
    Card("visa_gb", "4000008260000000", country="GB"),
    Card("visa_in", "4000003560000008", country="IN"),
    Card("visa_br", "4000000760000002", country="BR"),
    # Declined.
    Card("generic_decline", "4000000000000002", decline="generic_decline"),
    Card("insufficient_funds", "4000000000009995", decline="insufficient_funds"),
    Card("lost_card", "4000000000009987", decline="lost_card"),
    Card("stolen_card", "4000000000009979", decline="stolen_card"),
    Card("expired_card", "4000000000000069", decline="expired_card"),
    Card("incorrect_cvc", "4000000000000127", decline="incorrect_cvc"),
    Card("processing_error", "4000000000000119", decline="processing_error"),
    Card("card_velocity_exceeded", "4000000000006975", decline="card_velocity_exceeded"),
    Card("saved_then_declined", "4000000000000341", decline="generic_decline"),
    Card("always_blocked", "4100000000000019", decline="fraudulent"),
    Card("incorrect_number", "4242424242424241", refused="incorrect_number"),
    # 3-D Secure: with a challenge page for the traveller, or without.
    Card("secure", "4000002760003184", country="DE", challenge=True),
    Card("secure_unless_set_up", "4000002500003155", country="FR", challenge=True, set_up="saved"),
    Card("secure_already_set_up", "4000003800000446", country="IT", challenge=True, set_up="already"),
    Card("secure_required", "4000000000003220", challenge=True),
    Card("secure_required_older", "4000000000003063", challenge=True),
    Card("secure_required_us", "4000008400000027", challenge=True),
    Card(
        "secure_then_insufficient_funds", "4000008260003178", country="GB", challenge=True, decline="insufficient_funds"
    ),
    Card("secure_then_declined", "4000008400001629", challenge=True, decline="generic_decline"),
    Card(
        "secure_lookup_error",
        "4000008400001280",
        decline="processing_error",
        note="3-D Secure is needed and out of order",
    ),
    Card("secure_supported", "4000000000003055", note="3-D Secure is there and not needed"),
    Card("secure_supported_error", "4000000000003097", note="3-D Secure is out of order and not needed"),
    Card("secure_frictionless", "4000117001000003", note="3-D Secure recognizes the traveller and asks nothing"),
    Card("secure_then_pending", "4000117002000002", challenge=True, operation="authorize", rule="pending"),
    # Rules of the bank.
    Card("refund_fails_later", "4000000000005126", operation="refund", rule="fails_later"),
    Card("refund_pending", "4000000000007726", operation="refund", rule="pending"),
    Card("dispute_fraud", "4000000000000259", operation="capture", rule="disputed"),
    Card("dispute_not_received", "4000000000002685", operation="capture", rule="not_received"),
    Card("fraud_warning", "4000000000005423", operation="capture", rule="warned"),
    _rule("4000112011000002", "capture", rule="twice"),
    _rule("4000111009000008", "authorize", rule="pending"),
    _rule("4000111010000005", "authorize", rule="pending_declined"),
    _rule("4000111011000004", "authorize", rule="amount_mismatch"),
    _rule("4000111012000003", "authorize", rule="currency_mismatch"),
    _rule("4000111013000002", "authorize", rule="expires"),
    _rule("4000111014000001", "authorize", rule="declined_again"),
    _rule("4000112008000007", "capture", rule="declined"),
    _rule("4000112009000006", "capture", rule="pending"),
    _rule("4000112010000003", "capture", rule="pending_declined"),
    _rule("4000113008000005", "void", rule="declined"),
    _rule("4000113009000004", "void", rule="pending"),
    _rule("4000114008000003", "refund", rule="declined"),
    _rule("4000114010000009", "refund", rule="pending_declined"),
    # Faults of the wire.
    _fault("4000115001000007", "tokenize", fault="timeout_before"),
    _fault("4000115002000006", "tokenize", fault="timeout_after"),
    _fault("4000115004000004", "tokenize", fault="error_before"),
    _fault("4000115006000002", "tokenize", fault="error_after"),
    _fault("4000111001000006", "authorize", fault="timeout_before"),
    _fault("4000111002000005", "authorize", fault="timeout_after"),
    _fault("4000111003000004", "authorize", fault="timeout_late"),
    _fault("4000111004000003", "authorize", fault="error_before"),
    _fault("4000111005000002", "authorize", fault="error_stored"),
    _fault("4000111006000001", "authorize", fault="error_after"),
    _fault("4000111007000000", "authorize", fault="conflict"),
    _fault("4000112001000004", "capture", fault="timeout_before"),
    _fault("4000112002000003", "capture", fault="timeout_after"),
    _fault("4000112003000002", "capture", fault="timeout_late"),
    _fault("4000112004000001", "capture", fault="error_before"),
    _fault("4000112005000000", "capture", fault="error_stored"),
    _fault("4000112006000009", "capture", fault="error_after"),
    _fault("4000112007000008", "capture", fault="conflict"),
    _fault("4000113001000002", "void", fault="timeout_before"),
    _fault("4000113002000001", "void", fault="timeout_after"),
    _fault("4000113003000000", "void", fault="timeout_late"),
    _fault("4000113004000009", "void", fault="error_before"),
    _fault("4000113005000008", "void", fault="error_stored"),
    _fault("4000113006000007", "void", fault="error_after"),
    _fault("4000113007000006", "void", fault="conflict"),
    _fault("4000114001000000", "refund", fault="timeout_before"),
    _fault("4000114002000009", "refund", fault="timeout_after"),
    _fault("4000114003000008", "refund", fault="timeout_late"),
    _fault("4000114004000007", "refund", fault="error_before"),
    _fault("4000114005000006", "refund", fault="error_stored"),
    _fault("4000114006000005", "refund", fault="error_after"),
    _fault("4000114007000004", "refund", fault="conflict"),
    _fault("4000116001000005", "detach", fault="timeout_before"),
    _fault("4000116002000004", "detach", fault="timeout_after"),
)

_BY_NUMBER = {card.number: card for card in CARDS}
_BY_NAME = {card.name: card for card in CARDS}
_SHORTEST, _LONGEST = 12, 19
_STRANGER = Card("stranger", "", "unknown", refused="testmode_decline")
_MISTYPED = _BY_NAME["incorrect_number"]


def by_number(number: str) -> Card:
    """What a number does; a stranger's number is refused at tokenization."""
    known = _BY_NUMBER.get(number)
    if known is not None:
        return known
    if not (_SHORTEST <= len(number) <= _LONGEST and luhn(number)):
        return _MISTYPED
    return _BY_NAME["visa"] if number.startswith(OPEN_RANGE) else _STRANGER


def by_name(name: str) -> Card:
    """The card of a stored token; raises `KeyError` for a name that no table of ours ever had."""
    return _BY_NAME[name]


def luhn(number: str) -> bool:
    """Whether the check digit is right (ISO/IEC 7812-1, annex B)."""
    if not (number.isascii() and number.isdigit()):
        return False
    doubled = (int(digit) * 2 for digit in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(sum(divmod(n, 10)) for n in doubled)) % 10 == 0
