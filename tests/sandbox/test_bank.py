"""Proves bot/sandbox/bank.py."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.fakes.sandbox_server import sandbox_server
from tests.sandbox.conftest import Caller, authorization

ALL = {"amount": 42000, "currency": "EUR"}


def test_a_token_or_payment_that_nobody_has_is_not_found_and_frees_its_key(caller: Caller) -> None:
    """A merchant that asks for what is not there has done nothing, and may correct itself under the same key."""
    missing = caller.post("payments/authorize", authorization("tok_none"), "k")
    assert (missing.status_code, missing.get_json()["error"]["code"]) == (404, "unknown_token")
    missing = caller.post("payments/sbx_none/capture", ALL, "k")
    assert (missing.status_code, missing.get_json()["error"]["code"]) == (404, "unknown_payment")
    assert caller.post("payments/authorize", authorization(caller.token()), "k").status_code == 200


def test_two_captures_at_once_under_two_keys_take_the_money_once() -> None:
    """A traveller is charged once even if two workers, each sure to be alone, capture at the same moment."""
    with sandbox_server() as sandbox, ThreadPoolExecutor(8) as threads:
        card = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2090, "code": "123"}
        token = sandbox.post("tokens", card, "tok").json()["token"]
        held = sandbox.post("payments/authorize", authorization(token), "auth").json()["payment"]["id"]
        path = f"payments/{held}/capture"
        statuses = list(threads.map(lambda n: sandbox.post(path, ALL, f"cap_{n}").status_code, range(16)))
        assert sorted(set(statuses)) == [200, 400]
        assert statuses.count(200) == 1
        assert sandbox.records("pay_1").moved("captured") == 42000


def test_refunds_at_once_never_give_more_than_was_paid() -> None:
    """An airline does not lose money to two members of staff who refund at the same moment."""
    with sandbox_server() as sandbox, ThreadPoolExecutor(8) as threads:
        card = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2090, "code": "123"}
        token = sandbox.post("tokens", card, "tok").json()["token"]
        held = sandbox.post("payments/authorize", authorization(token), "auth").json()["payment"]["id"]
        sandbox.post(f"payments/{held}/capture", ALL, "cap")
        part = {"amount": 9000, "currency": "EUR"}
        path = f"payments/{held}/refund"
        list(threads.map(lambda n: sandbox.post(path, part, f"ref_{n}"), range(16)))
        assert sandbox.records("pay_1").moved("refunded") == 36000


def test_what_is_logged_is_told(caller: Caller) -> None:
    """Each line of the log has its event, with the same payment, amount and code: a shop can rebuild the log."""
    reference = caller.reference("4000000000005126")
    caller.post(f"payments/{reference}/capture", ALL)
    caller.post(f"payments/{reference}/refund", ALL)
    caller.clock.ahead = 60
    effects = caller.get("records").get_json()["effects"]
    events = [entry["event"] for entry in caller.get("events").get_json()["events"]]
    assert [effect["kind"] for effect in effects] == ["authorized", "captured", "refunded", "refund_failed"]
    assert [event["type"] for event in events] == [
        "payment.authorized",
        "payment.captured",
        "payment.refunded",
        "refund.failed",
    ]
    assert [(event["amount"], event["code"]) for event in events] == [(e["amount"], e["code"]) for e in effects]
    assert {event["payment"]["id"] for event in events} == {reference}


def test_a_decline_says_its_code_in_answer_log_and_payment(caller: Caller) -> None:
    """Wherever staff look, the reason of a decline is the same."""
    answer = caller.authorize("4000000000009979")
    assert answer["code"] == answer["payment"]["code"] == "stolen_card"
    assert [effect["code"] for effect in caller.get("records").get_json()["effects"]] == ["stolen_card"]


@pytest.mark.parametrize("other", [{"exp_year": 2091}, {"name": "Somebody Else"}, {"number": "4000056655665556"}])
def test_another_card_under_the_same_key_is_another_request(caller: Caller, other: dict[str, str | int]) -> None:
    """A key that made a token of one card is not taken for another's."""
    card = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2090, "code": "123", "name": "A"}
    assert caller.post("tokens", card, "k").status_code == 200
    assert caller.post("tokens", card | other, "k").status_code == 422
    assert caller.post("tokens", card, "k").headers["Idempotent-Replayed"] == "true"
