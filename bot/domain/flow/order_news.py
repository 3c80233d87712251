"""What staff have told about a purchase: a link to pay, a receipt, the present step once more; it leads nowhere.

A link or a receipt is told whoever has the thread. The step is put once more only while the bot has it: while a person
does, nobody would take the answer.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from bot.domain.booking.receipts import receipt_of
from bot.domain.conversation.messages import Link
from bot.domain.conversation.order_events import MailReceipt, PayLinkSent, ReceiptSent, StepRepeated
from bot.domain.flow import linked_chats, run
from bot.domain.flow.scene import Scene

_MINUTE_SECONDS = 60


def link_sent(scene: Scene) -> Scene:
    """The scene with a link to pay; the checkout that is awaited keeps it, so that it is what is told from now on.

    A purchase that the traveller gave up, or that was made by somebody else in the same chat, is told nobody.
    """
    event: Any = scene.event
    if linked_chats.is_anothers(scene) or scene.conversation.slots.get("gave_up") == event.checkout:
        return scene
    minutes = max(1, round((event.until - scene.now / 1000) / _MINUTE_SECONDS))
    if scene.conversation.basket.checkout == event.checkout:
        scene = scene.change_slots(pay_url=event.url, pay_until=str(event.until))
    scene = scene.with_said(total=event.total, minutes=minutes)
    return scene.say(Link(scene.words(f"pay_link_{event.why}"), scene.words("pay_button"), event.url))


def receipt_sent(scene: Scene) -> Scene:
    """The scene with the receipt of a booking, which goes by mail, too."""
    event: Any = scene.event
    if linked_chats.is_anothers(scene):
        return scene
    booked = event.booked
    receipt = receipt_of(booked, booked.passengers, paid_at=booked.paid_at, language=scene.language)
    again = msgspec.structs.replace(receipt, again=int(event.asked_at.timestamp()))
    told = scene.with_said(locator=booked.locator).say_text("receipt_again").say(again)
    return told.want(MailReceipt(event.checkout, scene.language))


def step_repeated(scene: Scene) -> Scene | None:
    """The scene in which the present question is put once more; None while a person has the thread."""
    return run.where_we_are(scene) if scene.conversation.owner == "bot" else None


DOORS: Mapping[type, Callable[[Scene], Scene | None]] = {
    PayLinkSent: link_sent,
    ReceiptSent: receipt_sent,
    StepRepeated: step_repeated,
}
"""Event -> what becomes of the scene."""
