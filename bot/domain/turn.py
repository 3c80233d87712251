"""The one door: `advance` turns a conversation and an event into a conversation and effects.

Theory. Everything that can happen comes in here: words and taps of the traveller, answers of suppliers and of the
checkout, agents and timers. `advance` is a function: no clock, no chance, no I/O; the same conversation, event,
world and time always give the same turn, so that a turn can be taken again when somebody else was faster.

The order of its questions is the order of what matters: was this event seen before; who owns the thread; is it money
news, which is told in any case; is it a wish that holds everywhere (help, a person, start over); and only then what
the present wait makes of it. What must stay true: an event that was seen gives an empty turn; while a person has the
thread the bot says nothing of its own but money news; every word of the traveller while the bot has the thread is
answered with something.
"""

from collections.abc import Callable, Mapping
from typing import Any, get_args

import msgspec

from bot.domain import ids
from bot.domain.conversation import handover
from bot.domain.conversation.account_events import AccountEvent
from bot.domain.conversation.activity_events import AccountActivityNoted
from bot.domain.conversation.aftersale_events import AftersaleEvent, RefundQuoted
from bot.domain.conversation.agent_events import AgentReturned, AgentSpoke, AgentTook
from bot.domain.conversation.control_events import ControlMoved
from bot.domain.conversation.desk_events import ComposerEvent, StaffEvent
from bot.domain.conversation.effects import Effect, Say
from bot.domain.conversation.events import (
    AttachmentReceived,
    ChoiceTapped,
    Event,
    FormSent,
    MessageEchoed,
    MessageEdited,
    MessageErased,
    MessageReacted,
    MessageUnsent,
    ProfileChanged,
    TextReceived,
    ThreadOpened,
    WaitExpired,
    is_from_traveller,
)
from bot.domain.conversation.file_events import AgentSentFile
from bot.domain.conversation.link_events import IdentityChanged
from bot.domain.conversation.rating_events import RatingAsked
from bot.domain.conversation.service_events import AgentAccepted, AgentLeft, ServiceEvent, WaitTold
from bot.domain.conversation.state import Conversation, remember
from bot.domain.conversation.wallet_events import WalletLinkMade
from bot.domain.flow import (
    account_news,
    agents,
    aside,
    begin,
    channel_news,
    entry,
    erasing,
    files,
    giving_back,
    linked_chats,
    linking,
    order_news,
    payment_talk,
    payment_trouble,
    privacy_talk,
    rating,
    routing,
    run,
    saved_cards,
    wait_checkout,
    waiting,
    wallet_talk,
)
from bot.domain.flow.choosing import typed_choice, with_offered
from bot.domain.flow.circles import out_of_circles
from bot.domain.flow.everywhere import WISHES, back_to_bot
from bot.domain.flow.hearing import NOTHING, Heard, hear
from bot.domain.flow.menus import with_a_person
from bot.domain.flow.scene import Scene
from bot.domain.flow.spoken import spoken
from bot.domain.flow.summing import with_summary
from bot.domain.flow.tongues import asked_language, in_its_language, in_the_language_of_its_device
from bot.domain.flow.wishes import take_wishes
from bot.domain.payment.pin_typed import PIN_REMOVED
from bot.domain.world import World


class Turn(msgspec.Struct, frozen=True):
    """What follows from an event: the conversation after it, and what is wanted, in order.

    A turn whose conversation has the old version is empty: nothing happened, nothing is stored.
    """

    conversation: Conversation
    effects: tuple[Effect, ...] = ()


_AFTER_SALE = get_args(AftersaleEvent)
_NEWS = (*get_args(wait_checkout.News), *get_args(linking.News), *get_args(AccountEvent), *_AFTER_SALE)
_BY_STAFF = (*get_args(StaffEvent), AgentTook, AgentSpoke, AgentSentFile, *get_args(ServiceEvent))
_NEVER_REWORDED = (*_NEWS, ProfileChanged, WalletLinkMade, AccountActivityNoted, *_BY_STAFF)
"""Money news and the words of people are told as they are, however often."""


