"""Proves bot/simulators/whatsapp.py and whatsapp_statuses.py: who may be written to, how fast, and what comes of it."""

import pytest

from bot.simulators.accounts import DAY
from bot.simulators.whatsapp import SimulatedWhatsApp
from tests.simulators.caller import BEN, HIDDEN, whatsapp


def test_a_message_is_accepted_and_its_statuses_follow() -> None:
    """They name it, our own key, and the traveller by all ids that there are."""
    caller = whatsapp()
    answer = caller.post("messages", caller.text(biz_opaque_callback_data="tf:e1#0"))
    assert answer["contacts"] == [{"input": f"+{BEN}", "wa_id": BEN}]
    sent, delivered = (item["value"] for item in caller.told())
    (told,) = sent["statuses"]
    assert (told["status"], told["id"]) == ("sent", answer["messages"][0]["id"])
    assert (told["recipient_id"], told["biz_opaque_callback_data"]) == (BEN, "tf:e1#0")
    assert told["recipient_user_id"] == sent["contacts"][0]["user_id"] == caller.product.people[BEN].scoped
    assert told["pricing"] == {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "service"}
    assert delivered["statuses"][0]["status"] == "delivered"


def test_somebody_who_hides_the_number_is_known_by_the_scoped_id_alone() -> None:
    """Neither the answer nor a status tells a number."""
    caller = whatsapp()
    answer = caller.post("messages", caller.text(user=HIDDEN))
    assert answer["contacts"] == [{"input": HIDDEN, "user_id": HIDDEN}]
    told = caller.told()[0]["value"]["statuses"][0]
    assert told["recipient_user_id"] == HIDDEN
    assert "recipient_id" not in told


def test_a_traveller_with_a_number_can_be_written_to_by_either_id() -> None:
    """If both are given the number wins."""
    caller = whatsapp()
    scoped = caller.product.people[BEN].scoped
    answer = caller.post("messages", caller.text(user=scoped))
    assert answer["contacts"] == [{"input": scoped, "user_id": scoped}]
    both = {**caller.text(), "recipient": HIDDEN}
    assert caller.post("messages", both)["contacts"][0]["wa_id"] == BEN
    assert caller.product.said_to(BEN) == ["Hello", "Hello"]


def test_a_number_without_a_plus_is_read_as_one_of_the_business_s_own_country() -> None:
    """So it reaches nobody, or a stranger."""
    caller = whatsapp()
    assert caller.refused("messages", {**caller.text(), "to": BEN}) == (131026, None)
    home = "15550001111"
    caller.product.says(home, "hi")
    assert caller.post("messages", {**caller.text(), "to": home[1:]})["contacts"][0]["wa_id"] == home


@pytest.mark.parametrize(
    ("habits", "expected"),
    [
        ({}, ["sent", "delivered"]),
        ({"reads": True}, ["sent", "delivered", "read"]),
        ({"skips_delivered": True}, ["sent", "read"]),
        ({"receipts": False}, []),
    ],
)
def test_statuses_come_as_the_number_s_habits_are(habits: dict[str, bool], expected: list[str]) -> None:
    """Some phones never tell that a message was delivered, others read at once."""
    caller = whatsapp()
    for name, value in habits.items():
        setattr(caller.product.habits, name, value)
    caller.post("messages", caller.text())
    assert caller.statuses() == expected


def test_a_message_can_fail_long_after_it_was_accepted() -> None:
    """The answer 200 means accepted and not delivered."""
    caller = whatsapp()
    caller.product.habits.fails_late, caller.product.habits.late = 131026, DAY
    caller.post("messages", caller.text())
    assert caller.statuses() == ["sent"]
    caller.clock.move(DAY)
    told = caller.told()[0]["value"]
    assert told["statuses"][0]["errors"][0]["code"] == 131026
    assert "contacts" not in told


def test_a_closed_window_is_told_at_once_or_late() -> None:
    """Both happen; either way the traveller got nothing."""
    caller = whatsapp()
    caller.clock.move(DAY - 1)
    caller.post("messages", caller.text())
    caller.clock.move(1)
    assert caller.refused("messages", caller.text()) == (131047, None)
    caller.told()
    caller.product.habits.closed_late = True
    caller.post("messages", caller.text())
    caller.clock.move(caller.product.habits.late)
    (failed,) = caller.told()
    assert failed["value"]["statuses"][0]["errors"][0]["code"] == 131047


