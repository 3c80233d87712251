"""The keys: one table, of which the sheet, the hints and the script's handlers are made."""

# ruff: noqa: F811  fixtures are asked for by the names under which they are imported

import json
import re

import pytest
from flask.testing import FlaskClient

from bot.domain.staff.person import Person
from bot.web.desk import keys
from bot.web.staff.menu import MENU
from tests.web.staff.conftest import ana, app, stage  # noqa: F401  fixtures

WANTED = {
    "j": "next",
    "k": "previous",
    "Enter": "open",
    "r": "reply",
    "n": "note",
    "c": "claim",
    "a": "assign",
    "t": "transfer",
    "e": "done",
    "z": "snooze",
    "l": "label",
    "/": "search",
    "?": "help",
    "Mod+Enter": "send",
    "Mod+Shift+Enter": "send-next",
    "Mod+K": "commands",
}


def test_the_whole_day_has_its_keys() -> None:
    """Each act of a shift has one, and no key has two."""
    found = {key.keys: key.action for key in keys.KEYS}
    assert found.items() >= WANTED.items()
    assert len(found) == len(keys.KEYS)


def test_pages_of_the_menu_are_reached_by_g() -> None:
    """Only those that one may open."""
    agent, nobody = Person("p", "Ana", roles=("agent",)), Person("q", "Eve")
    wanted = [f"g {one.key}" for one in MENU if one.key and agent.may(one.permission)]
    assert [key.keys for key in keys.keys_of(agent) if key.action == "go"] == wanted
    assert all(key.action != "go" for key in keys.keys_of(nobody))


def test_sheet_and_script_are_made_of_the_same_table(ana: FlaskClient) -> None:
    """What the sheet says is what the script does."""
    page = ana.get("/desk").text
    held = json.loads(page.partition('id="key-table">')[2].partition("</script>")[0])
    sheet = page.partition('id="key-sheet"')[2].partition("</dialog>")[0]
    assert len(held) == len(re.findall("<dt>", sheet)) > len(keys.KEYS)
    for key in held:
        assert f"<dt>{key['label']}</dt>" in sheet
    assert {key["keys"] for key in held if not key["single"]} == {
        "Enter",
        "Escape",
        "Mod+Enter",
        "Mod+Shift+Enter",
        "Mod+K",
    }


def test_a_button_says_its_key() -> None:
    """A tooltip and a screen reader tell it, from the same table; an action that nobody knows is a fault of ours."""
    assert keys.hint("send") == ('data-key="send" aria-keyshortcuts="Control+Enter" title="Send (Ctrl+Enter)"')
    with pytest.raises(KeyError):
        keys.hint("dance")


def test_the_desks_buttons_carry_their_keys(ana: FlaskClient) -> None:
    """Composer and bar are reached by keys."""
    page = ana.get("/desk/t/webchat:TF:x").text
    for action in ("reply", "send", "details", "commands", "help"):
        assert f'data-key="{action}"' in page
