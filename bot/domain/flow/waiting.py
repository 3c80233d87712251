"""What a traveller hears while they wait for a person, and how a thread goes from one agent to the next or back."""

from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time, get_timezone_location

from bot.domain.conversation import handover, window
from bot.domain.conversation.messages import Option
from bot.domain.conversation.service_events import AgentAccepted, AgentLeft, WaitTold
from bot.domain.flow.scene import Scene
from bot.domain.ids import channel_of
from bot.domain.moments import moment


def accepted(scene: Scene) -> Scene | None:
    """The scene with the agent to whom the thread was transferred; None when its sender has it no more."""
    talk, event = scene.conversation, scene.event
    if not isinstance(event, AgentAccepted) or not handover.has_agent(talk) or talk.agent != event.sender:
        return None
    taken = scene.replace(handover.take(talk, agent=event.agent, now=scene.now))
    return taken.with_said(agent=event.name).say_text("agent_here")


def left(scene: Scene) -> Scene | None:
    """The scene in which the thread waits for a person again; None when another one has it by now."""
    talk, event = scene.conversation, scene.event
    if not isinstance(event, AgentLeft) or not handover.has_agent(talk) or talk.agent != event.agent:
        return None
    return scene.replace(handover.queue(talk, reason=talk.reason or "asked", now=scene.now))


def told(scene: Scene) -> Scene | None:
    """The scene in which they hear how long it takes; None for who waits no more or cannot be written to."""
    talk, event = scene.conversation, scene.event
    may_speak = window.may_speak(talk, channel=channel_of(talk.thread), now_ms=scene.now)
    if not isinstance(event, WaitTold) or talk.owner != "queue" or talk.muted or not may_speak:
        return None
    said = scene.with_said(place=event.place, minutes=event.minutes, opens=_opens(scene, event))
    return said.say_text(_key(event), (Option(scene.words("back_to_bot_button"), "go:bot"),))


def _key(event: WaitTold) -> str:
    if event.opens:
        return "wait_closed"
    if event.place <= 1:
        return "wait_next_minutes" if event.minutes else "wait_next"
    return "wait_place_minutes" if event.minutes else "wait_place"


def _opens(scene: Scene, event: WaitTold) -> str:
    """The day and the time of the airline's place: "Mon, Nov 30, 9:00 AM (Paris)"."""
    if not event.opens:
        return ""
    zone = ZoneInfo(event.zone)
    at = moment(event.opens).astimezone(zone)
    place = get_timezone_location(zone, scene.language, return_city=True)
    day = format_skeleton("MMMMEd", at, locale=scene.language)
    return f"{day}, {format_time(at, 'short', tzinfo=zone, locale=scene.language)} ({place})"
