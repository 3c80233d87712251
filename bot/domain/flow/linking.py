"""Linking another chat at any step: a code made here and typed there, or sent to the address of a booking.

Theory. Who holds a code holds the account, so every sentence that gives one away says what it does. A chat that knows
its traveller already asks before it takes a code: whoever was talked into typing a stranger's code would share their
own cards with them. A chat that knows nobody takes a code at once, and its traveller hears with whom it is linked.
What must stay true: the same words follow an address that is known and one that is not; a code is looked for at every
wait, and a booking that is going on stays where it stood.
"""

from typing import Any

from bot.domain.conversation.effects import MakeLinkCode, RedeemLinkCode, SendLinkCode
from bot.domain.conversation.link_events import ChatLinked, LinkCodeMade, LinkRefused
from bot.domain.conversation.messages import Option
from bot.domain.flow import run, yes_no
from bot.domain.flow.hearing import Heard, awaited_code
from bot.domain.flow.scene import Scene
from bot.domain.understanding.identity import parse_email
from bot.domain.understanding.link_codes import is_nearly_code, show_code

News = LinkCodeMade | ChatLinked | LinkRefused
"""What becomes of a code."""
AWAITS_MS = 15 * 60 * 1000
"""How long a code is listened for among other words: longer than it is good, because mails take a while."""
ASKED = "link:"
"""How the slot begins that holds the question whether to take a code."""
_MINUTE_MS = 60_000
_REFUSALS = {
    "wrong": "link_wrong",
    "locked": "link_locked",
    "alone": "link_alone",
    "same": "link_same",
    "pins": "link_pins",
}
"""Why a code was not taken, made or sent -> the key of what is said."""


def offer(scene: Scene, _: Heard) -> Scene:
    """The scene in which a traveller learns how to link chats, and may do it."""
    if not scene.conversation.profile.is_known:
        return _await(scene, "mail").say_text("link_unknown", (_person(scene),))
    ways = [Option(scene.words("link_get_button"), "link:get"), Option(scene.words("link_have_button"), "link:have")]
    if len(scene.conversation.profile.chats) > 1:
        ways.append(Option(scene.words("chats_button"), "go:chats"))
    return _await(scene, "code").say_text("link_known", tuple(ways))


def answered(asked: str, heard: Heard, scene: Scene) -> Scene | None:
    """The scene after a code, an address to send one to, or the answer to the question whether to take one.

    `asked` is the question that was asked last. None when it is about something else.
    """
    what, _, rest = heard.link.partition(":")
    if what in _TAPS:
        return _TAPS[what](scene, rest)
    told = _yes_or_no(asked.removeprefix(ASKED), heard, scene) if asked.startswith(ASKED) else None
    if told is not None:
        return told
    awaited = awaited_code(scene)
    email = parse_email(heard.text) if awaited == "mail" and "@" in heard.text else None
    if email:
        scene = _await(scene, "code").say_text("link_mail_sent")
        return scene.want(SendLinkCode(email, scene.language))
    if awaited and is_nearly_code(heard.text):
        return run.say_aside(scene, "link_code_shape")
    return None


def without_mail(scene: Scene) -> Scene:
    """The scene after words about something else: an address that is written later is no answer to us."""
    kind, _, until = scene.conversation.slots.get("linking", "").partition(":")
    return scene.change_slots(linking=f"code:{until}") if kind == "mail" else scene


def news(scene: Scene) -> Scene:
    """The scene after what became of a code, wherever the talk stands."""
    event: Any = scene.event
    if isinstance(event, ChatLinked):
        scene = scene.change_slots(linking="").with_said(channel=channel_name(event.channel, scene))
        return _say(scene, "link_done", (Option(scene.words("chats_button"), "go:chats"),))
    scene = scene.with_said(minutes=max(1, -(-(event.until * 1000 - scene.now) // _MINUTE_MS)))
    if isinstance(event, LinkCodeMade):
        told = scene.with_said(code=show_code(event.code)).say_text("link_code")
        # A bubble of its own: a code in front of three flights is copied wrongly, or not found again.
        return run.where_we_are(told) if scene.conversation.owner == "bot" and run.current(scene) else told
    return _say(scene, _REFUSALS.get(event.reason, "link_failed"), (_person(scene),))


def channel_name(channel: str, scene: Scene) -> str:
    """A channel as travellers call it; one that nobody named is another chat."""
    return scene.words(f"channel_{channel}", otherwise="channel_other")


def _code(scene: Scene, code: str) -> Scene:
    """A chat that knows its traveller has something to lose, so it asks first."""
    if not scene.conversation.profile.is_known:
        return _redeem(scene, code)
    ways = (
        Option(scene.words("link_yes_button"), f"link:yes:{code}"),
        Option(scene.words("link_no_button"), f"link:no:{code}"),
    )
    return scene.change_slots(removing=f"{ASKED}{code}").say_text("link_confirm", ways)


def _yes_or_no(code: str, heard: Heard, scene: Scene) -> Scene | None:
    return yes_no.led(
        heard,
        scene,
        act=lambda answer: _redeem(scene, code) if answer == "yes" else _not_taken(scene, code),
        anew=lambda told: _code(told, code),
    )


def _redeem(scene: Scene, code: str) -> Scene:
    return scene.say_text("link_checking").want(RedeemLinkCode(code))


def _not_taken(scene: Scene, _: str) -> Scene:
    return run.say_aside(scene.change_slots(linking=""), "link_not")


def _get(scene: Scene, _: str) -> Scene:
    return scene.say_text("link_making").want(MakeLinkCode())


def _have(scene: Scene, _: str) -> Scene:
    return _await(scene, "code").say_text("link_have")


_TAPS = {"code": _code, "get": _get, "have": _have, "yes": _redeem, "no": _not_taken}


def _await(scene: Scene, kind: str) -> Scene:
    return scene.change_slots(linking=f"{kind}:{scene.now + AWAITS_MS}")


def _person(scene: Scene) -> Option:
    return Option(scene.words("person_button"), "go:person")


def _say(scene: Scene, key: str, buttons: tuple[Option, ...] = ()) -> Scene:
    """News is told in any case; only the bot goes on with its question."""
    if scene.conversation.owner != "bot":
        return scene.say_text(key)
    return run.say_aside(scene, key, buttons)
