"""How the platform behaves today: what it tells, how late, and how badly; control calls change it while it runs."""

from typing import TypedDict

import msgspec


class Delivery(TypedDict):
    """How a product delivers what is due."""

    batched: bool
    shuffled: bool
    times: int
    noise: bool


class Habits(msgspec.Struct, kw_only=True):
    """Times are milliseconds."""

    receipts: bool = True
    """Whether deliveries are told."""
    echoes: bool = True
    """Whether our own messages are echoed."""
    marks: bool = True
    """Whether echoes bring our metadata and our app's id, which on Instagram they do not always."""
    reads: bool = False
    """Whether travellers read at once what is delivered."""
    skips_delivered: bool = False
    """Whether a message is read without having been told as delivered."""
    fails_late: int = 0
    """The code with which a message fails some time after it was accepted; 0 when none does."""
    late: int = 2000
    """How long after the answer something fails late."""
    closed_late: bool = False
    """Whether a closed window is told by a status after the answer 200, as it sometimes is."""
    scoped: bool = True
    """Whether travellers' business-scoped ids are told, as since April 2026."""
    limits: bool = True
    """Whether calls too many are refused."""
    usage: int = 0
    """The least usage that is told, in percent of what is allowed."""
    always: str = ""
    """The fault that every call meets."""
    slow: int = 0
    """By how much answers come late: what is told of a message comes first."""
    review: int = 5000
    """How long a template is looked at before it is approved."""
    delay: int = 0
    """How long something waits before it is delivered."""
    copies: int = 1
    """How often each delivery comes."""
    batched: bool = False
    """Whether deliveries come in one body."""
    shuffled: bool = False
    """Whether they come in disorder."""
    noise: bool = False
    """Whether they carry keys that nobody has heard of."""
    previews: bool = False
    """Whether bots fetch the links of what we send, as they do to draw previews."""

    def delivery(self) -> Delivery:
        """How a product is asked to deliver."""
        return {"batched": self.batched, "shuffled": self.shuffled, "times": self.copies, "noise": self.noise}


def changed(habits: Habits, told: dict[str, object]) -> Habits:
    """The habits with some of them changed; raises `ValueError` for one that there is not, or of a wrong type."""
    unknown = set(told) - set(Habits.__struct_fields__)
    if unknown:
        raise ValueError(f"There are no such habits: {', '.join(sorted(unknown))}.")
    return msgspec.convert({**msgspec.structs.asdict(habits), **told}, Habits)
