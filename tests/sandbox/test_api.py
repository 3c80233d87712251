"""Proves bot/sandbox/api.py, with bank, replies and requests behind it."""

from typing import Any

import pytest

from tests.sandbox.conftest import Caller, authorization


def test_nobody_gets_in_without_the_key(caller: Caller) -> None:
    """A stranger can neither read records nor move money."""
    client = caller.app.test_client()
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer sk_sandbox_testé"}):
        answer = client.get("/v1/records", headers=headers)
        assert answer.status_code == 401
        assert answer.get_json()["error"]["code"] == "authentication_required"
    assert client.post("/v1/tokens", data=b"{}").status_code == 401


def test_nothing_that_a_bank_says_is_cached(caller: Caller) -> None:
    """No proxy keeps a payment."""
    assert caller.get("records").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_each_post_needs_a_key_of_its_own(caller: Caller, key: str) -> None:
    """A merchant cannot forget the key that keeps a repeated request from moving money twice."""
    headers = {"Authorization": "Bearer sk_sandbox_test", "Idempotency-Key": key}
    answer = caller.app.test_client().post("/v1/payments/authorize", data=b"{}", headers=headers)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "idempotency_key_missing"


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 0},
        {"amount": -5},
        {"amount": 10**12 + 1},
        {"amount": "42000"},
        {"amount": 420.5},
        {"currency": "euro"},
        {"currency": "eur"},
        {"payment": ""},
        {"payment": "p" * 256},
        {"return_url": "javascript:alert(1)"},
        {"surprise": 1},
        {"metadata": {"k" * 41: "v"}},
        {"metadata": {"k": "v" * 501}},
        {"metadata": {str(n): "" for n in range(51)}},
    ],
)
def test_a_body_that_cannot_be_right_is_refused_and_its_key_stays_free(caller: Caller, change: dict[str, Any]) -> None:
    """A merchant's faulty request holds no money, and may be corrected under the same key."""
    token = caller.token()
    refused = caller.post("payments/authorize", authorization(token, **change), "one")
    assert refused.status_code == 400
    assert refused.get_json()["error"]["code"] == "invalid_request"
    good = caller.post("payments/authorize", authorization(token), "one")
    assert good.status_code == 200
    assert "Idempotent-Replayed" not in good.headers
    assert caller.kinds() == ["authorized"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 5000])
def test_any_bytes_get_a_plain_answer(caller: Caller, body: bytes) -> None:
    """The sandbox outlives whatever is sent to it."""
    headers = {"Authorization": "Bearer sk_sandbox_test", "Idempotency-Key": "k"}
    answer = caller.app.test_client().post("/v1/tokens", data=body, headers=headers)
    assert answer.status_code == 400


def test_a_body_that_is_too_large_is_not_read(caller: Caller) -> None:
    """Nobody fills the sandbox's memory."""
    answer = caller.post("tokens", {"number": "4" * 70_000})
    assert answer.status_code == 413
    assert answer.get_json()["error"]["code"] == "request_too_large"


@pytest.mark.parametrize(
    "body", [{"number": 4242424242424242}, {"number": "4242424242424242", "exp_month": "x", "exp_year": 1}]
)
def test_an_error_never_repeats_what_was_sent(caller: Caller, body: dict[str, Any]) -> None:
    """A card number in a faulty request does not come back in the answer, where a log would keep it."""
    answer = caller.post("tokens", body)
    assert answer.status_code == 400
    assert b"4242" not in answer.data


@pytest.mark.parametrize(("path", "status"), [("nowhere", 404), ("payments/sbx_1/steal", 404), ("payments/sbx_1", 404)])
def test_what_does_not_exist_is_not_found(caller: Caller, path: str, status: int) -> None:
    """A wrong path or id gets JSON that says so."""
    answer = caller.get(path)
    assert answer.status_code == status
    assert answer.get_json()["error"]["code"] in {"unknown_path", "unknown_payment"}


def test_a_wrong_method_is_refused(caller: Caller) -> None:
    """Reading a path that only writes changes nothing."""
    assert caller.get("tokens").status_code == 405


def test_a_replay_is_byte_for_byte_and_says_so(caller: Caller) -> None:
    """A merchant that lost an answer gets the very same one, and can see that it is a replay."""
    asked = authorization(caller.token())
    first = caller.post("payments/authorize", asked, "one")
    second = caller.post("payments/authorize", asked, "one")
    assert second.data == first.data
    assert second.headers["Idempotent-Replayed"] == "true"
    assert caller.kinds() == ["authorized"]


