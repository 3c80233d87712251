"""Why a bank said no: the gateways' codes in groups, each with the key of what the traveller is told."""

from collections.abc import Mapping

UNCONFIRMED = "declined_unconfirmed"
"""The text key when a bank asked the traveller to confirm and got no answer in its time."""

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "declined_funds": ("insufficient_funds",),
    "declined_code": ("incorrect_cvc", "invalid_cvc"),
    "declined_expired": ("expired_card", "invalid_expiry_month", "invalid_expiry_year"),
    "declined_number": ("incorrect_number", "invalid_number", "invalid_account"),
    "declined_authenticate": (
        "authentication_required",
        "authentication_failed",
        "payment_intent_authentication_failure",
    ),
    UNCONFIRMED: ("challenge_expired",),
    "declined_try_again": (
        "processing_error",
        "issuer_not_available",
        "try_again_later",
        "reenter_transaction",
        "approve_with_id",
    ),
    "declined_card": (
        "card_not_supported",
        "currency_not_supported",
        "card_velocity_exceeded",
        "withdrawal_count_limit_exceeded",
        "do_not_honor",
        "transaction_not_allowed",
        "service_not_allowed",
        "not_permitted",
        "restricted_card",
        "new_account_information_available",
        "call_issuer",
        "generic_decline",
        # A thief must not learn that the card is known to be stolen: these show the same as a plain decline.
        "lost_card",
        "stolen_card",
        "pickup_card",
        "fraudulent",
        "merchant_blacklist",
    ),
}
_KEYS = {code: key for key, codes in _GROUPS.items() for code in codes}

_TOLD_ON_PAGES = frozenset({"insufficient_funds", "expired_card", "incorrect_cvc"})


def reason_key(code: str) -> str:
    """The text key for a gateway's decline code (groups after Stripe, "Decline codes"); declined_other if unknown."""
    return _KEYS.get(code, "declined_other")


def public_code(code: str) -> str:
    """The code if a page may tell it apart, else "": what would help a thief looks like any other decline."""
    return code if code in _TOLD_ON_PAGES else ""


def debit_reason(code: str) -> str:
    """The text key for the code with which a debit failed: what is said of cards is not said of a bank account."""
    return {"insufficient_funds": "debit_funds", "mandate_inactive": "debit_mandate"}.get(code, "debit_declined")
