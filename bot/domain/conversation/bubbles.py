"""What stands on a traveller's screen: the parts of a rendered message, whatever platform's request they came in."""

import msgspec


class Button(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something to tap as it is shown: its title, what it sends or opens, and the line below a title in a list."""

    title: str
    payload: str = ""
    url: str = ""
    line: str = ""


class BubbleCard(msgspec.Struct, frozen=True, omit_defaults=True):
    """One card of a carousel as it is shown."""

    title: str
    text: str
    buttons: tuple[Button, ...] = ()


class Bubble(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message on the screen.

    `buttons` are part of the bubble and stay; `chips` stand below it until the talk moves on; `rows` are a list that
    the word `opens` opens. `file` is the address of a picture or document.
    """

    text: str = ""
    buttons: tuple[Button, ...] = ()
    chips: tuple[Button, ...] = ()
    rows: tuple[Button, ...] = ()
    opens: str = ""
    cards: tuple[BubbleCard, ...] = ()
    file: str = ""
