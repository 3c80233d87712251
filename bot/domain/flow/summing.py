"""Making the summary with which a thread goes to a person, from the talk as it stood in the turn that hands it over."""

import msgspec

from bot.domain.conversation.events import AttachmentReceived, ChoiceTapped, SearchFailed, TextReceived
from bot.domain.conversation.state import Conversation
from bot.domain.conversation.summary import Summary, Wanted
from bot.domain.flow import payment_trouble
from bot.domain.flow.calling import LOST
from bot.domain.flow.progress import place_of
from bot.domain.flow.scene import Scene
from bot.domain.shopping import display

NOT_UNDERSTOOD, NO_SEARCH = "not_understood", "search_failed"
"""What failed beside payments: two answers, or a search."""
_SPEAKS = (TextReceived, ChoiceTapped, AttachmentReceived)


def with_summary(scene: Scene, before: Conversation) -> Scene:
    """The scene whose conversation has a summary while it is not the bot's; made once, when it leaves the bot."""
    talk = scene.conversation
    if talk.owner == "bot":
        return scene.change(summary=None) if talk.summary is not None else scene
    return scene.change(summary=summary_of(scene)) if before.owner == "bot" else scene


def summary_of(scene: Scene) -> Summary:
    """What an agent has to know of the talk as it stands."""
    talk, event = scene.conversation, scene.event
    place = place_of(scene.position, scene.flow)
    offer = talk.basket.offer
    summary = Summary(
        at=scene.now,
        why=talk.reason,
        heard=event.id if isinstance(event, _SPEAKS) else "",
        wanted=_wanted(talk),
        total=offer.total if offer is not None else None,
        locator=talk.basket.locator,
        failed=_failed(scene),
    )
    if place is None:
        return summary
    return msgspec.structs.replace(
        summary,
        node=place.node,
        subject=place.subject,
        step=place.step,
        steps=place.steps,
        revision=place.revision,
    )


def _wanted(talk: Conversation) -> Wanted:
    """The chosen flights, or as much as was said of the trip."""
    trip, offer = talk.trip, talk.basket.offer
    if offer is None:
        travellers = trip.party.travellers if trip.party else 0
        return Wanted(trip.origin, trip.destination, trip.depart, trip.back, trip.one_way, travellers)
    first, last = offer.slices[0], offer.slices[-1]
    back = last.departs.date() if len(offer.slices) > 1 else None
    flights = display.flights(offer)
    party = offer.party.travellers
    return Wanted(first.origin, first.destination, first.departs.date(), back, back is None, party, flights)


def _failed(scene: Scene) -> tuple[str, ...]:
    talk = scene.conversation
    failed = list(payment_trouble.reasons(talk))
    if isinstance(scene.event, SearchFailed) or scene.position.node == NO_SEARCH:
        failed.append(NO_SEARCH)
    if talk.reason == LOST:
        failed.append(NOT_UNDERSTOOD)
    return tuple(failed)
