"""Errors carry their policy: callers decide from fields alone."""

import pytest

from bot.domain.errors import (
    ConflictError,
    IllegalError,
    InvalidError,
    LimitError,
    OutcomeUnknownError,
    SendFailedError,
    SupplierError,
    ThreadfareError,
    UnavailableError,
)


@pytest.mark.parametrize(
    ("kind", "retryable", "told"),
    [
        (IllegalError, False, ""),
        (InvalidError, False, ""),
        (ConflictError, True, ""),
        (SupplierError, False, "supplier_down"),
        (OutcomeUnknownError, True, "still_checking"),
        (UnavailableError, True, "try_again_soon"),
        (LimitError, True, "try_again_soon"),
    ],
)
def test_each_error_says_whether_to_try_again_and_what_to_tell(
    kind: type[ThreadfareError],
    retryable: bool,  # noqa: FBT001  a parameter of the case
    told: str,
) -> None:
    """Nobody reads a message or a type's name to decide."""
    error = kind("What happened.")
    assert (error.retryable, error.say_to_traveller, error.say_to_staff) == (retryable, told, "What happened.")


def test_one_error_may_know_better_than_its_kind() -> None:
    """Where it is raised, an error may carry another policy."""
    error = SupplierError("Slow.", say_to_traveller="still_checking", retryable=True)
    assert (error.retryable, error.say_to_traveller) == (True, "still_checking")


def test_a_failed_send_says_why_and_when_to_try_again() -> None:
    """The courier waits as long as the channel asks, and no longer."""
    error = SendFailedError("Slow down.", reason="rate_limited", retryable=True, retry_after=2.5)
    assert (error.reason, error.retryable, error.retry_after) == ("rate_limited", True, 2.5)
