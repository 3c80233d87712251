"""The action set_slot puts a value into a field or clears it.

Example: `{"do": "set_slot", "field": "trip.depart", "value": ""}` forgets the day of departure.
"""

from typing import Any

import msgspec

from bot.domain.conversation.state import Basket, Trip
from bot.domain.errors import InvalidError
from bot.domain.flow.definition import SetSlotAction
from bot.domain.flow.scene import Scene

SlotValue = str | int | bool

_RENAMED = {"offers": "shelf"}


def run(action: SetSlotAction, scene: Scene) -> Scene:
    """The scene with the field set; raises `InvalidError` for a field that staff may not set."""
    group, _, name = action.field.partition(".")
    if group == "slots":
        slots = {key: value for key, value in scene.conversation.slots.items() if key != name}
        return scene.change(slots={**slots, name: str(action.value)} if action.value != "" else slots)
    if group == "trip":
        return scene.change_trip(**{name: _converted(Trip, name, action.value)})
    if group == "basket":
        name = _RENAMED.get(name, name)
        return scene.change_basket(**{name: _converted(Basket, name, action.value)})
    raise InvalidError(f"{action.field!r} cannot be set.")


def _converted(owner: type[Trip | Basket], name: str, value: SlotValue) -> Any:
    field = next(field for field in msgspec.structs.fields(owner) if field.name == name)
    return field.default if value == "" else msgspec.convert(value, field.type)