def test_an_answer_to_an_advertisement_makes_three_days_free_but_opens_no_window() -> None:
    """Free is the price; what may be said the day after still takes a template."""
    caller = whatsapp()
    caller.product.opens("447700900009", "spring")
    caller.post("messages", caller.text(user="447700900009"))
    told = next(one for item in caller.told() for one in item["value"].get("statuses", []))
    assert told["pricing"]["type"] == "free_entry_point"
    assert told["conversation"]["origin"]["type"] == "referral_conversion"
    caller.clock.move(2 * DAY)
    assert caller.refused("messages", caller.text(user="447700900009")) == (131047, None)
    caller.product.says("447700900009", "hi")
    caller.post("messages", caller.text(user="447700900009"))
    caller.clock.move(DAY)
    caller.product.says("447700900009", "hi")
    caller.told()
    caller.post("messages", caller.text(user="447700900009"))
    assert caller.told()[0]["value"]["statuses"][0]["pricing"]["type"] == "regular"


def test_one_person_gets_one_message_in_six_seconds_after_a_burst() -> None:
    """Chattiness has a price; other travellers do not wait for it."""
    caller = whatsapp()
    for _ in range(45):
        caller.post("messages", caller.text())
    assert caller.refused("messages", caller.text()) == (131056, None)
    caller.post("messages", caller.text(user=HIDDEN))
    caller.clock.move(6000)
    caller.post("messages", caller.text())
    assert caller.refused("messages", caller.text()) == (131056, None)


def test_a_number_sends_eighty_messages_a_second_and_says_when_to_come_back() -> None:
    """Retry-After stands in the answer to the one too many."""
    caller = whatsapp()
    for number in range(80):
        caller.product.says(f"4477009{number:05d}", "hi")
        caller.post("messages", caller.text(user=f"4477009{number:05d}"))
    answer = caller.product.answer(
        "POST", f"/v25.0/{caller.product.account.id}/messages",
        {"Authorization": f"Bearer {caller.product.account.token}"},
        b'{"messaging_product": "whatsapp", "to": "+447700900001", "text": {"body": "x"}}',
    )  # fmt: skip
    assert (answer.status, answer.headers["retry-after"]) == (429, "30")
    caller.product.habits.limits = False
    caller.post("messages", caller.text())


def test_who_blocked_us_or_is_unknown_cannot_be_told_apart() -> None:
    """One code for both, as on the platform."""
    caller = whatsapp()
    assert caller.refused("messages", caller.text(user="447700900077")) == (131026, None)
    caller.product.people[BEN].blocked = True
    assert caller.refused("messages", caller.text()) == (131026, None)
    caller.product.people[HIDDEN].fault = "ecosystem"
    assert caller.refused("messages", caller.text(user=HIDDEN)) == (131049, None)


def test_what_a_message_refers_to_must_exist() -> None:
    """A reply, a reaction or a mark below nothing is refused."""
    caller = whatsapp()
    nothing = "wamid.nothing"
    mark = {"messaging_product": "whatsapp", "status": "read", "message_id": nothing}
    reaction = {"type": "reaction", "reaction": {"message_id": nothing, "emoji": "👍"}}
    assert caller.refused("messages", mark) == (131009, None)
    assert caller.refused("messages", caller.text(context={"message_id": nothing})) == (131009, None)
    assert caller.refused("messages", {"messaging_product": "whatsapp", "to": f"+{BEN}", **reaction}) == (131009, None)
    wamid = caller.product.says(BEN, "read this")
    assert caller.post("messages", {**mark, "message_id": wamid, "typing_indicator": {"type": "text"}}) == {
        "success": True
    }
    assert caller.product.marked == [wamid]


def test_the_account_and_its_numbers_can_be_looked_at_and_subscribed() -> None:
    """The calls of a set-up are answered; those of another account are not."""
    caller = whatsapp()
    account = caller.product.account
    assert caller.call("POST", f"{account.parent}/subscribed_apps")[1] == {"success": True}
    assert caller.call("GET", f"{account.parent}/subscribed_apps")[1]["data"]
    assert caller.call("GET", f"{account.parent}/phone_numbers")[1]["data"][0]["id"] == account.id
    assert caller.call("GET", account.id)[1]["display_phone_number"] == f"+{account.phone}"
    assert caller.call("GET", f"{account.parent}/secrets")[1]["error"]["error_subcode"] == 33
    assert caller.call("POST", "999/messages", caller.text())[1]["error"]["error_subcode"] == 33


def test_the_error_of_whatsapp_brings_details() -> None:
    """What went wrong stands in `error_data` as well."""
    caller = whatsapp()
    caller.product.fail_next("restricted")
    status, document = caller.call("POST", f"{caller.product.account.id}/messages", caller.text())
    error = document["error"]
    assert (status, error["code"], error["error_data"]["messaging_product"]) == (403, 131031, "whatsapp")
    assert error["fbtrace_id"]


@pytest.mark.parametrize("name", sorted(SimulatedWhatsApp.faults))
def test_every_fault_is_told_by_its_code(name: str) -> None:
    """A test chooses what the next call meets, and the call after it is taken."""
    caller = whatsapp()
    caller.product.fail_next(name)
    code, subcode, *_ = SimulatedWhatsApp.faults[name]
    assert caller.refused("messages", caller.text()) == (code, subcode)
    caller.post("messages", caller.text())
