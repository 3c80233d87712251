"""The panel beside a thread: who, trip, order, money, step, other chats, notes, each with what can be done."""

from flask import render_template

from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import flow_drafts, thread_card
from bot.services.thread_card import Card
from bot.services.thread_refs import ref_of
from bot.web.desk import notes
from bot.web.desk import panel_view as view


def draw(runtime: Runtime, person: Person, thread: str) -> str:
    """The panel of a thread as HTML, for a person of the desk."""
    card = thread_card.read(runtime, thread)
    owner = card.talk.owner if card.talk else ""
    return render_template(
        "desk/panel.html",
        ref=ref_of(runtime, thread),
        who=view.who_of(card),
        trip=view.wanted_trip(runtime, card),
        purchases=tuple(view.purchase_of(runtime, person, thread, one) for one in card.purchases),
        step=view.step_of(card.place),
        with_bot=owner == "bot",
        chats=view.chats_of(runtime, card),
        may_reveal=person.may("contacts.reveal"),
        may_talk=person.may("threads.talk"),
        notes=notes.draw_list(runtime, person, thread),
        is_known=card.talk is not None,
        drafts=tuple(head.flow for head in flow_drafts.drafts(runtime)) if person.may("flows.edit") else (),
        replay=_replayed_on(runtime, card) if person.may("flows.edit") else "",
    )


def _replayed_on(runtime: Runtime, card: Card) -> str:
    """The flow on whose draft the thread is replayed: that in which it stands, else that in which talks begin."""
    if card.talk is None:
        return ""
    world = runtime.world()
    stands = card.place.flow if card.place else ""
    return next((flow for flow in (stands, world.entry) if flow in world.live), "")
