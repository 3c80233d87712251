"""Files in a talk: those that a traveller sent are to be fetched, those that an agent sends are said."""

from typing import Any

import msgspec

from bot.domain.conversation import answers
from bot.domain.conversation.answers import Answer
from bot.domain.conversation.context import Context
from bot.domain.conversation.effects import Say
from bot.domain.conversation.file_events import FetchFiles
from bot.domain.conversation.files import MOST_FILES
from bot.domain.flow.scene import Scene


def wanted(scene: Scene) -> Scene:
    """The scene in which the files of the event, if it brought any, are to be fetched, whoever has the thread."""
    context: Context | None = getattr(scene.event, "context", None)
    away = tuple(file for file in context.files if file.source)[:MOST_FILES] if context else ()
    return scene.want(FetchFiles(scene.event.id, away)) if away else scene


def sent(scene: Scene) -> Scene | None:
    """The scene after an agent sent a file; None when the thread is not theirs."""
    event: Any = scene.event
    talk = scene.conversation
    if talk.owner != "human" or talk.agent != event.agent:
        return None
    answer = Answer(talk.version + 1, event.agent, event.name, scene.now)
    kept = msgspec.structs.replace(talk, answers=answers.noted(talk.answers, answer))
    return scene.replace(kept).want(Say(event.media, author=event.name))
