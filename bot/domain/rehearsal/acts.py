"""What a tester may do in a rehearsal, as data: what travellers do, what the outside does, and what no traveller can.

A rehearsal is nothing but its opening and the acts since: the same acts on the same flow always give the same talk.
So going back is leaving the last act out, and a flow that was edited is tried by playing the acts again.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

MOST_ACTS = 200
"""Acts of one rehearsal: a talk that is longer tests nothing that a shorter one does not."""
LONGEST_TEXT = 2000
"""Characters of what is said in one act."""
LONGEST_PAUSE = 30 * 24 * 3600
"""Seconds that may be let pass at once: thirty days."""

CHANNELS = ("webchat", "messenger", "whatsapp", "instagram", "terminal")
"""Channels in which a rehearsal may be held."""

PLANS: Mapping[str, tuple[str, ...]] = {
    "search": ("timetable", "sample", "nothing", "down"),
    "hold": ("held", "price changed", "sold out", "supplier down"),
    "pay": ("paid", "declined", "challenge", "checking"),
    "trips": ("own", "none", "one", "several", "down"),
}
"""What is planned of the outside -> how it may answer; the first is what happens when nobody planned anything.

`search` asks the airline's own timetable or flights that are made up; `hold` is the supplier's answer to a checkout,
`pay` the bank's to a saved card; `trips` are bookings: those of this rehearsal, or made up.
"""

HAPPENINGS = ("paid", "declined", "declined finally", "challenge", "checking", "under review", "expired", "unticketed")
"""What may become of the checkout that is open."""

PERSONS = ("takes", "says", "returns")
"""What a person at the desk may do."""


class Says(msgspec.Struct, frozen=True, tag_field="do", tag="traveller", forbid_unknown_fields=True):
    """The traveller writes."""

    text: str


class Taps(msgspec.Struct, frozen=True, tag_field="do", tag="tap", omit_defaults=True, forbid_unknown_fields=True):
    """The traveller taps what is called so; `key` names it however it is worded (`bot.domain.rehearsal.taps`)."""

    title: str
    key: str = ""


class Fills(msgspec.Struct, frozen=True, tag_field="do", tag="form", forbid_unknown_fields=True):
    """The traveller sends the form of the present question."""

    values: dict[str, str]


class Opens(msgspec.Struct, frozen=True, tag_field="do", tag="opens", omit_defaults=True, forbid_unknown_fields=True):
    """The traveller opens the thread, perhaps by a link that carries `ref`."""

    ref: str = ""


class Sends(msgspec.Struct, frozen=True, tag_field="do", tag="sends", forbid_unknown_fields=True):
    """The traveller sends something that is not words: image, audio, file, location or sticker."""

    kind: str


class Waits(msgspec.Struct, frozen=True, tag_field="do", tag="waits", forbid_unknown_fields=True):
    """So many seconds pass: timers ring, prices and holds run out."""

    seconds: int


class Jumps(msgspec.Struct, frozen=True, tag_field="do", tag="jump", forbid_unknown_fields=True):
    """The talk stands at a step of a flow at once; what that step needs and nobody told yet is made up."""

    flow: str
    step: str


class Plans(msgspec.Struct, frozen=True, tag_field="do", tag="plan", forbid_unknown_fields=True):
    """From now on the outside answers so: one of `PLANS`."""

    what: str
    how: str


class Happens(msgspec.Struct, frozen=True, tag_field="do", tag="outside", forbid_unknown_fields=True):
    """Something happens to the checkout that is open: one of `HAPPENINGS`."""

    what: str


class Person(msgspec.Struct, frozen=True, tag_field="do", tag="person", omit_defaults=True, forbid_unknown_fields=True):
    """A person at the desk takes the thread, says something in it, or gives it back."""

    what: Literal["takes", "says", "returns"]
    text: str = ""


Act = Says | Taps | Fills | Opens | Sends | Waits | Jumps | Plans | Happens | Person


class Opening(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a rehearsal begins.

    `begun` is when, in milliseconds since 1970, UTC: its clock starts there and moves by acts alone. `returning` says
    that the chat knows its traveller, who is made up. `who` tells travellers apart: a step that tries several ways
    sends each its own, and the same one the same way each time.
    """

    language: str
    channel: str
    begun: int
    returning: bool = False
    who: str = "tester"