def advance(conversation: Conversation, event: Event, *, world: World, now: int) -> Turn:
    """The turn that follows from an event; touches nothing. `now` is milliseconds since 1970, UTC."""
    noted = _note(conversation, event)
    if noted is None:
        return Turn(conversation)
    scene = _DOORS.get(type(event), _news)(files.wanted(Scene(noted, event, world, now)))
    if scene is None:
        return Turn(conversation)
    scene = _without_old_question(scene)
    reworded = not isinstance(event, _NEVER_REWORDED)
    scene = _with_last_notes(scene) if reworded or scene.conversation.owner == "bot" else scene
    scene = out_of_circles(scene) if reworded else scene
    scene = with_a_person(scene)
    scene = with_summary(scene, noted)
    scene = with_offered(scene, before=noted.position.wait if noted.position else "")
    return Turn(msgspec.structs.replace(scene.conversation, version=conversation.version + 1), scene.effects)


def _without_old_question(scene: Scene) -> Scene:
    """The scene in which a yes answers what was said last: news that was told ends the question before it."""
    if is_from_traveller(scene.event) or not any(isinstance(effect, Say) for effect in scene.effects):
        return scene
    scene = scene.change_slots(**{"removing": "", wait_checkout.WISHED: ""})
    return scene if isinstance(scene.event, RefundQuoted) else scene.change_slots(**{giving_back.QUOTED: ""})


def _with_last_notes(scene: Scene) -> Scene:
    """The scene in which nothing that was to be told stays untold, whatever its flow asks or does not ask."""
    *notes, last = scene.notes or ("",)
    return msgspec.structs.replace(scene, notes=tuple(notes)).say_text(last) if last else scene


def _note(conversation: Conversation, event: Event) -> Conversation | None:
    """The conversation that remembers the event, whoever it is from: what SQL owes may be handed over twice, too.

    None for what was seen, and for a message that comes after its own take-back.
    """
    key = ids.digest(event.id)
    if key in conversation.seen or ids.digest(f"{event.id}:unsent") in conversation.seen:
        return None
    noted = remember(conversation, key, event.at)
    if not is_from_traveller(event) or isinstance(event, MessageEchoed):
        return noted
    noted = handover.after_silence(noted, at=event.at)
    return msgspec.structs.replace(noted, last_heard=max(conversation.last_heard, event.at), muted="")


def _from_traveller(scene: Scene) -> Scene:
    """An answer to how they were helped is kept, whoever has the thread; all else goes its way."""
    return rating.answered(scene) or _traveller(scene)


def _traveller(scene: Scene) -> Scene:
    scene = entry.noted(routing.in_standby(in_the_language_of_its_device(scene)))
    if scene.conversation.owner != "bot":
        return _while_with_a_person(scene)
    scene = entry.came(scene)
    match scene.event:
        case ThreadOpened():
            return entry.opened(scene)
        case AttachmentReceived(kind="unavailable"):
            return run.where_we_are(scene.note("please_resend"))
        case AttachmentReceived():
            return run.where_we_are(scene.note("cannot_read"))
        case FormSent(redacted=redacted, values=values) if redacted:
            return run.where_we_are(msgspec.structs.replace(scene, sent=values).note("card_redacted"))
        case TextReceived(text=text, redacted=redacted) if redacted:
            return run.where_we_are(scene.note("pin_redacted" if PIN_REMOVED in text else "card_redacted"))
        case _ if not run.is_late(scene):
            return _answer(scene)
        case _ if aside.is_aside(scene):
            return _traveller(aside.back(scene))
        case _:
            return _answer_late(scene)


def _answer_late(scene: Scene) -> Scene:
    """The scene after an answer to a question that has timed out, though nobody rang for it.

    What the words say of the trip is kept; where the timeout leads to the same question, they answer it.
    """
    heard = hear(scene.event, scene, expecting=None)
    woken = run.take(take_wishes(heard, scene)[1].change_slots(removing=""), "timeout")
    tapped = heard.go or heard.card or heard.back
    return _answer(scene) if tapped or woken.position.node == scene.position.node else woken


