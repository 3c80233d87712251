"""`threadfare profile` shows and sets the menu, the greeting and the questions to begin with."""

import json
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.commands.profile import set_all
from bot.config import Settings, load_settings
from bot.domain.conversation.events import ChoiceTapped, ThreadOpened
from bot.domain.conversation.profile_page import GET_STARTED, ICE_BREAKERS, MENU, messenger_profile
from bot.domain.errors import InvalidError
from bot.simulators.profile_rules import problems
from tests.builders.talk import Talk

ENVIRONMENT = {"DATABASE_URL": "postgresql://db/x", "REDIS_URL": "redis://r", "SECRET_KEY": "s" * 32}


class Profile:
    """What Meta keeps."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.token = True

    def show(self, fields: tuple[str, ...]) -> dict[str, Any]:
        """What is set."""
        return {field: self.kept[field] for field in fields if field in self.kept}

    def apply(self, profile: Mapping[str, Any]) -> None:
        """Set it."""
        self.kept |= profile


@pytest.fixture(autouse=True)
def meta(monkeypatch: pytest.MonkeyPatch) -> Profile:
    """The profile behind the command."""
    kept = Profile()
    module = ModuleType("bot.bootstrap_channels")

    def open_profile(_: Settings, __: str) -> Profile | None:
        return kept if kept.token else None

    monkeypatch.setattr(module, "open_profile", open_profile, raising=False)
    monkeypatch.setitem(sys.modules, "bot.bootstrap_channels", module)
    return kept


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner(env=ENVIRONMENT).invoke(main, ["profile", *arguments])
    return result.exit_code, result.output


def test_messenger_has_a_greeting_a_first_button_a_menu_and_questions_in_all_languages(meta: Profile) -> None:
    """A traveller sees what the chat is for before writing; Meta asks for a default and takes one a locale more."""
    assert _run("apply", "messenger")[0] == 0
    assert set(meta.kept) == {"get_started", "greeting", "persistent_menu", "ice_breakers"}
    for field in ("greeting", "persistent_menu", "ice_breakers"):
        assert [one["locale"] for one in meta.kept[field]] == ["default", "fr_FR", "es_ES", "de_DE"]
    assert "Threadfare Air" in meta.kept["greeting"][0]["text"]
    assert len(meta.kept["ice_breakers"][0]["call_to_actions"]) == 4


def test_instagram_has_only_what_it_knows(meta: Profile) -> None:
    """No greeting and no first button; a menu that cannot lock typing."""
    assert _run("apply", "instagram")[0] == 0
    assert set(meta.kept) == {"persistent_menu", "ice_breakers"}
    assert all("composer_input_disabled" not in menu for menu in meta.kept["persistent_menu"])


@pytest.mark.parametrize("channel", ["messenger", "instagram"])
def test_nothing_of_it_is_refused_by_the_platform(channel: str) -> None:
    """What the simulated platform refuses, Meta would refuse."""
    wanted = json.loads(_run("show", channel)[1])
    assert not list(problems(wanted, instagram=channel == "instagram"))


def test_what_would_be_set_and_what_is_set_are_shown(meta: Profile) -> None:
    """Staff look before they set, and afterwards."""
    wanted = json.loads(_run("show", "messenger")[1])
    assert wanted["get_started"] == {"payload": GET_STARTED}
    assert json.loads(_run("show", "messenger", "--live")[1]) == {}
    _run("apply", "messenger")
    assert json.loads(_run("show", "messenger", "--live")[1]) == wanted == meta.kept


def test_without_a_token_the_command_says_what_is_missing(meta: Profile) -> None:
    """A sentence and no traceback."""
    meta.token = False
    code, output = _run("apply", "instagram")
    assert code == 2
    assert "No token" in output


def test_a_text_that_meta_would_cut_is_refused() -> None:
    """Staff word the menu themselves."""
    with pytest.raises(InvalidError, match="80 fit"):
        messenger_profile(lambda key, _: "x" * 81 if key == "ice_book" else "short", ("en",))
    with pytest.raises(InvalidError, match="30 fit"):
        messenger_profile(lambda key, _: "" if key == "menu_help" else "short", ("en", "fr"))


@pytest.mark.parametrize("payload", sorted({*MENU.values(), *ICE_BREAKERS.values()}))
@pytest.mark.parametrize("talk", ["fresh", "offers", "review", "checkout"])
def test_a_tap_of_the_menu_works_at_every_point_of_a_talk(payload: str, talk: str) -> None:
    """The menu is always there: it answers, and what was filled in stays."""
    made = Talk()
    {"fresh": lambda: made, "offers": made.to_offers, "review": made.to_review, "checkout": made.to_checkout}[talk]()
    before = made.conversation.trip
    opened = ThreadOpened("menu", made.now)
    made.happen(opened if payload == GET_STARTED else ChoiceTapped("menu", made.now, payload, "Menu"))
    assert made.last
    assert made.conversation.trip == before


@pytest.mark.parametrize("talk", ["fresh", "offers", "checkout"])
def test_a_menu_of_before_is_answered_kindly(talk: str) -> None:
    """Old talks keep an old menu: a tap that nobody knows any more says so, and asks what is asked."""
    made = Talk()
    {"fresh": lambda: made, "offers": made.to_offers, "checkout": made.to_checkout}[talk]()
    made.happen(ChoiceTapped("menu", made.now, "MENU_DEALS_2019", "Deals"))
    assert "from earlier" in made.words


def test_a_demo_presents_the_airline_on_every_channel_that_has_a_profile(meta: Profile) -> None:
    """Whoever opens the phones sees the greeting, the menu and the questions without another command."""
    set_all(load_settings(ENVIRONMENT))
    assert set(messenger_profile(lambda *_: "x", ("en",))) <= set(meta.kept)
