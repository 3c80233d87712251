"""Proves bot/simulators/routing.py, by Messenger and Instagram."""

import pytest

from bot.simulators.accounts import DAY, WEEK
from bot.simulators.instagram import INSTAGRAM_INBOX
from bot.simulators.page_people import PAGE_INBOX
from tests.simulators.caller import ADA, Caller, instagram, messenger

HELLO = {"text": "Hello"}


def _pass(caller: Caller, app: str = PAGE_INBOX) -> None:
    assert caller.post("pass_thread_control", {"recipient": {"id": ADA}, "target_app_id": app}) == {"success": True}


def test_who_passed_a_thread_on_hears_copies_without_payloads_and_cannot_speak() -> None:
    """An agent who works in the page's own inbox is not disturbed by the bot, which still reads along."""
    caller = messenger()
    caller.post("messages", caller.message({**HELLO, "quick_replies": [
        {"content_type": "text", "title": "Yes", "payload": "yes"}]}))  # fmt: skip
    buttons = [{"type": "postback", "title": "Again", "payload": "again"}]
    template = {"template_type": "button", "text": "?", "buttons": buttons}
    caller.post("messages", caller.message({"attachment": {"type": "template", "payload": template}}))
    _pass(caller)
    caller.told()
    assert caller.refused("messages", caller.message(HELLO)) == (100, 2018300)
    caller.product.says(ADA, "to the agent")
    caller.product.taps(ADA, "again")
    words, tap = (item["standby"] for item in caller.told())
    assert words["message"]["text"] == "to the agent"
    assert tap["postback"]["title"] == "Again"
    assert "payload" not in tap["postback"]


def test_a_thread_comes_back_by_being_given_released_or_left_alone_for_a_day() -> None:
    """The bot speaks again when nobody else has the thread."""
    caller = messenger()
    _pass(caller)
    caller.told()
    caller.product.colleague_returns(ADA)
    (given,) = caller.told()
    assert given["pass_thread_control"]["new_owner_app_id"] == caller.product.account.app
    caller.post("messages", caller.message(HELLO))
    assert caller.post("release_thread_control", {"recipient": {"id": ADA}}) == {"success": True}
    _pass(caller)
    caller.clock.move(DAY)
    caller.product.says(ADA, "still there?")
    assert "standby" not in caller.told()[-1]


def test_the_default_app_takes_asks_extends_and_is_told_who_has_a_thread() -> None:
    """With a default app a person who answers in the inbox takes the thread, and the bot can take it back."""
    caller = messenger()
    product = caller.product
    who = {"recipient": {"id": ADA}}
    assert caller.refused("take_thread_control", who) == (100, 2018171)
    assert caller.refused("request_thread_control", who) == (100, 2018171)
    product.routing.default = product.account.app
    product.colleague_writes(ADA, "This is Sam")
    taken, echo = caller.told()
    assert taken["take_thread_control"]["new_owner_app_id"] == PAGE_INBOX
    assert echo["standby"]["message"]["app_id"] == int(PAGE_INBOX)
    owner = f"{product.account.id}/thread_owner?recipient={ADA}"
    assert caller.call("GET", owner)[1]["data"][0]["thread_owner"]["app_id"] == PAGE_INBOX
    assert caller.refused("messages", caller.message(HELLO)) == (100, 2018300)
    assert caller.post("take_thread_control", who) == {"success": True}
    assert caller.post("request_thread_control", who) == {"success": True}
    assert caller.refused("extend_thread_control", {**who, "duration": "soon"}) == (100, None)
    assert caller.refused("extend_thread_control", {**who, "duration": WEEK}) == (100, None)
    caller.post("extend_thread_control", {**who, "duration": WEEK // 1000})
    caller.clock.move(WEEK - 1)
    assert product.routing.owner(ADA) == product.account.app
    caller.clock.move(1)
    assert caller.call("GET", owner)[1] == {"data": [{"thread_owner": {}}]}


def test_another_app_can_be_the_default_and_ask() -> None:
    """Where another app is the default one ours listens, unless it is given the thread."""
    caller = messenger()
    product = caller.product
    product.routing.default = "9009"
    product.says(ADA, "hello")
    assert "standby" in caller.told()[0]
    assert caller.refused("take_thread_control", {"recipient": {"id": ADA}}) == (100, 2018171)
    product.routing.ask(ADA, "9009")
    assert caller.told()[0]["request_thread_control"]["requested_owner_app_id"] == "9009"


@pytest.mark.parametrize("control", [{"control_type": "pass", "app_id": PAGE_INBOX}, {"control_type": "release"}])
def test_a_message_can_end_our_turn(control: dict[str, str]) -> None:
    """The last words and the handover are one call."""
    caller = messenger()
    caller.product.routing.default = caller.product.account.app
    caller.post("messages", caller.message(HELLO, thread_control=control))
    assert caller.product.routing.owner(ADA) == control.get("app_id", "")


@pytest.mark.parametrize("fields", [{}, {"recipient": ADA}, {"recipient": {"id": ""}}])
def test_a_call_that_names_nobody_is_refused(fields: dict[str, object]) -> None:
    """Control of a thread needs the thread."""
    caller = messenger()
    assert caller.refused("pass_thread_control", {**fields, "target_app_id": "1"}) == (100, None)
    assert caller.refused("pass_thread_control", {"recipient": {"id": ADA}}) == (100, None)


def test_on_instagram_the_inbox_and_the_refusal_are_its_own() -> None:
    """The same calls, with another inbox and another subcode."""
    caller = instagram()
    _pass(caller, INSTAGRAM_INBOX)
    assert caller.refused("messages", caller.message(HELLO)) == (100, 2534037)
