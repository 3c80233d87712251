"""Proves bot/simulators/profile.py and its rules."""

from typing import Any

import pytest

from tests.simulators.caller import ADA, Caller, instagram, messenger

START = {"get_started": {"payload": "begin"}}
MENU = {"persistent_menu": [{"locale": "default", "call_to_actions": [
    {"type": "postback", "title": "My trips", "payload": "go:trips"},
    {"type": "web_url", "title": "Baggage", "url": "https://air.example/bags"}]}]}  # fmt: skip
QUESTIONS = {"ice_breakers": [{"locale": "default", "call_to_actions": [
    {"question": "Where can I fly?", "payload": "go:fly"}]}]}  # fmt: skip


def _shown(caller: Caller, fields: str, also: str = "") -> Any:
    return caller.call("GET", f"me/messenger_profile?fields={fields}{also}")[1]


def test_what_was_set_is_shown_and_can_be_tapped() -> None:
    """A traveller finds the button, the questions and the menu that the airline set up."""
    caller = messenger()
    assert caller.post("messenger_profile", {**START, **MENU, **QUESTIONS}) == {"result": "success"}
    assert _shown(caller, "get_started,persistent_menu,greeting") == {"data": [{**START, **MENU}]}
    caller.product.opens("3003", "summer")
    caller.product.taps(ADA, "go:trips")
    caller.product.taps(ADA, "go:fly")
    begun, menu, question = (item["postback"] for item in caller.told())
    assert (begun["payload"], begun["referral"]["ref"]) == ("begin", "summer")
    assert (menu["title"], question["title"]) == ("My trips", "Where can I fly?")


def test_what_was_deleted_is_gone_and_the_menu_needs_its_button() -> None:
    """A menu without Get Started is refused, before and after."""
    caller = messenger()
    assert caller.refused("messenger_profile", MENU) == (100, None)
    caller.post("messenger_profile", {**START, **MENU})
    assert caller.refused("messenger_profile", {"fields": ["get_started"]}, method="DELETE") == (100, None)
    assert caller.call("DELETE", "me/messenger_profile", {"fields": ["persistent_menu", "get_started"]})[0] == 200
    assert _shown(caller, "get_started") == {"data": []}
    assert caller.call("GET", "me/messenger_profile")[0] == 400
    assert caller.refused("messenger_profile", {"fields": "all"}, method="DELETE") == (100, None)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"nothing": 1},
        {"get_started": {"payload": "x" * 1001}},
        {"get_started": "GO"},
        {"greeting": [{"locale": "default", "text": "x" * 161}]},
        {"greeting": [{"locale": "fr_FR", "text": "Salut"}]},
        {**START, "persistent_menu": "x"},
        {**START, "persistent_menu": [{"locale": "default", "call_to_actions": [{"type": "nested", "title": "x"}]}]},
        {**START, "persistent_menu": [{"locale": "default", "call_to_actions": [
            {"type": "postback", "title": "x" * 31, "payload": "p"}]}]},
        {**START, "persistent_menu": [{"locale": "default", "call_to_actions": [
            {"type": "postback", "title": "x", "payload": "p"}] * 21}]},
        {"ice_breakers": [{"locale": "default", "call_to_actions": [{"question": "?", "payload": "p"}] * 5}]},
        {"ice_breakers": [{"question": "x" * 81, "payload": "p"}]},
        {"whitelisted_domains": ["http://air.example"]},
        {"whitelisted_domains": ["https://air.example"] * 51},
        {"account_linking_url": "air.example"},
        {"commands": [{"locale": "default", "commands": [{"name": "x" * 33}]}]},
    ],
)  # fmt: skip
def test_the_limits_of_a_profile_are_kept(told: dict[str, Any]) -> None:
    """What Meta refuses is refused here."""
    assert messenger().refused("messenger_profile", told) == (100, None)


def test_ten_calls_in_ten_minutes_are_allowed() -> None:
    """Who sets the profile at each start is told to do it less often."""
    caller = messenger()
    for _ in range(10):
        caller.post("messenger_profile", START)
    assert caller.refused("messenger_profile", START) == (613, None)
    caller.clock.move(600_000)
    caller.post("messenger_profile", START)


def test_a_traveller_can_have_a_menu_of_their_own() -> None:
    """It stands in place of the common one, until it is deleted."""
    caller = messenger()
    caller.post("messenger_profile", {**START, **MENU})
    own = [{"locale": "default", "call_to_actions": [{"type": "postback", "title": "My seat", "payload": "go:seat"}]}]
    caller.post("custom_user_settings", {"psid": ADA, "persistent_menu": own})
    assert caller.product.profile.titles(ADA) == {"go:seat": "My seat"}
    assert caller.refused("custom_user_settings", {"psid": ADA, "persistent_menu": []}) == (100, None)
    caller.call("DELETE", f"me/custom_user_settings?psid={ADA}")
    assert "go:trips" in caller.product.profile.titles(ADA)


def test_an_agent_has_a_name_and_a_face() -> None:
    """A persona is made, named in a message, and deleted; nobody speaks by one that is not there."""
    caller = messenger()
    told = {"name": "Sam", "profile_picture_url": "https://air.example/sam.png"}
    persona = caller.post("personas", told)["id"]
    assert caller.call("GET", persona)[1] == {**told, "id": persona}
    assert caller.call("GET", "me/personas")[1]["data"] == [{**told, "id": persona}]
    caller.post("messages", caller.message({"text": "Sam here"}, persona_id=persona))
    assert caller.call("DELETE", persona)[1] == {"success": True}
    assert caller.refused("messages", caller.message({"text": "Sam here"}, persona_id=persona)) == (100, None)
    assert caller.refused("personas", {**told, "name": "x" * 51}) == (100, None)


def test_instagram_has_menu_and_questions_and_nothing_else() -> None:
    """The platform is named, and what only Messenger has is refused."""
    caller = instagram()
    caller.post("messenger_profile", {**MENU, **QUESTIONS, "platform": "instagram"})
    assert _shown(caller, "ice_breakers", "&platform=instagram") == {"data": [QUESTIONS]}
    assert caller.refused("messenger_profile", {**START, "platform": "instagram"}) == (100, None)
    assert caller.refused("messenger_profile", {**MENU, "platform": "messenger"}) == (100, None)
    wide = [{**MENU["persistent_menu"][0], "composer_input_disabled": False}]
    assert caller.refused("messenger_profile", {"persistent_menu": wide, "platform": "instagram"}) == (100, None)
    assert caller.refused("personas", {"name": "Sam"}) == (100, 33)
