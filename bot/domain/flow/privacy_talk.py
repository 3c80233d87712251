"""Talk about what is known of a traveller: telling it, consents by purpose, and forgetting everything after a yes.

What is told is counts, never the things themselves: the thread may be read over a shoulder. To take all of it along
there is the page of the wallet.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.conversation.account_effects import ChooseConsent, EraseTraveller, TellKnown
from bot.domain.conversation.account_events import ConsentChosen, ErasureRefused, KnownTold, TravellerErased
from bot.domain.conversation.messages import Option
from bot.domain.conversation.profile import Profile
from bot.domain.conversation.state import for_somebody_else
from bot.domain.flow import linked_chats, payment_talk, run, wait_consent, yes_no
from bot.domain.flow.hearing import NOTHING, Heard
from bot.domain.flow.scene import Scene
from bot.domain.privacy import KINDS, PURPOSES, SAVED_METHODS, can_be_given

News = KnownTold | ConsentChosen | TravellerErased | ErasureRefused
"""What becomes of such a wish."""
ASKED = "data:"
"""How the slot begins that holds the question whether to forget everything, or to take a consent back."""


def known(scene: Scene, _: Heard) -> Scene:
    """The scene in which what is kept is being counted."""
    return scene.change_slots(known="all").want(TellKnown())


def consents(scene: Scene, _: Heard) -> Scene:
    """The scene in which what is allowed is being looked for."""
    return scene.change_slots(known="consents").want(TellKnown())


def export(scene: Scene, _: Heard) -> Scene:
    """The scene that tells where everything can be taken along: on the page, because a chat holds no file for long."""
    return run.say_aside(scene, "privacy_export", (Option(scene.words("payments_page_button"), "go:wallet"),))


def erase(scene: Scene, _: Heard) -> Scene:
    """The scene that tells what would go and what stays, and why, and asks for a yes."""
    ways = (
        Option(scene.words("privacy_erase_yes_button"), "data:erase:yes"),
        Option(scene.words("privacy_erase_no_button"), "data:erase:no"),
    )
    return scene.change_slots(removing=f"{ASKED}erase").say_text("privacy_erase_confirm", ways)


def answered(asked: str, heard: Heard, scene: Scene) -> Scene | None:
    """The scene after a tap about all this, or a typed yes or no to its question; None when it is about another thing.

    A yes or no that says more is about that, and nothing is forgotten: it is asked once more beside a question.
    """
    if heard.data:
        return _tapped(heard.data, scene)
    if not asked.startswith(ASKED):
        return None
    what = asked.removeprefix(ASKED)
    told = yes_no.led(
        heard,
        scene,
        act=lambda answer: _tapped(f"{what}:{answer}", scene),
        anew=lambda noted: _tapped(what, noted),
    )
    if told is not None:
        return told
    return run.where_we_are(scene) if heard.understood.answer and run.current(scene) else None


def _tapped(wanted: str, scene: Scene) -> Scene:
    what, _, rest = wanted.partition(":")
    way = _WAYS.get(what)
    return way(rest, scene) if way is not None else run.where_we_are(scene.note("stale"))


def _erase(answer: str, scene: Scene) -> Scene:
    if not answer:
        return erase(scene, NOTHING)
    if answer != "yes":
        return run.say_aside(scene, "privacy_erase_not")
    return scene.say_text("privacy_erasing").want(EraseTraveller())


def _off(rest: str, scene: Scene) -> Scene:
    """Take a consent back: the saved methods go with theirs, so that is asked first."""
    purpose, _, answer = rest.partition(":")
    if purpose not in PURPOSES:
        return run.where_we_are(scene.note("stale"))
    if answer == "no":
        return run.say_aside(scene, "privacy_consent_kept")
    if purpose == SAVED_METHODS and answer != "yes":
        ways = (
            Option(scene.words("privacy_off_yes_button"), f"data:off:{purpose}:yes"),
            Option(scene.words("privacy_off_no_button"), f"data:off:{purpose}:no"),
        )
        return scene.change_slots(removing=f"{ASKED}off:{purpose}").say_text("privacy_off_methods", ways)
    return scene.want(ChooseConsent(purpose, given=False, language=scene.language))


def _on(purpose: str, scene: Scene) -> Scene:
    if not can_be_given(purpose):
        return run.where_we_are(scene.note("stale"))
    return scene.want(ChooseConsent(purpose, given=True, language=scene.language))


_WAYS: Mapping[str, Callable[[str, Scene], Scene]] = {
    "receipt": payment_talk.tapped,
    "erase": _erase,
    "off": _off,
    "on": _on,
}
"""What "data:<way>:…" on a button does."""


def news(scene: Scene) -> Scene:
    """The scene after what became of such a wish; what is forgotten is forgotten whoever has the thread."""
    event: Any = scene.event
    noted = _noted(event, scene)
    match event:
        case TravellerErased():
            return _erased(event, scene)
        case ConsentChosen(purpose=purpose) if run.awaits(scene, f"consent.{purpose}"):
            return (run.news(noted) if scene.conversation.owner == "bot" else _missed(noted)) or noted
        case _ if scene.conversation.owner != "bot":
            return noted
        case KnownTold():
            return _told(event, scene)
        case ConsentChosen(purpose=purpose, given=given):
            return run.say_aside(noted, f"privacy_{purpose}_{'on' if given else 'off'}")
        case _:
            return run.say_aside(scene, "privacy_busy")


def _missed(scene: Scene) -> Scene | None:
    """The scene in which what was chosen leads on when the bot has the thread again, and nothing is said meanwhile."""
    heard = run.overhear(scene)
    return heard.without_notes() if heard is not None else None


def _noted(event: News, scene: Scene) -> Scene:
    """The scene that knows what was chosen, so that no flow asks for it again."""
    if not isinstance(event, ConsentChosen):
        return scene
    return wait_consent.answered(scene, event.purpose, "yes" if event.given else "no")


def _told(event: KnownTold, scene: Scene) -> Scene:
    part, scene = scene.conversation.slots.get("known", ""), scene.change_slots(known="")
    if part == "consents":
        return _consents(event, scene)
    counts = [
        scene.with_said(count=event.known.count(kind)).words(f"privacy_kind_{kind}")
        for kind in KINDS
        if event.known.count(kind)
    ]
    if not counts:
        return run.say_aside(scene, "privacy_nothing")
    ways = (
        Option(scene.words("privacy_consents_button"), "go:consents"),
        Option(scene.words("privacy_export_button"), "go:export"),
        Option(scene.words("privacy_erase_button"), "go:erase"),
    )
    return run.say_aside(scene.with_said(kept=scene.words("list_mark").join(counts)), "privacy_known", ways)


def _consents(event: KnownTold, scene: Scene) -> Scene:
    """Every purpose with whether it is allowed; a button for each turns it, where a word can."""
    told, ways = list[str](), list[Option]()
    for purpose in PURPOSES:
        saved = purpose != SAVED_METHODS or event.known.count("methods") > 0
        allowed = purpose in event.known.allowed and saved
        told.append(scene.words(f"privacy_{purpose}_is_{'on' if allowed else 'off'}"))
        if allowed:
            ways.append(Option(scene.words(f"privacy_{purpose}_off_button"), f"data:off:{purpose}"))
        elif can_be_given(purpose):
            ways.append(Option(scene.words(f"privacy_{purpose}_on_button"), f"data:on:{purpose}"))
    return run.say_aside(scene.with_said(consents=" ".join(told)), "privacy_consents", tuple(ways))


def _erased(event: TravellerErased, scene: Scene) -> Scene:
    """Other chats say it when their traveller writes next: nobody asked there, and some may not write first."""
    nobody = Profile(max(scene.conversation.profile.revision, event.revision))
    scene = scene.replace(for_somebody_else(scene.conversation, nobody))
    return scene.say_text("privacy_erased") if event.asked else scene.change_slots(unverified=linked_chats.ERASED)
