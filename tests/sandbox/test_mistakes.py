"""The sandbox's own mistake: a card that it charges twice."""

from bot.sandbox.mistakes import twin
from tests.sandbox.conftest import Caller

ALL = {"amount": 42000, "currency": "EUR"}
TWICE = "4000112011000002"


def test_a_card_is_charged_twice_under_two_references(caller: Caller) -> None:
    """The second charge stands in the records, has its event and its fee, and nobody asked for it."""
    reference = caller.reference(TWICE)
    answer = caller.post(f"payments/{reference}/capture", ALL).get_json()
    assert answer["payment"]["id"] == reference
    found = caller.get("payments?payment=pay_1").get_json()["payments"]
    assert [(one["id"], one["captured"]) for one in found] == [(reference, 42000), (f"{reference}b", 42000)]
    assert found[1]["metadata"] == {"twin_of": reference}
    assert caller.kinds() == ["authorized", "captured", "captured"]


def test_the_second_charge_goes_back_like_any_other(caller: Caller) -> None:
    """Whoever finds it refunds it, and the first one stays."""
    reference = caller.reference(TWICE)
    caller.post(f"payments/{reference}/capture", ALL)
    assert caller.post(f"payments/{reference}b/refund", ALL).status_code == 200
    found = caller.get("payments?payment=pay_1").get_json()["payments"]
    assert [one["state"] for one in found] == ["captured", "refunded"]


def test_a_twin_has_no_twin(caller: Caller) -> None:
    """It is one mistake, not one after another."""
    reference = caller.reference(TWICE)
    caller.post(f"payments/{reference}/capture", ALL)
    second = caller.app.bank.store.payment(f"{reference}b")
    assert second is not None
    from bot.sandbox.judge import Verdict  # noqa: PLC0415  only here

    assert twin(Verdict("approved", second, "captured", 42000)) is None
    assert twin(Verdict("approved", second, "refunded", 42000)) is None
