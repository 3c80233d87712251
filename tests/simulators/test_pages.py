"""Proves bot/simulators/pages.py, page_people.py and history.py: the Send API, and what people do around it."""

import msgspec
import pytest

from bot.simulators.accounts import DAY, WEEK
from bot.simulators.instagram import INSTAGRAM_INBOX, SimulatedInstagram
from bot.simulators.messenger import SimulatedMessenger
from bot.simulators.page_people import PAGE_INBOX
from tests.simulators.caller import ADA, NOW, Caller, instagram, messenger

HELLO = {"text": "Hello", "metadata": "tf:e1#0"}
AGENT = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}


@pytest.mark.parametrize(("make", "closed"), [(messenger, 2018278), (instagram, 2534022)])
def test_the_window_is_a_day_and_for_a_person_of_ours_a_week(make: type, closed: int) -> None:
    """Every sign of life opens it again; reading is none."""
    caller = make()
    product = caller.product
    caller.post("messages", caller.message(HELLO))
    caller.clock.move(DAY)
    product.reads(ADA)
    assert caller.refused("messages", caller.message(HELLO)) == (10, closed)
    caller.post("messages", caller.message(HELLO, **AGENT))
    caller.clock.move(WEEK - DAY)
    assert caller.refused("messages", caller.message(HELLO, **AGENT)) == (10, closed)
    for act in (lambda: product.reacts(ADA, "m_fake000001"), lambda: product.refers(ADA, "summer")):
        caller.clock.move(DAY)
        act()
        caller.post("messages", caller.message(HELLO))


def test_our_own_echo_brings_our_mark_unless_instagram_keeps_it() -> None:
    """With neither metadata nor app id the echo of our own message looks like a person's."""
    caller = instagram()
    caller.post("messages", caller.message(HELLO))
    (echo,) = caller.told()
    assert (echo["message"]["metadata"], echo["message"]["app_id"]) == ("tf:e1#0", int(caller.product.account.app))
    caller.product.habits.marks = False
    mid = caller.post("messages", caller.message(HELLO))["message_id"]
    (echo,) = caller.told()
    assert echo["message"] == {"is_echo": True, "text": "Hello", "mid": mid}


def test_a_person_is_echoed_by_the_inbox_another_app_or_nobody() -> None:
    """What was written beside the bot is told, with what is known of who wrote it."""
    caller = messenger()
    caller.product.colleague_writes(ADA, "Sam")
    caller.product.colleague_writes(ADA, "A tool", app_id="999")
    caller.product.colleague_writes(ADA, "Who?", app_id="")
    apps = [item["message"].get("app_id") for item in caller.told()]
    assert apps == [int(PAGE_INBOX), 999, None]
    gram = instagram()
    gram.product.colleague_writes(ADA, "Sam")
    assert gram.told()[0]["message"]["app_id"] == int(INSTAGRAM_INBOX)


def test_everything_that_a_traveller_does_is_told_by_its_key() -> None:
    """Each verb has the shape that Meta documents."""
    caller = messenger()
    product = caller.product
    mid = product.says(ADA, "one")
    product.replies(ADA, mid, "two")
    product.reacts(ADA, mid, "👍")
    product.reacts(ADA, mid, "")
    product.links(ADA, "code")
    product.links(ADA)
    product.rates(ADA, mid, good=False)
    product.warned(ADA, "block", "spam")
    product.refers(ADA, "summer", source="ADS", ad_id="1")
    items = caller.told()
    told = [next(key for key in item if key not in {"sender", "recipient", "timestamp"}) for item in items]
    expected = ("message", "message", "reaction", "reaction", "account_linking", "account_linking")
    assert told == [*expected, "response_feedback", "policy_enforcement", "referral"]
    assert items[1]["message"]["reply_to"] == {"mid": mid}
    assert (items[2]["reaction"]["reaction"], items[3]["reaction"]["action"]) == ("like", "unreact")
    assert (items[4]["account_linking"]["status"], items[5]["account_linking"]["status"]) == ("linked", "unlinked")
    assert items[8]["referral"]["ad_id"] == "1"


def test_on_instagram_a_story_opens_the_window_and_reading_names_a_message() -> None:
    """There is no Get Started: without a link nobody is told that a thread was opened."""
    caller = instagram()
    product = caller.product
    mid = caller.post("messages", caller.message(HELLO))["message_id"]
    caller.told()
    assert product.opens(ADA) == ""
    product.opens(ADA, "summer")
    product.replies_to_story(ADA, "nice")
    product.mentions(ADA)
    product.reads(ADA)
    referral, story, mention, read = caller.told()
    assert referral["referral"]["source"] == "IGME-SOURCE-LINK"
    assert story["message"]["reply_to"]["story"]["id"]
    assert mention["message"]["attachments"][0]["type"] == "story_mention"
    assert read["read"] == {"mid": mid}


