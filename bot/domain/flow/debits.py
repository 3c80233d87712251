"""Talk about paying from a bank account: what it means before the yes, and how it goes for days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.booking.moments import moments
from bot.domain.conversation.debit_events import DebitAsked, DebitUndone
from bot.domain.conversation.messages import Option
from bot.domain.conversation.profile import SavedMethod
from bot.domain.flow.scene import Scene
from bot.domain.payment.debit import debit_day, debit_hold
from bot.domain.shopping import display
from bot.domain.shopping.offers import Offer

YES = "yes:"
"""Stands before the id of an account in the value of the button that says yes to its debit."""
_UNDONE = {"cancelled": "debit_cancelled", "unpaid": "debit_unpaid", "late": "debit_late"}
"""Why nothing is paid in the end -> the key of what is said."""
DEBIT = "debit"
"""The slot that names the checkout for which a bank account is asked."""


def may_pay(method: SavedMethod, scene: Scene) -> bool:
    """Whether a saved method may pay what is in the basket, as far as its kind decides that: a card always may."""
    offer = scene.conversation.basket.offer
    return method.kind == "card" or (offer is not None and _hold(offer, scene) is not None)


def _hold(offer: Offer, scene: Scene) -> datetime | None:
    if not scene.world.brand.creditor:
        return None
    departs, _ = moments(offer.segments[0], scene.world.places.zone)
    return debit_hold(offer, departs_at=departs, now=datetime.fromtimestamp(scene.now / 1000, UTC))


def what_it_means(method: SavedMethod, scene: Scene) -> Scene:
    """The scene with the words of the notice before a debit: how much, by whom, when at the earliest, and the wait."""
    offer, brand = scene.conversation.basket.offer, scene.world.brand
    until = _hold(offer, scene) if offer is not None else None
    if offer is None or until is None:
        return scene.with_said(reason=scene.words("debit_not_now"))
    today = datetime.fromtimestamp(scene.now / 1000, ZoneInfo(brand.zone)).date()
    return scene.with_said(
        total=offer.total,
        method=method.shown,
        brand=brand.name,
        creditor=brand.creditor,
        day=_day(debit_day(today), scene),
        until=_moment(until, scene),
    )


def news(event: DebitAsked | DebitUndone, scene: Scene) -> tuple[str, Scene]:
    """The exit and the scene after news of a debit: who waits for a bank has done what there was to do, as who paid."""
    return ("paid", _asked(event, scene)) if isinstance(event, DebitAsked) else ("stay", _undone(event, scene))


def _asked(event: DebitAsked, scene: Scene) -> Scene:
    until = datetime.fromtimestamp(event.until, UTC)
    scene = scene.change_slots(**{DEBIT: event.checkout})
    said = scene.with_said(total=event.total, method=event.method, until=_moment(until, scene))
    stop = Option(scene.words("debit_stop_button"), "go:stop_debit")
    return said.say_text("debit_asked", (Option(scene.words("trip_button"), "go:trip"), stop))


def _undone(event: DebitUndone, scene: Scene) -> Scene:
    said = scene.with_said(total=event.total, method=event.method)
    return forget(event.checkout, said).say_text(_UNDONE.get(event.reason, "debit_unpaid"))


def forget(checkout: str, scene: Scene) -> Scene:
    """The scene in which no bank is asked for a checkout any more."""
    return scene.change_slots(**{DEBIT: ""}) if scene.conversation.slots.get(DEBIT) == checkout else scene


def is_asked(scene: Scene) -> bool:
    """Whether a bank account is asked for something that was booked in this talk."""
    return bool(scene.conversation.slots.get(DEBIT))


def _day(day: date, scene: Scene) -> str:
    return display.day_text(day, scene.language)


def _moment(moment: datetime, scene: Scene) -> str:
    """A moment as clocks at the airline's home show it, to the minute before: "Tue 8 Dec, 10:59"."""
    local = (moment - timedelta(seconds=1)).astimezone(ZoneInfo(scene.world.brand.zone))
    return f"{_day(local.date(), scene)}, {local:%H:%M}"
