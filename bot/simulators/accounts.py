"""The accounts that the platform plays for, and the people who write to them."""

import msgspec

DAY = 24 * 3600 * 1000
"""Milliseconds for which a traveller's word lets us answer freely."""
WEEK = 7 * DAY
"""Milliseconds for which a person of ours may still answer by hand."""


class Account(msgspec.Struct, frozen=True):
    """A page, an Instagram account or a business number, with the app that serves it.

    `parent` is the page of an Instagram account that is reached by Facebook Login, or the WhatsApp Business Account of
    a number; `phone` is what travellers dial.
    """

    id: str = "1001"
    app: str = "7001"
    secret: str = "threadfare-test-secret"  # noqa: S105  a secret of nobody's, as documented for tests
    token: str = "EAAtesttoken"  # noqa: S105  as above
    parent: str = ""
    phone: str = ""

    def __repr__(self) -> str:
        return f"Account({self.id})"


PAGE = Account()
INSTAGRAM = Account(id="17841400000000001", token="IGAAtesttoken", parent="1001")  # noqa: S106  as above
NUMBER = Account(id="106540352242922", token="EAAwhatsapptoken", parent="WABA", phone="15550783881")  # noqa: S106  as above


class Person(msgspec.Struct):
    """A traveller: when they last did something, whether they blocked us, and what they show of themselves."""

    last_heard: int = -WEEK
    blocked: bool = False
    fault: str = ""
    """The fault that every message to them meets."""
    profile: dict[str, str] = {}
    """What the platform tells about them to who may ask; {} when nobody may."""
    phone: str = ""
    """The digits that WhatsApp shows; "" for somebody who goes by a username."""
    scoped: str = ""
    """The business-scoped id on WhatsApp."""
    entry_until: int = 0
    """Until when messages to them are free, because they came by an advertisement."""
    came_by_ad: int = 0
    """When they came by an advertisement to which nobody answered yet."""