def test_a_traveller_may_read_at_once_and_deliveries_may_stay_untold() -> None:
    """Habits of the platform, not of the message."""
    caller = messenger()
    caller.product.habits.reads = True
    caller.post("messages", caller.message(HELLO))
    assert [next(reversed(item)) for item in caller.told()] == ["message", "delivery", "read"]
    quiet = Caller(SimulatedMessenger(caller.clock, receipts=False), caller.clock)
    quiet.product.says(ADA, "hi")
    quiet.told()
    quiet.post("messages", quiet.message(HELLO))
    assert quiet.told() == []


def test_nobody_is_written_to_who_never_wrote_or_does_not_want_it() -> None:
    """A page knows people by what they wrote to it; some are met by a fault of their own."""
    caller = messenger()
    assert caller.refused("messages", caller.message(HELLO, "9")) == (100, 2018001)
    caller.product.person("9")
    assert caller.refused("messages", caller.message(HELLO, "9")) == (100, 2018001)
    caller.product.people[ADA].fault = "annoying"
    assert caller.refused("messages", caller.message(HELLO)) == (613, 2018338)
    caller.product.people[ADA].blocked = True
    assert caller.refused("messages", caller.message(HELLO)) == (551, 1545041)


def test_what_a_message_refers_to_must_exist() -> None:
    """A reply to nothing and a reaction on nothing are refused."""
    caller = messenger()
    assert caller.refused("messages", caller.message(HELLO, reply_to={"mid": "m_9"})) == (100, None)
    react = {"recipient": {"id": ADA}, "sender_action": "react", "payload": {"message_id": "m_9", "reaction": "love"}}
    assert caller.refused("messages", react) == (100, None)
    caller.post("messages", {**react, "payload": {"message_id": "m_fake000001", "reaction": "love"}})
    assert caller.product.actions == [(ADA, "react")]


def test_three_hundred_messages_a_second_are_allowed_and_ten_with_sound() -> None:
    """One more is refused, and how much was used is told."""
    caller = messenger()
    for number in range(3):
        caller.product.says(f"30{number}", "hi")
    song = {"attachment": {"type": "audio", "payload": {"url": "https://air.example/a.mp3"}}}
    for _ in range(10):
        caller.post("messages", caller.message(song))
    assert caller.refused("messages", caller.message(song)) == (613, None)
    for _ in range(300):
        caller.post("messages", caller.message(HELLO))
    assert caller.refused("messages", caller.message(HELLO)) == (613, None)
    caller.clock.move(1000)
    caller.post("messages", caller.message(HELLO))


@pytest.mark.parametrize(("make", "code"), [(messenger, 80006), (instagram, 80002)])
def test_two_hundred_messages_a_day_for_each_who_wrote_are_allowed(make: type, code: int) -> None:
    """The share of it stands in every answer, and when to come back in the refusal."""
    caller = make()
    path = f"/v25.0/{caller.product.account.id}/messages"
    head = {"Authorization": f"Bearer {caller.product.account.token}"}
    body = msgspec.json.encode(caller.message(HELLO))
    for _ in range(100):
        answer = caller.product.answer("POST", path, head, body)
    assert msgspec.json.decode(answer.headers["x-app-usage"])["call_count"] == 50
    caller.clock.move(1000)
    for _ in range(100):
        caller.post("messages", caller.message(HELLO))
    caller.clock.move(1000)
    answer = caller.product.answer("POST", path, head, body)
    assert msgspec.json.decode(answer.body)["error"]["code"] == code
    told = msgspec.json.decode(answer.headers["x-business-use-case-usage"])[caller.product.account.id][0]
    assert (told["call_count"], told["estimated_time_to_regain_access"]) == (100, 2)
    caller.product.habits.limits = False
    caller.post("messages", caller.message(HELLO))


def test_usage_can_be_told_higher_than_it_is() -> None:
    """So that slowing down in time can be seen."""
    caller = messenger()
    caller.product.habits.usage = 85
    answer = caller.product.answer(
        "GET", f"/v25.0/{ADA}", {"Authorization": f"Bearer {caller.product.account.token}"}, b""
    )
    assert msgspec.json.decode(answer.headers["x-app-usage"])["call_count"] == 85


def test_a_profile_is_shown_to_who_may_see_it() -> None:
    """Otherwise it is empty, which is no error; Instagram asks for the traveller's consent."""
    caller = messenger()
    assert caller.call("GET", f"{ADA}?fields=first_name,last_name") == (200, {})
    caller.product.people[ADA].profile = {"first_name": "Ada", "locale": "en_GB"}
    assert caller.call("GET", f"{ADA}?fields=first_name,last_name")[1] == {"first_name": "Ada", "id": ADA}
    assert caller.call("GET", "9")[1]["error"]["error_subcode"] == 33
    gram = instagram()
    gram.product.person("9")
    assert gram.call("GET", "9?fields=username")[1]["error"]["code"] == 230


