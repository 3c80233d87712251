"""Proves bot/simulators/control.py: who drives the platform over HTTP can do what tests do."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.simulators.accounts import NUMBER, PAGE
from bot.simulators.control import VERBS, Control
from bot.simulators.faults import BROKEN, INSTAGRAM_FAULTS, PAGE_FAULTS, SILENT, WHATSAPP_FAULTS
from bot.simulators.habits import Habits
from bot.simulators.platform import Platform
from tests.simulators.caller import ADA, BEN, NOW


@pytest.fixture
def platform() -> Platform:
    """A platform on which nobody has written."""
    return Platform(lambda: NOW)


def _do(platform: Platform, path: str, told: Any = None, method: str = "POST") -> tuple[int, Any]:
    body = b"" if told is None else msgspec.json.encode(told)
    answer = Control(platform).answer(method, f"/control/{path}", body)
    return answer.status, msgspec.json.decode(answer.body)


def test_travellers_act_and_what_was_sent_is_shown(platform: Platform) -> None:
    """The verbs have the names and arguments that they have in Python."""
    assert _do(platform, "messenger/says", {"user": ADA, "text": "hi"}) == (200, {"id": "m_fake000001"})
    head = {"Authorization": f"Bearer {PAGE.token}"}
    chip = {"content_type": "text", "title": "Yes", "payload": "y"}
    message = {"text": "Hello", "metadata": "tf:1", "quick_replies": [chip]}
    body = msgspec.json.encode({"recipient": {"id": ADA}, "message": message})
    platform.answer("POST", "/me/messages", head, body)
    ((sent,),) = [_do(platform, "messenger/sent", method="GET")[1]]
    assert (sent["user"], sent["key"], sent["text"], sent["options"]) == (ADA, "1", "Hello", {"y": "Yes"})
    assert _do(platform, "messenger/taps", {"user": ADA, "payload": "y"})[0] == 200
    status, error = _do(platform, "messenger/taps", {"user": ADA, "payload": "n"})
    assert (status, "was shown" in error["error"]) == (400, True)
    assert _do(platform, "instagram/replies_to_story", {"user": "77", "text": "nice"})[0] == 200
    assert _do(platform, "whatsapp/replies_to_story", {"user": BEN, "text": "nice"})[0] == 404


def test_faults_habits_and_people_are_chosen(platform: Platform) -> None:
    """What is not known is refused and changes nothing."""
    assert _do(platform, "messenger/fail", {"faults": ["hang", "transient"]})[1] == {"coming": ["hang", "transient"]}
    assert _do(platform, "messenger/fail", {"faults": ["earthquake"]})[0] == 400
    assert _do(platform, "whatsapp/habits", {"closed_late": True, "late": 5})[1]["late"] == 5
    assert platform.whatsapp.habits.closed_late is True
    assert _do(platform, "whatsapp/habits", {"punctual": True})[0] == 400
    assert _do(platform, "whatsapp/habits", {"late": "soon"})[0] == 400
    assert _do(platform, "whatsapp/habits", method="GET")[1]["late"] == 5
    assert _do(platform, "whatsapp/person", {"user": BEN, "blocked": True})[1]["phone"] == BEN
    assert platform.whatsapp.people[BEN].blocked is True
    assert _do(platform, "whatsapp/person", {"user": BEN, "shoe_size": 42})[0] == 400


def test_time_tokens_threads_and_templates_are_moved(platform: Platform) -> None:
    """Whoever drives it can bring about every state that the platform knows."""
    assert _do(platform, "clock", {"seconds": 86400})[1] == {"now": NOW + 86_400_000}
    assert _do(platform, "clock", {"seconds": -1})[0] == 400
    token = _do(platform, "whatsapp/token", {"new": True})[1]["token"]
    _do(platform, "whatsapp/token", {"token": NUMBER.token})
    assert (platform.whatsapp.tokens[token], platform.whatsapp.tokens[NUMBER.token]) == (True, False)
    assert _do(platform, "messenger/routing", {"default": PAGE.app, "user": ADA, "app": "9"})[1]["owner"] == "9"
    assert _do(platform, "whatsapp/routing", {})[0] == 400
    told = {"name": "hi_v1", "language": "en", "category": "UTILITY", "components": [{"type": "body", "text": "Hello"}]}
    head = {"Authorization": f"Bearer {PAGE.token}"}
    platform.answer("POST", "/me/message_templates", head, msgspec.json.encode(told))
    assert _do(platform, "messenger/template", {"name": "hi_v1", "status": "PAUSED"})[1] == {"changed": 1}
    assert _do(platform, "messenger/template", {"name": "hi_v2", "status": "PAUSED"})[0] == 400
    assert _do(platform, "instagram/template", {"name": "hi_v1", "status": "PAUSED"})[0] == 400
    platform.messenger.subscribed = False
    _do(platform, "messenger/subscribed")
    state = _do(platform, "messenger/state", method="GET")[1]
    assert (state["subscribed"], state["account"]) == (True, PAGE.id)


def test_an_account_that_was_added_is_named_by_its_id(platform: Platform) -> None:
    """Two pages are told apart."""
    assert _do(platform, "accounts", {"product": "messenger", "id": "1009", "token": "other"})[1] == {"id": "1009"}
    _do(platform, "1009/says", {"user": "3003", "text": "hi"})
    assert list(platform.products[-1].people) == ["3003"]
    assert {"product": "whatsapp", "id": NUMBER.id} in _do(platform, "accounts", method="GET")[1]
    assert _do(platform, "accounts", {"product": "telegram"})[0] == 400


@pytest.mark.parametrize("path", ["", "telegram/says", "messenger", "messenger/answer", "messenger/nothing", "fake"])
def test_what_there_is_not_is_not_found(platform: Platform, path: str) -> None:
    """No method of the program can be called that is none of the verbs."""
    assert _do(platform, path, {})[0] == 404


def test_a_page_of_another_site_cannot_drive_the_platform(platform: Platform) -> None:
    """Whoever runs it and reads the news in the same browser is safe."""
    body = msgspec.json.encode({"user": ADA, "text": "hi"})
    answer = Control(platform).answer("POST", "/control/messenger/says", body, site="cross-site")
    assert (answer.status, platform.messenger.people) == (403, {})


def test_a_body_that_is_no_object_is_refused(platform: Platform) -> None:
    """With the reason."""
    assert _do(platform, "messenger/says", [1])[0] == 400
    assert _do(platform, "messenger/says", {"user": ADA, "words": "hi"})[0] == 400


def test_the_readme_names_every_verb_habit_and_fault() -> None:
    """Who drives the platform need not read its code."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## The simulated platform")[2].partition("\n## ")[0]
    faults = {*PAGE_FAULTS, *INSTAGRAM_FAULTS, *WHATSAPP_FAULTS, *BROKEN, *SILENT}
    names = {*VERBS, *Habits.__struct_fields__, *faults}
    assert [name for name in sorted(names) if f"`{name}`" not in section] == []
