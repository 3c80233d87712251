"""What live-chat agents do with a thread: take it, write in it, and give it back to the bot."""

from bot.domain.conversation import handover
from bot.domain.conversation.effects import Say
from bot.domain.conversation.events import AgentReturned, AgentSpoke, AgentTook
from bot.domain.conversation.messages import Text
from bot.domain.flow.everywhere import back_to_bot
from bot.domain.flow.hearing import NOTHING
from bot.domain.flow.scene import Scene


def acted(scene: Scene) -> Scene | None:
    """The scene after an agent acted; None when it was not theirs to do, because another one has the thread."""
    talk = scene.conversation
    match scene.event:
        case AgentTook(agent=agent) | AgentReturned(agent=agent) if handover.is_anothers(talk, agent):
            return None
        case AgentTook(agent=agent, name=name):
            taken = scene.replace(handover.take(talk, agent=agent, now=scene.now))
            return taken.with_said(agent=name).say_text("agent_here")
        case AgentSpoke(agent=agent, name=name, text=text) if talk.owner == "human" and talk.agent == agent:
            return scene.want(Say(Text(text), author=name))
        case AgentReturned() if talk.owner != "bot":
            return back_to_bot(scene, NOTHING)
        case _:
            return None