def _answer(scene: Scene) -> Scene:
    here = run.current(scene)
    heard = hear(scene.event, scene, expecting=(here[1].expecting or "trip") if here else None)
    removing = scene.conversation.slots.get("removing", "")
    quoted = scene.conversation.slots.get(giving_back.QUOTED, "")
    scene = linked_chats.with_warning(in_its_language(scene.change_slots(removing="", quoted=""), heard))
    told = giving_back.answered(quoted, heard, scene)
    if told is not None:
        return told
    for answered in (linking.answered, linked_chats.answered, privacy_talk.answered, saved_cards.answered):
        told = answered(removing, heard, scene)
        if told is not None:
            return told
    return _meant(linking.without_mail(scene), heard)


def _meant(scene: Scene, heard: Heard) -> Scene:
    here = run.current(scene)
    if aside.leads_away(heard, scene):
        return _answer(aside.back(scene))
    if heard.stale:
        return run.where_we_are(scene.note("stale_form" if isinstance(scene.event, FormSent) else "stale"))
    if heard.go:
        return WISHES[heard.go](scene, heard)
    if heard.offer:
        shelf = run.at_shelf(scene)
        return run.answer(shelf, heard) if shelf else run.where_we_are(scene.note("stale"))
    if asked_language(heard.text):
        return run.where_we_are(scene)
    return spoken(scene, heard, here) if here else begin.without_a_wait(scene, heard)


def _while_with_a_person(scene: Scene) -> Scene:
    """While the traveller waits, the way back to the bot is open, tapped or typed; all else is for the desk."""
    if scene.conversation.owner != "queue":
        return scene
    match scene.event:
        case ChoiceTapped(payload="go:bot"):
            return back_to_bot(scene, NOTHING)
        case TextReceived(text=text) if typed_choice(text, scene) == "go:bot":
            return back_to_bot(scene, NOTHING)
        case _:
            return payment_trouble.tapped(scene) or scene


def _timer(scene: Scene) -> Scene | None:
    event: Any = scene.event
    waits = scene.conversation.owner == "bot" and scene.position.wait == event.wait
    return run.take(scene, "timeout") if waits else None


def _profile(scene: Scene) -> Scene:
    event: Any = scene.event
    return linked_chats.told(event, scene) if event.news in linked_chats.NEWS else saved_cards.told(event, scene)


def _silent(scene: Scene) -> Scene:
    """Reactions and edits are kept in the transcript and change nothing in the talk."""
    return scene


def _news(scene: Scene) -> Scene | None:
    """Answers of the outside: money news is told in any case, the rest is taken where it is awaited."""
    if linked_chats.is_anothers(scene):
        return scene
    scene = payment_trouble.settled(payment_trouble.noted(scene))
    if payment_trouble.is_trouble(scene):
        return payment_trouble.handed_over(scene)
    if scene.conversation.owner != "bot":
        return run.overhear(scene)
    told = run.news(scene) or run.behind(scene)
    return told if told is not None else run.elsewhere(scene)


_DOORS: Mapping[type, Callable[[Scene], Scene | None]] = {
    TextReceived: _from_traveller,
    ChoiceTapped: _from_traveller,
    FormSent: _traveller,
    ThreadOpened: _traveller,
    AttachmentReceived: _traveller,
    MessageReacted: _silent,
    MessageEdited: _silent,
    MessageUnsent: erasing.unsent,
    MessageErased: erasing.erased,
    ControlMoved: routing.moved,
    ProfileChanged: _profile,
    WalletLinkMade: wallet_talk.opened,
    **dict.fromkeys(get_args(linking.News), linking.news),
    **dict.fromkeys(get_args(payment_talk.News), payment_talk.news),
    **dict.fromkeys(get_args(privacy_talk.News), privacy_talk.news),
    **dict.fromkeys(_AFTER_SALE, giving_back.news),
    IdentityChanged: linked_chats.identity_changed,
    AccountActivityNoted: account_news.told,
    AgentTook: agents.acted,
    AgentSpoke: agents.acted,
    AgentReturned: agents.acted,
    **dict.fromkeys(get_args(ComposerEvent), agents.acted),
    AgentSentFile: files.sent,
    RatingAsked: rating.asked,
    WaitExpired: _timer,
    AgentAccepted: waiting.accepted,
    AgentLeft: waiting.left,
    WaitTold: waiting.told,
    **channel_news.DOORS,
    **order_news.DOORS,
}
"""Event -> what becomes of the scene; all that is not here is an answer of the outside."""
