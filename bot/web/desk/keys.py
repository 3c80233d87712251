"""The keys of desk and console: one table, of which the sheet, the hints and the script's handlers are made.

A key presses, or puts the cursor into, the first visible element that carries `data-key="<action>"`. A part of the page
is reached by adding that attribute to its button, link or field; `hint` gives it with the words for a tooltip.
"""

from typing import Any, Literal

import msgspec
from markupsafe import Markup

from bot.domain.staff.person import Person
from bot.web.staff.menu import menu_of

Scope = Literal["everywhere", "list", "thread", "composer", "flow"]


class Key(msgspec.Struct, frozen=True):
    """One key: the action that it does, what is pressed, where it works, and what it does in words.

    `Mod` is Command on a Mac and Control elsewhere. "g i" is one key after the other. `path` is where a key that goes
    somewhere leads.
    """

    action: str
    keys: str
    scope: Scope
    label: str
    path: str = ""

    @property
    def single(self) -> bool:
        """Whether it is made of letters or signs alone, and works only outside fields and where it is not off."""
        return not self.keys.startswith("Mod+") and self.keys not in {"Enter", "Escape"}


KEYS: tuple[Key, ...] = (
    Key("next", "j", "list", "Go to the next thread"),
    Key("previous", "k", "list", "Go to the thread before"),
    Key("open", "Enter", "list", "Open the thread"),
    Key("claim", "c", "thread", "Take the thread"),
    Key("reply", "r", "thread", "Write a reply"),
    Key("quote", "q", "thread", "Answer the newest message in particular"),
    Key("note", "n", "thread", "Write a note"),
    Key("assign", "a", "thread", "Assign the thread"),
    Key("transfer", "t", "thread", "Transfer the thread"),
    Key("give-back", "b", "thread", "Give the thread back to the bot"),
    Key("done", "e", "thread", "Close the thread as done"),
    Key("snooze", "z", "thread", "Snooze the thread"),
    Key("label", "l", "thread", "Label the thread"),
    Key("details", "i", "thread", "Show the details"),
    Key("step", "s", "flow", "Go to the form of the step"),
    Key("add-step", "o", "flow", "Add a step"),
    Key("faults", "f", "flow", "Show what the check found"),
    Key("map", "m", "flow", "Show or hide the map"),
    Key("undo-edit", "u", "flow", "Undo your last change"),
    Key("redo-edit", "y", "flow", "Do it again"),
    Key("send", "Mod+Enter", "composer", "Send"),
    Key("send-next", "Mod+Shift+Enter", "composer", "Send, close, and open the next thread"),
    Key("search", "/", "everywhere", "Search"),
    Key("commands", "Mod+K", "everywhere", "Go to a page, a thread or a booking"),
    Key("help", "?", "everywhere", "Show the keys"),
    Key("leave", "Escape", "everywhere", "Leave the field, or close what is open"),
)

SCOPES: dict[Scope, str] = {
    "list": "In the list",
    "thread": "In a thread",
    "flow": "In a flow",
    "composer": "While writing",
    "everywhere": "Everywhere",
}
"""The headings of the sheet, in its order."""


def keys_of(person: Person) -> tuple[Key, ...]:
    """The table with the pages that a person may open: `g` and then the page's key."""
    pages = (entry for entry in menu_of(person) if entry.key)
    return (*KEYS, *(Key("go", f"g {one.key}", "everywhere", f"Go to {one.label}", one.path) for one in pages))


def sheet(person: Person) -> list[tuple[str, list[Key]]]:
    """The keys under their headings."""
    found = keys_of(person)
    return [(title, [key for key in found if key.scope == scope]) for scope, title in SCOPES.items()]


def table(person: Person) -> list[dict[str, Any]]:
    """The keys as the page's script reads them."""
    return [{**msgspec.structs.asdict(key), "single": key.single} for key in keys_of(person)]


def hint(action: str) -> Markup:
    """The attributes of an element that a key reaches; raises `KeyError` for an action that the table has not."""
    key = _BY_ACTION[action]
    shortcut = key.keys.replace("Mod+", "Control+")
    said = f"{key.label} ({key.keys.replace('Mod', 'Ctrl')})"
    return Markup('data-key="{}" aria-keyshortcuts="{}" title="{}"').format(action, shortcut, said)


_BY_ACTION = {key.action: key for key in KEYS}
