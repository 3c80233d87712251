"""What a Messenger profile refuses: the limits of its menu, its questions to begin with, its greeting.

Meta, Messenger Platform: "Messenger Profile API"; Instagram Platform: "Ice Breakers", "Persistent Menu".
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.simulators.checks import Problems, address, counted, listed, only, part, short, sized, wrong

ON_INSTAGRAM = frozenset({"persistent_menu", "ice_breakers"})


def problems(told: dict[str, Any], *, instagram: bool) -> Problems:
    """What is wrong with properties that somebody wants to set."""
    known = ON_INSTAGRAM if instagram else frozenset(_RULES)
    yield from only(told, known, "messenger_profile")
    if not told:
        yield wrong("At least one property is wanted")
    for name, value in told.items():
        if name in known:
            yield from _RULES[name](value)
    for menu in listed(told.get("persistent_menu")) if instagram else []:
        if "composer_input_disabled" in menu:
            yield wrong("Param composer_input_disabled does not exist on Instagram")


def menu(menus: Any) -> Problems:
    """What is wrong with a persistent menu."""
    yield from _by_locale(menus, "persistent_menu")
    for one in listed(menus):
        yield from only(one, {"locale", "composer_input_disabled", "call_to_actions"}, "persistent_menu")
        yield from counted(one.get("call_to_actions", []), 0, 20, "call_to_actions")
        for action in listed(one.get("call_to_actions")):
            yield from sized(action.get("title"), 30, "call_to_actions[title]")
            if action.get("type") == "web_url":
                yield from address(action.get("url"), "call_to_actions[url]")
            elif action.get("type") == "postback":
                yield from sized(action.get("payload"), 1000, "call_to_actions[payload]")
            else:
                yield wrong("A menu has buttons of the types web_url and postback")


def _ice_breakers(told: Any) -> Problems:
    """Questions by locale, or as they were before there were locales."""
    flat = any("question" in one for one in listed(told))
    if not flat:
        yield from _by_locale(told, "ice_breakers")
    for one in [{"call_to_actions": told}] if flat else listed(told):
        yield from counted(one.get("call_to_actions"), 1, 4, "ice breakers")
        for question in listed(one.get("call_to_actions")):
            yield from only(question, {"question", "payload"}, "ice_breakers")
            yield from sized(question.get("question"), 80, "ice_breakers[question]")
            yield from sized(question.get("payload"), 1000, "ice_breakers[payload]")


def _get_started(told: Any) -> Problems:
    yield from sized(part({"it": told}, "it").get("payload"), 1000, "get_started[payload]")


def _greeting(told: Any) -> Problems:
    yield from _by_locale(told, "greeting")
    for one in listed(told):
        yield from sized(one.get("text"), 160, "greeting[text]")


def _domains(told: Any) -> Problems:
    if not isinstance(told, list) or not 1 <= len(told) <= _DOMAINS:
        yield wrong(f"Between 1 and {_DOMAINS} domains are wanted")
        return
    for one in told:
        if not str(one).startswith("https://"):
            yield wrong("A domain begins with https://")


def _commands(told: Any) -> Problems:
    yield from _by_locale(told, "commands")
    for one in listed(told):
        for command in listed(one.get("commands")):
            yield from sized(command.get("name"), 32, "commands[name]")
            yield from short(command, "description", 64, "commands")


def _linking(told: Any) -> Problems:
    yield from address(told, "account_linking_url")


def _by_locale(told: Any, where: str) -> Problems:
    yield from counted(told, 1, 50, where)
    if not any(one.get("locale") == "default" for one in listed(told)):
        yield wrong(f"Param {where} needs one for the locale default")


_DOMAINS = 50
_RULES: Mapping[str, Callable[[Any], Problems]] = {
    "get_started": _get_started,
    "greeting": _greeting,
    "persistent_menu": menu,
    "ice_breakers": _ice_breakers,
    "whitelisted_domains": _domains,
    "account_linking_url": _linking,
    "commands": _commands,
}