def test_a_key_that_was_used_for_another_request_is_refused(caller: Caller) -> None:
    """A merchant whose keys collide hears of it, and no money moves."""
    token = caller.token()
    caller.post("payments/authorize", authorization(token), "one")
    other = caller.post("payments/authorize", authorization(token, amount=1), "one")
    assert other.status_code == 422
    assert other.get_json()["error"]["code"] == "idempotency_error"
    assert caller.kinds() == ["authorized"]


def test_the_order_of_fields_does_not_make_another_request(caller: Caller) -> None:
    """A merchant that writes its JSON in another order repeats the same request."""
    asked = authorization(caller.token(), metadata={"a": "1", "b": "2"})
    caller.post("payments/authorize", asked, "one")
    turned = dict(reversed(asked.items())) | {"metadata": {"b": "2", "a": "1"}}
    assert caller.post("payments/authorize", turned, "one").status_code == 200


def test_the_same_key_on_another_payment_is_another_request(caller: Caller) -> None:
    """A key that captured one payment cannot seem to have captured a second."""
    one, two = caller.reference(payment="pay_1"), caller.reference(payment="pay_2")
    body = {"amount": 1, "currency": "EUR"}
    assert caller.post(f"payments/{one}/capture", body, "k").status_code == 200
    assert caller.post(f"payments/{two}/capture", body, "k").status_code == 422


def test_a_refusal_for_the_state_shows_the_payment(caller: Caller) -> None:
    """A merchant that captures too late sees at once where the payment stands."""
    reference = caller.reference()
    caller.post(f"payments/{reference}/void", {})
    answer = caller.post(f"payments/{reference}/capture", {"amount": 1, "currency": "EUR"})
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "payment_unexpected_state"
    assert answer.get_json()["payment"]["state"] == "voided"


def test_one_payment_is_shown_by_its_id(caller: Caller) -> None:
    """A merchant reads back what it sent: amount, its own id, and its notes."""
    token = caller.token()
    asked = authorization(token, metadata={"order": "ord_1"})
    reference = caller.post("payments/authorize", asked).get_json()["payment"]["id"]
    shown = caller.get(f"payments/{reference}").get_json()
    assert (shown["payment"], shown["amount"], shown["metadata"]) == ("pay_1", 42000, {"order": "ord_1"})


def test_a_search_needs_an_id(caller: Caller) -> None:
    """A merchant that forgets the id does not get everybody's payments."""
    assert caller.get("payments").status_code == 400
    assert caller.get("payments?payment=none").get_json() == {"payments": []}


def test_records_can_be_read_of_one_payment_and_onward_from_a_line(caller: Caller) -> None:
    """Reconciliation reads what is new, and a test reads what concerns it."""
    one = caller.reference(payment="pay_1")
    caller.reference(payment="pay_2")
    caller.post(f"payments/{one}/capture", {"amount": 42000, "currency": "EUR"})
    assert caller.kinds("pay_1") == ["authorized", "captured"]
    assert caller.kinds("pay_2") == ["authorized"]
    newer = caller.get("records?after=2").get_json()["effects"]
    assert [(effect["seq"], effect["kind"]) for effect in newer] == [(3, "captured")]


def test_events_are_listed_in_order_and_onward_from_one(caller: Caller) -> None:
    """A merchant that missed webhooks reads them here."""
    reference = caller.reference()
    caller.post(f"payments/{reference}/void", {})
    listed = caller.get("events").get_json()["events"]
    assert [entry["event"]["type"] for entry in listed] == ["payment.authorized", "payment.voided"]
    newer = caller.get(f"events?after={listed[0]['seq']}").get_json()["events"]
    assert newer == listed[1:]
    assert listed[0]["event"]["payment"]["payment"] == "pay_1"


def test_a_hold_lapses_by_itself(caller: Caller) -> None:
    """A traveller's money is free after a week even if nobody asks."""
    caller.reference()
    caller.clock.ahead = 8 * 24 * 3600
    assert caller.kinds() == ["authorized", "expired"]


def test_two_authorizations_under_two_keys_are_two(caller: Caller) -> None:
    """The judge is honest: a merchant that loses its key and asks anew has held money twice, and it shows."""
    caller.authorize(key="one")
    caller.authorize(key="two")
    assert caller.kinds("pay_1") == ["authorized", "authorized"]
    assert len(caller.get("payments?payment=pay_1").get_json()["payments"]) == 2
