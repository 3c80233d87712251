"""What the sandbox reports by day, and the controls of its banks."""

from typing import Any

from tests.sandbox.conftest import Caller

ALL = {"amount": 42000, "currency": "EUR"}
FEE = 613
DAY = 86400


def taken(caller: Caller, number: str = "4242424242424242", *, payment: str = "pay_1") -> str:
    """A payment that was captured whole."""
    reference = caller.reference(number, payment=payment)
    caller.post(f"payments/{reference}/capture", ALL)
    return reference


def listed(caller: Caller, name: str, **asked: str) -> list[Any]:
    """Every item of every page of a report."""
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    page = caller.get(f"reports/{name}?{query}").get_json()
    found = page["items"]
    while page["next"]:
        page = caller.get(f"reports/{name}?{query}&after={page['next']}").get_json()
        found += page["items"]
    return list(found)


def test_reports_want_the_key_and_are_not_kept_by_caches(caller: Caller) -> None:
    """A stranger reads nothing of a merchant's money."""
    client = caller.app.test_client()
    for path in ("reports/events", "reports/payments", "reports/records", "reports/movements", "reports/balance"):
        assert client.get(f"/v1/{path}").status_code == 401
        answer = caller.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert client.post("/v1/adjustments", data="{}").status_code == 401


def test_long_days_come_in_pages_of_a_hundred_each_once(caller: Caller) -> None:
    """A merchant with many payments reads all of them, none twice."""
    references = [taken(caller, payment=f"pay_{number}") for number in range(101)]
    assert [one["id"] for one in listed(caller, "payments")] == sorted(references)
    moved = listed(caller, "movements")
    assert len({one["id"] for one in moved}) == len(moved) == 202
    assert len(listed(caller, "events", since="0")) == 202
    assert caller.get("reports/balance?until=99999999999").get_json() == {"balance": {"EUR": 101 * (42000 - FEE)}}


def test_a_day_has_what_happened_on_it(caller: Caller) -> None:
    """A refund of the next day stands on that day, and the payment on both, as it is now."""
    reference = taken(caller)
    caller.clock.ahead = DAY
    caller.post(f"payments/{reference}/refund", ALL)
    today = caller.app.bank.now()
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415  only here

    second = datetime.fromtimestamp(today, UTC).date()
    first = second - timedelta(days=1)
    assert [one["kind"] for one in listed(caller, "movements", day=str(second)) if one["payment"]] == ["refund"]
    assert [one["kind"] for one in listed(caller, "movements", day=str(first))] == ["capture", "fee"]
    for day in (first, second):
        assert [one["state"] for one in listed(caller, "payments", day=str(day)) if one["payment"]] == ["refunded"]


def test_each_day_begins_with_a_payout_of_what_was_earned(caller: Caller) -> None:
    """What was in the balance before the day began is paid out once, and an event tells of it."""
    taken(caller)
    assert [one["kind"] for one in listed(caller, "movements")] == ["capture", "fee"]
    caller.clock.ahead = DAY
    for _ in range(2):
        moved = listed(caller, "movements")
        assert [(one["kind"], one["amount"]) for one in moved] == [("payout", FEE - 42000)]
    assert caller.get("reports/balance?until=99999999999").get_json() == {"balance": {"EUR": 0}}
    events = [one["event"] for one in caller.get("events").get_json()["events"]]
    assert (events[-1]["type"], events[-1]["payment"]["payment"]) == ("payout.paid", "")
    caller.clock.ahead = 2 * DAY
    assert listed(caller, "movements") == []


def test_a_dispute_is_decided_once(caller: Caller) -> None:
    """A bank says yes or no, and nothing after that changes it."""
    reference = taken(caller, "4000000000000259")
    name = f"dp_{reference}"
    assert caller.post(f"disputes/{name}/close", {"outcome": "won"}).status_code == 404
    caller.clock.ahead = 3
    assert caller.get(f"payments/{reference}").get_json()["dispute"] == {
        "id": name,
        "state": "open",
        "reason": "fraudulent",
        "amount": 42000,
    }
    assert caller.post(f"disputes/{name}/close", {"outcome": "drawn"}).status_code == 400
    assert caller.post(f"disputes/{name}/close", {"outcome": "won"}).get_json()["state"] == "won"
    again = caller.post(f"disputes/{name}/close", {"outcome": "lost"})
    assert (again.status_code, again.get_json()["error"]["code"]) == (400, "dispute_not_open")
    caller.clock.ahead = 8 * DAY
    assert caller.get(f"payments/{reference}").get_json()["dispute"]["state"] == "won"
    assert caller.kinds("pay_1")[-2:] == ["dispute_opened", "dispute_won"]


def test_a_dispute_that_nobody_decides_is_lost_after_a_week(caller: Caller) -> None:
    """A merchant who does not answer has lost."""
    reference = taken(caller, "4000000000002685")
    caller.clock.ahead = 3
    caller.get("records")
    caller.clock.ahead = 8 * DAY
    assert caller.get(f"payments/{reference}").get_json()["dispute"]["state"] == "lost"
    refused = caller.post(f"payments/{reference}/refund", ALL)
    assert refused.get_json()["error"]["code"] == "charge_disputed"


def test_a_balance_is_adjusted_for_a_reason_of_the_gateway_s_own(caller: Caller) -> None:
    """Acquirers take rents; the reason is all that they say."""
    assert caller.post("adjustments", {"amount": -4200, "currency": "EUR", "reason": "rent"}).status_code == 200
    (moved,) = listed(caller, "movements")
    assert (moved["kind"], moved["amount"], moved["code"], moved["payment"]) == ("adjustment", -4200, "rent", "")
    for body in ({}, {"amount": 1, "currency": "eur", "reason": "x"}, []):
        assert caller.post("adjustments", body).status_code == 400


def test_a_day_that_cannot_be_read_is_today(caller: Caller) -> None:
    """A slip in a query shows too much rather than nothing."""
    taken(caller)
    assert len(listed(caller, "movements", day="yesterday")) == 2
