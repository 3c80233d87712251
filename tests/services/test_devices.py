"""Browsers that nobody has met before: their traveller is told, once, and never of the first of all."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.conversation.profile import Profile
from bot.ports.link_records import Parted
from bot.ports.wallet_records import Traveller
from bot.services import activity, devices
from tests.builders.house import House, house

ADA, WEB = "messenger:page:ada", "webchat:TF:ada"


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What travellers are told of their accounts."""
    told: list[Any] = []
    monkeypatch.setattr(activity, "note", lambda _, owner, one: told.append((owner, one)))
    return told


@pytest.fixture
def home() -> House:
    """Ada, with two chats that are linked."""
    made = house()
    with made.runtime.records.begin() as work:
        work.wallet.enroll(ADA, Traveller("trv_ada", made.clock.now(), Profile()))
        work.links.link(WEB, "trv_ada", at=made.clock.now())
    return made


def meet(home: House, browser: str, thread: str = ADA) -> None:
    """Somebody opens something, a minute later."""
    home.clock.moment += timedelta(minutes=1)
    with home.runtime.records.begin() as work:
        devices.meet(work, thread, browser, now=home.clock.now())


def test_the_first_browser_is_no_news(home: House, noted: list[Any]) -> None:
    """Nobody is frightened by their own telephone, however often it comes."""
    for _ in range(3):
        meet(home, "phone")
    assert noted == []
    [device] = home.records.devices.devices.values()
    assert device.last_seen - device.first_seen == timedelta(minutes=2)


def test_another_browser_is_told_of_once(home: House, noted: list[Any]) -> None:
    """The traveller hears of it the first time, and where; afterwards it is known."""
    for browser in ("phone", "laptop", "laptop", "phone"):
        meet(home, browser)
    [(owner, told)] = noted
    assert (owner, told.kind, told.thread, told.told) == ("trv_ada", "new_device", ADA, False)


def test_linked_chats_know_the_same_browsers(home: House, noted: list[Any]) -> None:
    """A telephone that opened the wallet from Messenger is not news from the web chat."""
    meet(home, "phone")
    meet(home, "phone", WEB)
    assert noted == []


def test_a_chat_that_changed_hands_knows_nobody(home: House, noted: list[Any]) -> None:
    """Whoever has the number now is told of nothing that was the former owner's, and begins anew."""
    meet(home, "phone")
    with home.runtime.records.begin() as work:
        work.links.part(Parted(ADA, "why", "trv_ada", home.clock.now(), "changed", 1))
        work.wallet.enroll(ADA, Traveller("trv_eve", home.clock.now(), Profile()))
    meet(home, "tablet")
    assert noted == []
    meet(home, "phone")
    assert [owner for owner, _ in noted] == ["trv_eve"]


def test_a_chat_that_knows_nobody_remembers_its_browsers(noted: list[Any]) -> None:
    """Whoever pays for the first time has no account to be told of, but the next payment knows the telephone."""
    home = house()
    for browser in ("phone", "laptop"):
        meet(home, browser, WEB)
    assert noted == []
    with home.runtime.records.begin() as work:
        work.wallet.enroll(WEB, Traveller("trv_new", home.clock.now(), Profile()))
    meet(home, "laptop", WEB)
    assert noted == []
    meet(home, "tablet", WEB)
    assert [told.kind for _, told in noted] == ["new_device"]
