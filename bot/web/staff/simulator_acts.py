"""What a form of the simulator posts, read as acts of a rehearsal."""

from collections.abc import Callable, Mapping

from werkzeug.datastructures import MultiDict

from bot.domain.errors import InvalidError
from bot.domain.rehearsal import acts
from bot.domain.rehearsal.acts import PERSONS, PLANS, Act
from bot.services.rehearsal_view import tapped
from bot.services.rehearsals import Held
from bot.web import chat_forms

UNITS: Mapping[str, int] = {"minutes": 60, "hours": 3600, "days": 86_400, "seconds": 1}
"""Units in which time is let pass -> seconds."""
SENDABLE = ("image", "audio", "file", "location", "sticker")
"""What a traveller may send that is no words."""
_UNKNOWN = "Choose one of what this page offers."

Form = MultiDict[str, str]


def read(form: Form, held: Held) -> tuple[Act, ...]:
    """The acts that a form asks for, in order; raises `InvalidError` that says what is wrong with it."""
    reader = _READERS.get(form.get("do", ""))
    if reader is None:
        raise InvalidError(_UNKNOWN)
    return reader(form, held)


def done_of(form: Form) -> int:
    """How many acts were done when the page was drawn, -1 when the form does not say."""
    told = form.get("done", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else -1  # noqa: PLR2004  never so many


def _says(form: Form, _: Held) -> tuple[Act, ...]:
    return (acts.Says(form.get("text", "").replace("\r\n", "\n").strip()),)


def _taps(form: Form, held: Held) -> tuple[Act, ...]:
    return (tapped(held, form.get("payload", "")),)


def _fills(form: Form, _: Held) -> tuple[Act, ...]:
    return (acts.Fills(chat_forms.values_of(form)),)


def _opens(form: Form, _: Held) -> tuple[Act, ...]:
    return (acts.Opens(form.get("ref", "").strip()),)


def _sends(form: Form, _: Held) -> tuple[Act, ...]:
    if form.get("kind") not in SENDABLE:
        raise InvalidError(_UNKNOWN)
    return (acts.Sends(form["kind"]),)


def _waits(form: Form, _: Held) -> tuple[Act, ...]:
    number, unit = form.get("number", "").strip(), UNITS.get(form.get("unit", ""))
    if unit is None or not (number.isascii() and number.isdigit() and len(number) < 8):  # noqa: PLR2004  never so many
        raise InvalidError("Tell how much time passes: a whole number, and what it counts.")
    return (acts.Waits(int(number) * unit),)


def _rings(_form: Form, held: Held) -> tuple[Act, ...]:
    """Until the timer rings."""
    if held.stage.alarm is None:
        raise InvalidError("No timer is set.")
    return (acts.Waits(max(1, -((held.stage.now - held.stage.alarm[0]) // 1000))),)


def _jumps(form: Form, _held: Held) -> tuple[Act, ...]:
    flow, _, step = form.get("place", "").partition(".")
    return (acts.Jumps(flow, step),)


def _plans(form: Form, held: Held) -> tuple[Act, ...]:
    """What is planned otherwise than it was."""
    told = ((what, form.get(f"plan.{what}", "")) for what in PLANS)
    changed = tuple(acts.Plans(what, how) for what, how in told if how and how != held.stage.plan(what))
    if not changed:
        raise InvalidError("It answers so already.")
    return changed


def _happens(form: Form, _: Held) -> tuple[Act, ...]:
    return (acts.Happens(form.get("what", "")),)


def _person(form: Form, _: Held) -> tuple[Act, ...]:
    what = form.get("what")
    match what:
        case "takes" | "returns":
            return (acts.Person(what),)
        case "says" if form.get("text", "").strip():
            return (acts.Person(what, form["text"].strip()),)
        case _:
            raise InvalidError("Nothing was written." if what in PERSONS else _UNKNOWN)


_READERS: Mapping[str, Callable[[Form, Held], tuple[Act, ...]]] = {
    "says": _says,
    "taps": _taps,
    "fills": _fills,
    "opens": _opens,
    "sends": _sends,
    "waits": _waits,
    "rings": _rings,
    "jumps": _jumps,
    "plans": _plans,
    "happens": _happens,
    "person": _person,
}
"""What a form does -> how it is read."""
