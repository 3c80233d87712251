"""What an agent reads who takes a thread up: what was wanted, what it costs, where the talk stood, what failed."""

from datetime import date

import msgspec

from bot.domain.money import Money


class Wanted(msgspec.Struct, frozen=True, omit_defaults=True):
    """The trip that was wanted or chosen: place codes, local dates of departure, how many travel, "" for not told."""

    origin: str = ""
    destination: str = ""
    depart: date | None = None
    back: date | None = None
    one_way: bool = False
    travellers: int = 0
    flights: tuple[str, ...] = ()


class Summary(msgspec.Struct, frozen=True, omit_defaults=True):
    """Made when a thread leaves the bot, and kept until the bot has it again.

    `at` is milliseconds UTC; `why` the reason for which it left, "" when an agent took it unasked; `heard` the id of
    the traveller's message that led to it, "" when it was something else: its words stay in the transcript alone, so
    that what is taken back is gone. `subject` is for what the talk waited, as step `step` of `steps` of a revision.
    `failed` are keys of what went wrong, in order: those of texts for travellers, or of `bot.domain.flow.summing`.
    """

    at: int
    why: str = ""
    heard: str = ""
    wanted: Wanted = Wanted()
    total: Money | None = None
    locator: str = ""
    node: str = ""
    subject: str = ""
    step: int = 0
    steps: int = 0
    revision: int = 0
    failed: tuple[str, ...] = ()
