"""Talk about cancelling a booking that is paid, at any step: which, a quote, a yes to it, and news of the money.

Theory. What cancelling gives back is counted by a service for this very thread, and the yes carries the proof of what
was shown; so no yes means another amount, and a tap that comes late or twice is answered and does no harm. The quote is
asked beside the present question, which is put once more when the answer is known. News of the money is told wherever
the talk stands and whoever has it.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from bot.domain.conversation import aftersale_events as events
from bot.domain.conversation.aftersale_effects import CancelBooking, QuoteRefund, TellRefunds
from bot.domain.conversation.messages import Option, Text
from bot.domain.flow import linked_chats, run, yes_no
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.payment.refunds import Share
from bot.domain.understanding.references import read_reference

QUOTED = "quoted"
"""The slot that holds the quote which was asked about last: "<booking>:<until>:<proof>"."""
_FOR_A_PERSON = frozenset({"departed", "flown", "no_rule", "disputed", "not_yours", "none", "kept", "failed"})
"""Refusals after which a person may help."""
_MINUTE_MS = 60_000


def begin(scene: Scene, heard: Heard) -> Scene:
    """The scene in which a quote is asked for: of the booking that is looked at or named, else of the one there is.

    While seats are held the words are about those; a booking that was found by reference alone is for a person.
    """
    if run.awaits(scene, "checkout"):
        return run.answer(scene, heard)
    opened = scene.conversation.opened_trip
    written = read_reference(heard.text, asked=True)
    named = written.locator if written.sure else ""
    if opened is not None and opened.by_reference and named in {"", opened.locator}:
        return _refused("not_yours", scene.with_said(locator=opened.locator))
    wish = QuoteRefund(opened.id) if opened is not None and not named else QuoteRefund(locator=named)
    return scene.say_text("return_looking").want(wish)


def is_looked_at(scene: Scene) -> bool:
    """Whether the talk looks at a booking with tickets, which "cancel it" then means."""
    opened = scene.conversation.opened_trip
    return opened is not None and opened.state == "ticketed" and run.awaits(scene, "choice")


def ask_refunds(scene: Scene, _: Heard) -> Scene:
    """The scene in which the traveller's refunds are looked up."""
    return scene.say_text("refunds_looking").want(TellRefunds())


def answered(quoted: str, heard: Heard, scene: Scene) -> Scene | None:
    """The scene after a tap about cancelling, or a typed yes or no to the quote that was shown last; else None.

    A yes or no that says more cancels and keeps nothing: the quote is asked about once more.
    """
    if heard.back:
        return tapped(heard.back, scene)
    if not quoted:
        return None
    return yes_no.led(
        heard,
        scene,
        act=lambda answer: tapped(f"{answer}:{quoted}", scene),
        anew=lambda told: _ask(quoted, told).say_text("return_asked_again", _ways(quoted, scene)),
    )


def tapped(asked: str, scene: Scene) -> Scene:
    """The scene after a tap: "ask:<booking>", or "yes:" or "no:" and what was quoted."""
    what, _, rest = asked.partition(":")
    trip, _, terms = rest.partition(":")
    until, _, proof = terms.partition(":")
    if what == "ask" and trip:
        return scene.say_text("return_looking").want(QuoteRefund(trip))
    if what == "yes" and until.isdigit() and proof:
        return scene.say_text("return_cancelling").want(CancelBooking(trip, proof, int(until)))
    return run.say_aside(scene, "return_kept")


def news(scene: Scene) -> Scene:
    """The scene after what a service or a checkout tells; an answer that comes while a person has it asks nothing."""
    event: Any = scene.event
    if linked_chats.is_anothers(scene) or (isinstance(event, events.Answers) and scene.conversation.owner != "bot"):
        return scene
    match event:
        case events.ReturnsFound():
            return _which(event, scene)
        case events.RefundQuoted():
            return _quote(event, scene)
        case events.RefundsTold():
            return _refunds(event, scene)
        case events.BookingCancelled():
            return _cancelled(event, scene)
        case events.CancellationRefused(reason=reason, locator=locator):
            return _refused(reason, scene.with_said(locator=locator))
        case events.RefundMoved(state=state):
            said = scene.with_said(locator=event.locator, amount=event.amount, method=_method(event.method, scene))
            return _tell(said, f"refund_{state}", person=state == "failed")
        case events.ChargedTwice():
            said = scene.with_said(locator=event.locator, amount=event.amount, method=_method(event.method, scene))
            return _tell(said, "charged_twice")
    return scene


