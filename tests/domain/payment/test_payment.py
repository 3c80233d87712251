"""The payment's machine: the table itself, what it refuses, and attempts with their keys."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.domain.errors import IllegalError
from bot.domain.money import Money
from bot.domain.payment.payment import (
    PAYMENT,
    STAFF,
    Payment,
    apply,
    change_attempt,
    close_attempt,
    free,
    open_attempt,
    request_hash,
)
from bot.domain.transitions import allows, states

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
PRICE = Money(10000, "EUR")
ROWS = """
created declined | authorize:approved=authorized authorize:declined=declined authorize:action=requires_action
created declined | authorize:pending=authorizing authorize:unknown=authorizing
created declined | charge:approved=captured charge:declined=declined charge:action=requires_action
created declined | charge:pending=charging charge:unknown=charging review=in_review expired=expired
in_review | allow=created reject=declined expired=expired
requires_action | authorize:approved=authorized authorize:declined=declined authorize:pending=authorizing
requires_action | authorize:unknown=authorizing charge:approved=captured charge:declined=declined
requires_action | charge:pending=charging charge:unknown=charging expired=expired
authorizing | authorize:approved=authorized authorize:declined=declined authorize:action=requires_action
authorizing | authorize:pending=authorizing authorize:unknown=authorizing
charging | charge:approved=captured charge:declined=declined charge:action=requires_action
authorized | capture:approved=captured capture:declined=authorized+staff capture:pending=capturing
authorized | capture:unknown=capturing void:approved=voided void:pending=voiding void:unknown=voiding lapsed=expired
capturing | capture:approved=captured capture:declined=authorized lapsed=expired+staff
voiding | void:approved=voided void:declined=authorized
captured | refund:approved=captured refund:emptied=refunded refund:pending=refunding refund:unknown=refunding
captured | dispute=disputed refund_failed=captured+staff
refunding | refund:approved=captured refund:emptied=refunded refund:declined=captured+staff dispute=disputed
refunded | refund_failed=captured+staff
disputed | refund:approved=disputed refund:emptied=disputed refund:declined=disputed won=captured won:emptied=refunded
disputed | lost=charged_back refund_failed=disputed+staff
charged_back | refund_failed=charged_back+staff
expired voided | authorize:approved=voiding+staff charge:approved=refunding+staff
"""
"""The table of the design, one move after another; and what a refund and a dispute mean to each other."""
WANTED = {
    (state, move.partition("=")[0]): move.partition("=")[2]
    for line in ROWS.strip().splitlines()
    for state in line.partition(" | ")[0].split()
    for move in line.partition(" | ")[2].split()
}
TRIGGERS = sorted({trigger for _, trigger in WANTED})


def in_state(state: str) -> Payment:
    """A payment in a state, with as much money as that state has."""
    taken = {"captured", "refunding", "refunded", "disputed"}
    return Payment(
        "pay_1",
        PRICE,
        state=state,
        authorized=PRICE.minor,
        captured=PRICE.minor if state in taken else 0,
        refunded=PRICE.minor if state == "refunded" else 0,
    )


@pytest.mark.parametrize("state", states(PAYMENT))
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_each_move_is_the_one_of_the_table(state: str, trigger: str) -> None:
    """Staff can read in one table what becomes of a payment; what is not in it is refused."""
    wanted = WANTED.get((state, trigger))
    assert allows(PAYMENT, state, trigger) == (wanted is not None)
    if wanted is None:
        with pytest.raises(IllegalError):
            apply(in_state(state), trigger, amount=1)
        return
    assert PAYMENT[state][trigger] == wanted.removesuffix("+staff")
    assert (trigger in STAFF.get(state, ())) == wanted.endswith("+staff")


@given(some.lists(some.sampled_from(TRIGGERS), max_size=30), some.integers(1, PRICE.minor))
def test_money_never_grows_on_the_way(triggers: list[str], amount: int) -> None:
    """Never is more captured than authorized, nor more refunded than captured, whatever is told in whatever order."""
    payment = Payment("pay_1", PRICE)
    for trigger in triggers:
        try:
            payment = apply(payment, trigger, amount=amount)
        except IllegalError:
            continue
        assert payment.state in states(PAYMENT)
        assert 0 <= payment.refunded <= payment.captured <= payment.authorized


def test_a_capture_of_more_than_was_authorized_is_refused() -> None:
    """A fault at the gateway or in our sums cannot take more from a traveller than she agreed to."""
    with pytest.raises(IllegalError):
        apply(in_state("authorized"), "capture:approved", amount=PRICE.minor + 1)


def test_a_refund_of_all_that_is_left_empties_a_payment() -> None:
    """A payment that was given back in parts is refunded once nothing is left, and not before."""
    first = apply(in_state("captured"), "refund:approved", amount=4000)
    assert (first.state, first.refunded) == ("captured", 4000)
    second = apply(first, "refund:approved", amount=6000)
    assert (second.state, second.refunded) == ("refunded", 10000)
    with pytest.raises(IllegalError):
        apply(second, "refund:approved", amount=1)


def test_a_payment_keeps_what_staff_have_to_look_at() -> None:
    """A flag stays until somebody has looked, whatever happens next."""
    flagged = apply(in_state("authorized"), "capture:declined")
    assert flagged.staff
    assert apply(flagged, "void:approved").staff


def test_what_the_gateway_said_is_kept() -> None:
    """A worker that comes later knows by which name and until when the gateway holds the money."""
    held = apply(Payment("pay_1", PRICE), "authorize:approved", amount=10000, reference="sbx_1", capture_before=NOW)
    assert (held.authorized, held.reference, held.capture_before) == (10000, "sbx_1", NOW)
    assert apply(held, "lapsed").reference == "sbx_1"


def test_keys_name_payment_operation_and_number() -> None:
    """A request can be found again at the gateway by its key, and no two attempts share one."""
    first = open_attempt(Payment("pay_1", PRICE), "authorize", now=NOW, sealed="card_1")
    second = open_attempt(close_attempt(first, "declined", code="generic_decline"), "authorize", now=NOW)
    assert [attempt.key for attempt in second.attempts] == ["tf:pay_1:authorize:1", "tf:pay_1:authorize:2"]
    assert second.count("authorize") == 2
    assert second.count("authorize", "declined") == 1
    assert second.count("capture") == 0


def test_a_second_attempt_waits_for_the_first() -> None:
    """While one request is undecided no other can be made, so that nobody is charged twice."""
    asked = open_attempt(Payment("pay_1", PRICE), "authorize", now=NOW)
    with pytest.raises(IllegalError):
        open_attempt(asked, "authorize", now=NOW)


def test_without_an_open_attempt_there_is_nothing_to_change() -> None:
    """An answer that comes twice cannot close what is closed."""
    with pytest.raises(IllegalError):
        change_attempt(Payment("pay_1", PRICE), sends=1)
    with pytest.raises(IllegalError):
        close_attempt(Payment("pay_1", PRICE), "approved")


def test_another_amount_is_another_request() -> None:
    """The hash under a key tells when the same key is about to ask for something else."""
    asked = open_attempt(in_state("authorized"), "capture", now=NOW)
    attempt = asked.attempts[0]
    assert attempt.request_hash == request_hash(asked, attempt)
    dearer = Payment("pay_1", Money(20000, "EUR"))
    assert request_hash(dearer, attempt) != attempt.request_hash


@pytest.mark.parametrize("state", states(PAYMENT))
def test_a_payment_is_free_only_when_no_money_is_concerned(state: str) -> None:
    """A checkout does not end while money of the traveller is held or taken."""
    assert free(in_state(state)) == (state in {"created", "declined", "expired", "voided", "refunded", "charged_back"})


def test_a_payment_with_an_open_attempt_is_not_free() -> None:
    """A request that is on its way may still hold money."""
    assert not free(open_attempt(Payment("pay_1", PRICE), "authorize", now=NOW))
