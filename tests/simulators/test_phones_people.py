"""Proves bot/simulators/phones_people.py: who holds phones, and what the airline set up for them."""

from typing import Any

import pytest

from tests.simulators.phones import FIRST, NOW, Desk, said

DAY = 24 * 3_600_000
MENU = {"locale": "default", "call_to_actions": [{"type": "postback", "title": "My trip", "payload": "go:trip"}]}
QUESTIONS = [{"question": "Where do you fly?", "payload": "go:places"}]


@pytest.fixture
def desk() -> Desk:
    """A platform with phones."""
    return Desk()


def _profile(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = desk.state()["phones"]["messenger"]["profile"]
    return found


def test_who_never_wrote_has_no_window(desk: Desk) -> None:
    """Nobody may write to them first."""
    assert (desk.owner("messenger")["closes"], desk.owner("messenger")["agents"]) == (0, 0)
    assert desk.send("messenger", said(FIRST["messenger"])) == 400


@pytest.mark.parametrize(("channel", "agents"), [("messenger", 7 * DAY), ("instagram", 7 * DAY), ("whatsapp", 0)])
def test_people_of_the_airline_may_write_longer_where_the_platform_lets_them(
    desk: Desk, channel: str, agents: int
) -> None:
    """Seven days on Messenger and Instagram; WhatsApp knows no such exception."""
    desk.act(channel, "says", text="hi")
    told = desk.owner(channel)
    assert (told["closes"], told["agents"]) == (NOW + DAY, NOW + agents if agents else 0)


def test_what_the_airline_sets_up_shows_on_phones(desk: Desk) -> None:
    """Get Started, questions, the menu and the greeting, of each what stands for every language."""
    told = {
        "get_started": {"payload": "GET_STARTED"},
        "greeting": [{"locale": "fr_FR", "text": "Bonjour"}, {"locale": "default", "text": "Hello"}],
        "persistent_menu": [MENU],
        "ice_breakers": [{"locale": "default", "call_to_actions": QUESTIONS}],
    }
    assert desk.call("messenger", "POST", "me/messenger_profile", told) == 200
    shown = _profile(desk)
    assert shown["get_started"] == {"payload": "GET_STARTED"}
    assert shown["greeting"] == "Hello"
    assert shown["persistent_menu"] == MENU["call_to_actions"]
    assert shown["ice_breakers"] == QUESTIONS


def test_questions_may_stand_without_a_language(desk: Desk) -> None:
    """Meta's older form of them; what is deleted is gone from phones."""
    assert desk.call("messenger", "POST", "me/messenger_profile", {"ice_breakers": QUESTIONS}) == 200
    assert _profile(desk) == {"ice_breakers": QUESTIONS}
    assert desk.call("messenger", "DELETE", "me/messenger_profile", {"fields": ["ice_breakers"]}) == 200
    assert _profile(desk) == {}


def test_every_second_person_on_whatsapp_shows_no_number(desk: Desk) -> None:
    """They go by a username: webhooks name them by an id of Meta's, and so does whoever writes to them."""
    _, told = desk.post("whatsapp/people")
    user = told["person"]
    assert user.startswith("GB.")
    assert desk.post(f"whatsapp/{user}/says", {"text": "hi"})[0] == 200
    (message,) = desk.bodies[-1]["entry"][0]["changes"][0]["value"]["messages"]
    assert ("from" in message, message["from_user_id"]) == (False, user)
    sent = {"messaging_product": "whatsapp", "recipient": user, "type": "text", "text": {"body": "Hello"}}
    assert desk.send("whatsapp", sent) == 200
    assert all(entry["people"] == [user] for entry in desk.state()["entries"])


def test_many_people_have_names_of_their_own(desk: Desk) -> None:
    """The ninth is called as the first, with a number."""
    for _ in range(8):
        desk.post("messenger/people")
    names = [one["name"] for one in desk.state()["phones"]["messenger"]["people"]]
    assert (names[8], len(set(names))) == ("Ada 2", 9)
