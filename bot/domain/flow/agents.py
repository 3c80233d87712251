"""What live-chat agents do with a thread: take it, write in it, and give it back to the bot."""

import msgspec

from bot.domain.conversation import answers, handover
from bot.domain.conversation.agent_events import AgentReturned, AgentSpoke, AgentTook
from bot.domain.conversation.answers import Answer
from bot.domain.conversation.desk_events import MessageRepeated, TemplateChosen
from bot.domain.conversation.effects import Say
from bot.domain.conversation.messages import Text
from bot.domain.flow import returning
from bot.domain.flow.scene import Scene


def acted(scene: Scene) -> Scene | None:
    """The scene after an agent acted; None when it was not theirs to do, because another one has the thread."""
    talk = scene.conversation
    match scene.event:
        case AgentTook(agent=agent) | AgentSpoke(agent=agent) | AgentReturned(agent=agent) if handover.is_anothers(
            talk, agent
        ):
            return None
        case AgentTook() as event:
            return _taken(scene, event)
        case AgentSpoke() as event:
            return _said(scene, event)
        case TemplateChosen(agent=agent) if talk.owner == "human" and talk.agent == agent:
            return spoken(scene, scene.event)
        case MessageRepeated(agent=agent, author=author, message=message) if not handover.is_anothers(talk, agent):
            return scene.want(Say(message, author=author))
        case AgentReturned(to=to) if talk.owner != "bot":
            return returning.back(scene, to)
        case _:
            return None


def _said(scene: Scene, event: AgentSpoke) -> Scene | None:
    """The scene after an agent's words; the first of them take the thread, unless somebody answered before them."""
    if handover.has_agent(scene.conversation):
        return spoken(scene, event)
    taken = _taken(scene, event) if spoken(scene, event) is not None else None
    return spoken(taken, event) if taken is not None else None


def _taken(scene: Scene, event: AgentTook | AgentSpoke) -> Scene | None:
    """The thread in the hands of an agent; None when it has changed hands since they saw it."""
    talk = scene.conversation
    if event.epoch is not None and event.epoch != talk.epoch:
        return None
    taken = scene.replace(handover.take(talk, agent=event.agent, now=scene.now))
    return taken.with_said(agent=event.name).say_text("agent_here")


def spoken(scene: Scene, event: AgentSpoke | TemplateChosen) -> Scene | None:
    """The scene in which an agent said something; None when somebody else answered what they have not seen."""
    talk = scene.conversation
    if answers.unseen(talk.answers, event.agent, seen=event.seen) is not None:
        return None
    answer = Answer(talk.version + 1, event.agent, event.name, scene.now)
    kept = msgspec.structs.replace(talk, answers=answers.noted(talk.answers, answer))
    said = Text(event.words) if isinstance(event, TemplateChosen) else _text(event)
    return scene.replace(kept).want(Say(said, author=event.name))


def _text(event: AgentSpoke) -> Text:
    return Text(event.text, answers=event.answers, quote=event.quote)
