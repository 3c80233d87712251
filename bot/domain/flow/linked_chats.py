"""Talk about the chats that share a traveller: which there are, unlinking one after a yes, and news of them.

A chat that is unlinked, or behind which another number stands, forgets what it knew of the traveller at once.
"""

from datetime import UTC, datetime
from typing import Any

from bot.domain.conversation.effects import UnlinkChat
from bot.domain.conversation.events import ProfileChanged
from bot.domain.conversation.messages import Option
from bot.domain.conversation.profile import LinkedChat, Profile
from bot.domain.conversation.state import Basket, for_somebody_else
from bot.domain.flow import linking, run, wait_checkout, yes_no
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.shopping.display import date_text

JOINED, LEFT, UNLINKED, CHANGED = "chat_joined", "chat_left", "chat_unlinked", "chat_changed"
GONE = "unlink_gone"
NEWS = frozenset({JOINED, LEFT, UNLINKED, CHANGED, GONE})
"""Keys of the news about a chat: another was linked, unlinked or changed, this one was unlinked, or it had gone."""
ERASED = "erased"
"""Stands in the slot of the warning when the traveller had everything forgotten in another chat."""
_WARNINGS = {ERASED: "privacy_erased_elsewhere"}
_OFF = "off:"
_MOST_SHOWN = 9


def show(scene: Scene, heard: Heard) -> Scene:
    """The scene in which the linked chats are told, by channel and day, each with a button that unlinks it."""
    chats = scene.conversation.profile.chats
    if not scene.conversation.profile.is_known:
        return linking.offer(scene, heard)
    if len(chats) <= 1:
        get = Option(scene.words("link_get_button"), "link:get")
        return run.say_aside(scene, "chats_alone", (get, *_buttons(chats, scene)))
    told = scene.with_said(chats=", ".join(_told(chat, scene) for chat in chats))
    return run.say_aside(told, "chats_linked", _buttons(chats[:_MOST_SHOWN], scene))


def unlink(scene: Scene, heard: Heard) -> Scene:
    """The scene in which one chat is about to be unlinked: this one where words say so, else the traveller chooses."""
    chats = scene.conversation.profile.chats
    here = next((chat for chat in chats if chat.here), None)
    says_here = {"this", "here", "cette", "ici"} & {*heard.text.casefold().replace(".", " ").split()}
    if here is not None and (says_here or len(chats) == 1):
        return tapped(f"ask:{here.id}", scene)
    return show(scene, heard)


def answered(asked: str, heard: Heard, scene: Scene) -> Scene | None:
    """The scene after a tap about a chat, or a typed yes or no to the question whether to unlink it; else None."""
    if heard.link.startswith(_OFF):
        return tapped(heard.link.removeprefix(_OFF), scene)
    if not asked.startswith(_OFF):
        return None
    chat = asked.removeprefix(_OFF)
    return yes_no.led(
        heard,
        scene,
        act=lambda answer: tapped(f"{answer}:{chat}", scene),
        anew=lambda told: tapped(f"ask:{chat}", told),
    )


def tapped(asked: str, scene: Scene) -> Scene:
    """The scene after a tap on a button about a chat: "ask:<chat>", "yes:<chat>" or "no:<chat>"."""
    what, _, name = asked.partition(":")
    chats = scene.conversation.profile.chats
    chat = next((chat for chat in chats if chat.id == name), None)
    if chat is None:
        return run.say_aside(scene, GONE)
    scene = scene.with_said(channel=linking.channel_name(chat.channel, scene))
    if what == "no":
        return run.say_aside(scene, "unlink_kept")
    if what == "yes":
        return scene.say_text("unlinking").want(UnlinkChat(chat.id))
    ways = (
        Option(scene.words("unlink_yes_button"), f"link:off:yes:{chat.id}"),
        Option(scene.words("unlink_no_button"), f"link:off:no:{chat.id}"),
    )
    return scene.change_slots(removing=f"{_OFF}{chat.id}").say_text(_question(chat, scene), ways)


def told(event: ProfileChanged, scene: Scene) -> Scene:
    """The scene that knows the traveller as SQL does now, or nobody any more, with the news of a chat."""
    if event.profile.revision > scene.conversation.profile.revision:
        scene = _with_profile(event.profile, scene)
    scene = scene.with_said(channel=linking.channel_name(event.method, scene))
    if scene.conversation.owner != "bot":
        return scene.say_text(event.news)
    chats = scene.conversation.profile.chats if event.news == JOINED else ()
    others = tuple(chat for chat in chats if not chat.here and event.method in ("", chat.channel))
    return run.say_aside(scene, event.news, _buttons(others[-1:], scene))


def identity_changed(scene: Scene) -> Scene | None:
    """The scene of a chat whose number or name is another now: it knows nobody, says nothing, and tells when asked.

    None for a chat in which nothing has happened yet.
    """
    if not scene.conversation.version:
        return None
    talk, checkout = scene.conversation, scene.conversation.basket.checkout
    event: Any = scene.event
    warns = event.known or talk.profile.is_known or bool(checkout) or bool(talk.slots.get("unverified"))
    if run.in_checkout(scene):
        scene = wait_checkout.give_up(scene)
    nobody = Profile(max(talk.profile.revision, event.revision))
    scene = scene.replace(for_somebody_else(scene.conversation, nobody))
    return scene.change_slots(unverified="1" if warns else "")


def is_anothers(scene: Scene) -> bool:
    """Whether news is about a checkout that somebody who wrote here before had begun: it is told to nobody here."""
    disowned = scene.conversation.slots.get("disowned", "")
    return bool(disowned) and getattr(scene.event, "checkout", "") in disowned.split("\n")


def with_warning(scene: Scene) -> Scene:
    """The scene that tells, with the first answer, why a chat knows nobody any more."""
    why = scene.conversation.slots.get("unverified")
    if not why:
        return scene
    link = Option(scene.words("link_button"), "go:link")
    return scene.change_slots(unverified="").note(_WARNINGS.get(why, "identity_changed")).offer_also(link)


def _with_profile(profile: Profile, scene: Scene) -> Scene:
    loses = scene.conversation.profile.is_known and not profile.is_known
    scene = scene.change(profile=profile)
    if not loses or run.in_checkout(scene):
        return scene
    return scene.change(position=None, parents=(), basket=Basket(), trips=(), opened="")


def _question(chat: LinkedChat, scene: Scene) -> str:
    profile = scene.conversation.profile
    if len(profile.chats) > 1:
        return "unlink_confirm_here" if chat.here else "unlink_confirm"
    return "unlink_confirm_last_card" if profile.methods else "unlink_confirm_last"


def _told(chat: LinkedChat, scene: Scene) -> str:
    since = date_text(datetime.fromtimestamp(chat.since / 1000, UTC).date(), scene.language)
    name = linking.channel_name(chat.channel, scene)
    key = "chat_here" if chat.here else "chat_there"
    return scene.with_said(channel=name, since=since).words(key)


def _buttons(chats: tuple[LinkedChat, ...], scene: Scene) -> tuple[Option, ...]:
    """A button a chat, none named like another."""
    options: dict[str, Option] = {}
    for chat in chats:
        name = linking.channel_name(chat.channel, scene)
        title = scene.with_said(channel=name).words("unlink_here_button" if chat.here else "unlink_button")
        number = sum(one.startswith(title) for one in options)
        title = f"{title} {number + 1}" if number else title
        options[title] = Option(title, f"link:off:ask:{chat.id}")
    return tuple(options.values())