def _which(event: events.ReturnsFound, scene: Scene) -> Scene:
    lines = [_trip(trip, scene).words("return_trip") for trip in event.trips]
    options = [Option(_trip(trip, scene).words("return_trip_button"), f"back:ask:{trip.id}") for trip in event.trips]
    return scene.say(Text("\n".join((scene.words("return_which"), *lines)), tuple(options)))


def _quote(event: events.RefundQuoted, scene: Scene) -> Scene:
    terms = f"{event.trip.id}:{event.until}:{event.proof}"
    return _ask(terms, scene).say(Text("\n".join(_told(event, scene)), _ways(terms, scene)))


def _ask(terms: str, scene: Scene) -> Scene:
    return scene.change_slots(**{QUOTED: terms})


def _ways(terms: str, scene: Scene) -> tuple[Option, ...]:
    return (
        Option(scene.words("return_yes_button"), f"back:yes:{terms}"),
        Option(scene.words("return_no_button"), f"back:no:{terms}"),
    )


def _told(event: events.RefundQuoted, scene: Scene) -> Iterator[str]:
    """A quote line by line: which booking, each passenger, why, and each payment."""
    quote = event.quote
    minutes = max(1, (event.until * 1000 - scene.now) // _MINUTE_MS)
    scene = _trip(event.trip, scene).with_said(total=quote.total, limited=quote.limited, minutes=minutes)
    if event.again:
        yield scene.words("return_again")
    yield scene.words("return_quote")
    for line in quote.lines:
        said = scene.with_said(name=line.name, fare=line.fare, taxes=line.taxes, fee=line.fee)
        yield said.words("return_line_fee" if line.fee.minor else "return_line" if line.fare.minor else "return_taxes")
    for reason in quote.reasons:
        yield scene.words(f"return_why_{reason}")
    yield scene.words("return_total" if quote.total.minor else "return_nothing")
    yield from _shares(quote.shares, scene)
    yield scene.words("return_until")


def _shares(shares: tuple[Share, ...], scene: Scene) -> Iterator[str]:
    for share in shares:
        yield scene.with_said(amount=share.amount, method=_method(share.method, scene)).words("return_share")


def _cancelled(event: events.BookingCancelled, scene: Scene) -> Scene:
    scene = _without(event.locator, scene).with_said(locator=event.locator, total=event.total)
    key = "booking_cancelled" if event.total.minor else "booking_cancelled_for_nothing"
    told = scene.say(Text("\n".join((scene.words(key), *_shares(event.shares, scene)))))
    return run.where_we_are(told) if scene.conversation.owner == "bot" and run.current(scene) else told


def _without(locator: str, scene: Scene) -> Scene:
    """The scene that takes the booking for cancelled, where it is looked at or was made last."""
    if scene.conversation.basket.locator == locator:
        scene = scene.change_basket(locator="")
    trips = tuple(
        msgspec.structs.replace(trip, state="cancelled", tickets=()) if trip.locator == locator else trip
        for trip in scene.conversation.trips
    )
    return scene.change(trips=trips) if scene.conversation.trips else scene


def _refused(reason: str, scene: Scene) -> Scene:
    return _tell(scene, f"return_refused_{reason}", person=reason in _FOR_A_PERSON)


def _refunds(event: events.RefundsTold, scene: Scene) -> Scene:
    if not event.refunds:
        return _tell(scene, "refunds_none", person=True)
    lines = (
        scene.with_said(
            locator=one.locator, amount=one.amount, method=_method(one.method, scene), day=one.at.date()
        ).words(f"refund_is_{one.state}")
        for one in event.refunds
    )
    told = scene.say(Text("\n".join(lines)))
    return run.where_we_are(told) if run.current(scene) else told


def _tell(scene: Scene, key: str, *, person: bool = False) -> Scene:
    buttons = (Option(scene.words("person_button"), "go:person"),) if person else ()
    if scene.conversation.owner != "bot":
        return scene.say_text(key)
    return run.say_aside(scene, key, buttons)


def _trip(trip: events.ReturnableTrip, scene: Scene) -> Scene:
    places, language = scene.world.places, scene.language
    ends = (places.label(places.city(code), language) for code in (trip.origin, trip.destination))
    return scene.with_said(locator=trip.locator, route=" → ".join(ends), day=trip.departs.date())


def _method(shown: str, scene: Scene) -> str:
    """What paid, as the traveller reads it: a payment without a name is the way in which it was paid."""
    return shown or scene.words("return_same_way")
