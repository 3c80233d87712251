"""The place in the line for a person, as a sentence of the page."""

from collections.abc import Mapping

from bot.ports.runtime import Runtime
from bot.services.waiting_line import Place, place_of


def place_text(place: Place | None, words: Mapping[str, str]) -> str:
    """The place, and the time where it is known: "You are number 2; about 4 minutes."; "" for who does not wait."""
    if place is None:
        return ""
    told = words["place_next"] if place.number == 1 else words["place"].format(number=place.number)
    wait = {0: "place_untimed", 1: "place_minute"}.get(place.minutes, "place_minutes")
    return words[wait].format(place=told, minutes=place.minutes)


def place_now(runtime: Runtime, thread: str, words: Mapping[str, str]) -> str:
    """The thread's place in the line as it is now; raises `UnavailableError`."""
    return place_text(place_of(runtime, thread), words)
