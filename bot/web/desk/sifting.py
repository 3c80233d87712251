"""What a list can be narrowed to: the choices above it, with what is chosen now."""

from typing import Any

from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import desk_lists
from bot.web.desk.titles import channel_name
from bot.web.desk.words import SORTS, VIEWS

_LANGUAGES = {"en": "English", "fr": "French", "es": "Spanish", "de": "German"}


def values(runtime: Runtime, person: Person, address: dict[str, str]) -> dict[str, Any]:
    """What the template of the choices needs; raises `UnavailableError`."""
    asked = desk_lists.asked_for(address)
    with runtime.records.begin() as work:
        teams, labels = work.teams.teams(), work.inbox.labels()
    return {
        "asked": asked,
        "address": desk_lists.address_of(asked),
        "narrowed": desk_lists.narrowed(asked),
        "view_name": VIEWS[asked.view],
        "sorts": SORTS,
        "choices": {
            "team": ("Team", {team.id: team.name for team in teams}),
            "label": ("Label", {label: label for label in sorted({*labels, asked.label} - {""})}),
            "channel": ("Channel", {name: channel_name(name) for name in sorted(runtime.channels)}),
            "language": ("Language", _LANGUAGES),
        },
        "may_share": person.may("threads.talk"),
    }
