"""The action set_slot puts a value into a field or clears it.

Example: `{"do": "set_slot", "field": "trip.depart", "value": ""}` forgets the day of departure.
"""

from typing import Any

import msgspec

from bot.domain.conversation.state import Basket, Trip
from bot.domain.errors import IllegalError
from bot.domain.flow.definition import SetSlotAction
from bot.domain.flow.scene import Scene

SlotValue = str | int | bool

_OWNERS: dict[str, type[Trip | Basket]] = {"trip": Trip, "basket": Basket}
_RENAMED = {"offers": "shelf"}


def run(action: SetSlotAction, scene: Scene) -> Scene:
    """The scene with the field set; raises `IllegalError` for a field or value that no publication lets through."""
    group, _, name = action.field.partition(".")
    if group == "slots":
        return scene.change_slots(**{name: str(action.value)})
    try:
        value = _converted(group, name, action.value)
    except (KeyError, StopIteration, msgspec.ValidationError):
        raise IllegalError(f"{action.field!r} cannot be set to {action.value!r}.") from None
    name = _RENAMED.get(name, name)
    return scene.change_trip(**{name: value}) if group == "trip" else scene.change_basket(**{name: value})


def fits(field: str, value: SlotValue) -> bool:
    """Whether a settable field can hold a value; "" clears any."""
    group, _, name = field.partition(".")
    try:
        _converted(group, name, value)
    except msgspec.ValidationError:
        return False
    except KeyError:
        return group == "slots"
    return True


def _converted(group: str, name: str, value: SlotValue) -> Any:
    fields = msgspec.structs.fields(_OWNERS[group])
    field = next(field for field in fields if field.name == _RENAMED.get(name, name))
    return field.default if value == "" else msgspec.convert(value, field.type)
