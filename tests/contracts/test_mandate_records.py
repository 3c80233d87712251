"""What every archive of mandates promises, in memory and in a real PostgreSQL alike."""

from typing import Any
from uuid import uuid4

import msgspec

from bot.domain.payment.instrument import KeptInstrument
from tests.builders.accounts import mandate


def kept(records: Any) -> tuple[str, str]:
    """An account with its mandate: the ids of both."""
    name = uuid4().hex[:12]
    account = KeptInstrument(f"ins_{name}", "sandbox", "tok", "", "3000", 0, 0, name, "DE", kind="bank_account")
    with records.begin() as work:
        work.money.keep_instrument(account, checkout="")
        work.mandates.keep(account.id, msgspec.structs.replace(mandate(), reference=f"TF-{name}"))
    return account.id, f"TF-{name}"


def test_what_was_signed_is_kept_word_for_word(records: Any) -> None:
    """A traveller who asks sees exactly what was signed, and from where at most roughly."""
    instrument, reference = kept(records)
    with records.begin() as work:
        found = work.mandates.of(instrument)
        assert found == msgspec.structs.replace(mandate(), reference=reference)
        assert work.mandates.instrument_of(reference) == instrument


def test_what_was_never_signed_is_not_there(records: Any) -> None:
    """No account is debited for want of looking."""
    with records.begin() as work:
        assert work.mandates.of("ins_nobody") is None
        assert work.mandates.instrument_of("TF-NOBODY") == ""
        work.mandates.end("ins_nobody")


def test_a_mandate_is_signed_once(records: Any) -> None:
    """A step that is taken again after a crash changes nothing."""
    instrument, reference = kept(records)
    with records.begin() as work:
        work.mandates.keep(instrument, msgspec.structs.replace(mandate(), reference="TF-OTHER", words="Others."))
    with records.begin() as work:
        assert work.mandates.of(instrument).reference == reference


def test_a_mandate_that_has_ended_stays_as_a_proof(records: Any) -> None:
    """It debits nothing any more, and still says what was signed."""
    instrument, _ = kept(records)
    with records.begin() as work:
        work.mandates.end(instrument)
    with records.begin() as work:
        ended = work.mandates.of(instrument)
        assert (ended.state, ended.words) == ("inactive", mandate().words)
