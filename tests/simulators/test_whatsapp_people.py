"""Proves bot/simulators/whatsapp_people.py: what travellers do on WhatsApp, as its webhooks tell it."""

from typing import Any

import pytest

from tests.simulators.caller import BEN, HIDDEN, Caller, whatsapp


def _heard(caller: Caller) -> dict[str, Any]:
    (item,) = caller.told()
    value: dict[str, Any] = item["value"]
    return value


def test_a_message_says_who_wrote_by_all_ids_that_there_are() -> None:
    """The scoped id always, the number unless it is hidden."""
    caller = whatsapp()
    caller.product.says(BEN, "hello")
    value = _heard(caller)
    (message,), (contact,) = value["messages"], value["contacts"]
    assert value["metadata"] == {"display_phone_number": "15550783881", "phone_number_id": caller.product.account.id}
    assert (message["from"], message["from_user_id"]) == (BEN, contact["user_id"])
    assert contact["wa_id"] == BEN
    caller.product.says(HIDDEN, "hello")
    value = _heard(caller)
    assert value["messages"][0]["from_user_id"] == value["contacts"][0]["user_id"] == HIDDEN
    assert "from" not in value["messages"][0]
    assert "wa_id" not in value["contacts"][0]


def test_everything_that_a_traveller_does_is_told_by_its_kind() -> None:
    """Each verb has the shape that Meta documents."""
    caller = whatsapp()
    product = caller.product
    wamid = product.says(BEN, "one")
    product.replies(BEN, wamid, "two")
    product.attaches(BEN, "image", caption="three")
    product.attaches(BEN, "location", latitude=48.8, longitude=2.3)
    product.opens(BEN)
    product.opens(BEN, "spring")
    product.reacts(BEN, wamid)
    product.edits(BEN, wamid, "uno")
    product.unsends(BEN, wamid)
    product.sends_form(BEN, '{"flow_token": "t"}')
    messages = [item["value"]["messages"][0] for item in caller.told()]
    kinds = [message["type"] for message in messages]
    assert kinds == [
        "text",
        "text",
        "image",
        "location",
        "request_welcome",
        "text",
        "reaction",
        "edit",
        "revoke",
        "interactive",
    ]
    assert messages[1]["context"]["id"] == wamid
    assert messages[5]["referral"]["source_id"] == "spring"
    assert messages[7]["edit"]["message"]["text"]["body"] == "uno"
    assert messages[9]["interactive"]["nfm_reply"]["response_json"] == '{"flow_token": "t"}'


def test_somebody_who_gives_the_number_is_known_by_it_too() -> None:
    """We asked, and now it stands beside the scoped id."""
    caller = whatsapp()
    caller.product.shares_number(HIDDEN, "447700900055")
    assert _heard(caller)["messages"][0]["contacts"][0]["origin"] == "contact_request"
    caller.product.says(HIDDEN, "so?")
    assert _heard(caller)["contacts"][0]["wa_id"] == "447700900055"
    assert caller.post("messages", caller.text(user="447700900055"))["contacts"][0]["wa_id"] == "447700900055"


@pytest.mark.parametrize(("user", "shown"), [(BEN, True), (HIDDEN, False)])
def test_another_number_is_another_scoped_id_and_both_are_told(user: str, *, shown: bool) -> None:
    """The old id reaches nobody any more; what was heard from it stays heard."""
    caller = whatsapp()
    before = caller.product.people[user].scoped
    after = caller.product.changes_number(user, "447700900044")
    message, change = (item["value"] for item in caller.told())
    system = message["messages"][0]["system"]
    assert (system["type"], system["user_id"]) == ("user_changed_number", after)
    assert "contacts" not in message
    assert change["user_id_update"][0]["user_id"] == {"previous": before, "current": after}
    assert ("wa_id" in system) is shown
    assert caller.refused("messages", caller.text(user=before)) == (131026, None)
    caller.post("messages", caller.text(user=after))


def test_a_colleague_in_the_app_is_echoed() -> None:
    """On a number that the WhatsApp Business app shares, what a person writes there is told."""
    caller = whatsapp()
    wamid = caller.product.colleague_writes(BEN, "This is Sam")
    (item,) = caller.told()
    assert item["field"] == "smb_message_echoes"
    echo = item["value"]["message_echoes"][0]
    assert (echo["id"], echo["to"], echo["text"]["body"]) == (wamid, BEN, "This is Sam")
    caller.product.colleague_writes(HIDDEN, "This is Sam")
    assert caller.told()[0]["value"]["message_echoes"][0]["to_user_id"] == HIDDEN


def test_only_what_was_shown_can_be_tapped() -> None:
    """Buttons, rows and cards bring what they were given, and name the message that they stand in."""
    caller = whatsapp()
    rows = [{"id": f"r{number}", "title": f"Row {number}"} for number in range(3)]
    told = {"type": "list", "body": {"text": "?"}, "action": {"button": "See", "sections": [{"rows": rows}]}}
    request = {"messaging_product": "whatsapp", "to": f"+{BEN}", "type": "interactive", "interactive": told}
    wamid = caller.post("messages", request)["messages"][0]["id"]
    caller.told()
    caller.product.taps(BEN, "r1")
    message = _heard(caller)["messages"][0]
    assert message["interactive"]["list_reply"] == {"id": "r1", "title": "Row 1"}
    assert message["context"]["id"] == wamid
    with pytest.raises(LookupError, match="shown"):
        caller.product.taps(BEN, "r9")
    caller.product.reads(BEN)
    assert caller.statuses() == ["read"]