def test_who_missed_webhooks_can_read_what_was_said() -> None:
    """Newest first, both sides; twice a second at most."""
    caller = messenger()
    caller.clock.move(1)
    caller.post("messages", caller.message(HELLO))
    asked = f"{caller.product.account.id}/conversations?platform=messenger&user_id={ADA}"
    (thread,) = caller.call("GET", asked)[1]["data"]
    assert [one["message"] for one in thread["messages"]["data"]] == ["Hello", "hi"]
    assert thread["messages"]["data"][1]["from"] == {"id": ADA}
    assert thread["updated_time"].endswith("+0000")
    assert caller.call("GET", f"{caller.product.account.id}/conversations")[1]["data"][0]["id"] == f"t_{ADA}"
    assert caller.call("GET", asked)[1]["error"]["code"] == 613


def test_an_app_subscribes_and_learns_how_threads_are_routed() -> None:
    """The calls of a set-up."""
    caller = messenger()
    account = caller.product.account
    assert caller.call("GET", f"{account.id}/subscribed_apps")[1] == {"data": []}
    assert caller.refused("subscribed_apps", {}) == (100, None)
    caller.post("subscribed_apps?subscribed_fields=messages,messaging_postbacks", None)
    told = caller.call("GET", f"{account.id}/subscribed_apps")[1]["data"]
    assert told == [{"id": account.app, "subscribed_fields": ["messages", "messaging_postbacks"]}]
    features = caller.call("GET", "me?fields=messaging_feature_status")[1]["messaging_feature_status"]
    assert features == {"hop_v2": False, "msgr_multi_app": True, "ig_multi_app": False}


def test_a_token_of_instagram_s_own_login_is_renewed_and_ends() -> None:
    """The new one is good, an ended one is told by its subcode."""
    caller = instagram()
    told = caller.call("GET", "refresh_access_token?grant_type=ig_refresh_token")[1]
    assert (told["token_type"], told["expires_in"]) == ("bearer", 5184000)
    assert caller.call("GET", "refresh_access_token")[0] == 400
    caller.product.expire(caller.product.account.token)
    assert caller.refused("messages", caller.message(HELLO)) == (190, 463)
    status, _ = caller.call(
        "POST", "me/messages", caller.message(HELLO), Authorization=f"Bearer {told['access_token']}"
    )
    assert status == 200


@pytest.mark.parametrize("name", sorted(SimulatedInstagram.faults))
def test_every_fault_of_instagram_is_told_by_its_code(name: str) -> None:
    """A test chooses what the next call meets, and the call after it is taken."""
    caller = instagram()
    caller.product.fail_next(name)
    code, subcode, *_ = SimulatedInstagram.faults[name]
    assert caller.refused("messages", caller.message(HELLO)) == (code, subcode)
    caller.post("messages", caller.message(HELLO))


@pytest.mark.parametrize("name", sorted(SimulatedMessenger.faults))
def test_every_fault_of_messenger_is_told_by_its_code(name: str) -> None:
    """As on Instagram, with Messenger's own."""
    caller = messenger()
    caller.product.fail_next(name)
    code, subcode, *_ = SimulatedMessenger.faults[name]
    assert caller.refused("messages", caller.message(HELLO)) == (code, subcode)
    assert caller.product.sent == []


@pytest.mark.parametrize(("fault", "status", "kept"), [("html", 502, 0), ("empty", 503, 0), ("truncated", 500, 0)])
def test_a_gateway_before_the_platform_answers_no_json(fault: str, status: int, kept: int) -> None:
    """Nothing was accepted, and the body says nothing that can be read."""
    caller = messenger()
    caller.product.habits.always = fault
    head = {"Authorization": f"Bearer {caller.product.account.token}"}
    answer = caller.product.answer("POST", "/me/messages", head, msgspec.json.encode(caller.message(HELLO)))
    assert (answer.status, len(caller.product.sent)) == (status, kept)
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(answer.body)


def test_silence_tells_nothing_of_what_became_of_a_message() -> None:
    """One was accepted and echoed, the other never arrived."""
    caller = messenger()
    caller.product.fail_next("hang", "lost")
    head = {"Authorization": f"Bearer {caller.product.account.token}"}
    body = msgspec.json.encode(caller.message(HELLO))
    assert [caller.product.answer("POST", "/me/messages", head, body) for _ in range(2)] == [None, None]
    assert caller.product.said_to(ADA) == ["Hello"]
    assert caller.told()[0]["message"]["is_echo"] is True
    assert caller.product.sent[0].at == NOW
