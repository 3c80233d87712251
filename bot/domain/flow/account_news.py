"""Notices of account activity in the talk: said once, as a note that leads nowhere, with the present question again."""

from typing import Any

from bot.domain.flow import run
from bot.domain.flow.activity_words import sentence
from bot.domain.flow.scene import Scene
from bot.domain.payment.pace import SECURITY


def told(scene: Scene) -> Scene:
    """The scene in which the traveller is told, whoever has the thread; a chat that knows nobody is told nothing."""
    if not scene.conversation.profile.is_known:
        return scene
    scene = scene.with_said(activity=_news(scene))
    if scene.conversation.owner != "bot":
        return scene.say_text("activity_news")
    return run.say_aside(scene, "activity_news")


def _news(scene: Scene) -> str:
    event: Any = scene.event
    here = scene.conversation.thread

    def words(key: str, said: Any) -> str:
        return scene.with_said(**said).words(key)

    parts = [sentence(one, words, language=scene.language, here=here) for one in event.items]
    if event.more:
        parts.append(words("activity_more", {"count": event.more}))
    if scene.conversation.owner == "bot" and any(one.kind in SECURITY for one in event.items):
        parts.append(words("activity_not_you", {"person": scene.words("person_button")}))
    return " ".join(parts)
