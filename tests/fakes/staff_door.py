"""The door of staff for tests: true codes and seals, and a hasher that is quick."""

from typing import Any

from bot.adapters.one_time_codes import PyotpCodes
from bot.adapters.seals import AesSeals
from bot.ports.staff_door import StaffDoor
from tests.fakes.records_pins import QuickPins

SECRET = b"a secret of at least 32 characters"


def staff_door(**changes: Any) -> StaffDoor:
    """A door that wants no second factor of who has none, unless told otherwise."""
    parts: dict[str, Any] = {
        "passwords": QuickPins(),
        "seals": AesSeals(SECRET),
        "codes": PyotpCodes(),
        "second_required": False,
    }
    return StaffDoor(**{**parts, **changes})
