"""Notices of account activity in words: the same sentences in a thread and in a mail, from the catalogue's texts."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.ids import channel_of
from bot.domain.money import format_money
from bot.domain.payment.activity import Activity

_NAMED = frozenset({"messenger", "whatsapp", "instagram", "webchat", "terminal"})

Words = Callable[[str, Mapping[str, Any]], str]
"""The text of a key with values that it may name as `said.…`."""


def sentence(activity: Activity, words: Words, *, language: str, here: str = "") -> str:
    """What happened, with the amount, the method and, unless it is `here`, the channel in which it was done."""
    money = format_money(activity.money, language) if activity.money is not None else ""
    where = channel(activity.thread, words) if activity.thread not in {"", here} else ""
    about = " ".join(activity.about.split())  # a traveller may have named it
    details = ", ".join(part for part in (money, about, where) if part)
    return words(f"activity_{activity.kind}", {"details": f" ({details})" if details else ""})


def headline(activities: tuple[Activity, ...], words: Words, more: int = 0) -> str:
    """The subject of a mail: what happened without any detail, or that several things did."""
    if len(activities) + more > 1:
        return words("activity_several", {})
    return words(f"activity_{activities[0].kind}", {"details": ""}).rstrip(".")


def channel(thread: str, words: Words) -> str:
    """The name of a thread's channel."""
    name = channel_of(thread)
    return words(f"channel_{name if name in _NAMED else 'other'}", {})
