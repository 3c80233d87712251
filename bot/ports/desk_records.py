"""The port of the desk's own state of threads: what agents put on them, beside the talk itself."""

from typing import Literal, Protocol

import msgspec

Priority = Literal[0, 1, 2, 3]
"""None, low, high, urgent."""


class DeskThread(msgspec.Struct, frozen=True, kw_only=True):
    """What the desk knows of a thread. All times are milliseconds UTC, 0 for never.

    `team` is the id of the team that has it; `snoozed_until` hides it until then or until the traveller writes;
    `done_at` is when an agent closed it; `offered_to` is the agent to whom it was assigned or transferred and who has
    not taken it up, since `offered_at`. `opened_at` is when it came to the desk, `heard_at` the traveller's last word,
    `unanswered_since` their first one that no person has answered, `answered_at` a person's last word. The `last_`
    fields are the newest line. `failed` counts messages that need somebody, `stuck_since` is when the bot began to
    be of no help, `stuck_by` the reason ("misses", "payment" or "silent"); it may lie ahead, and the bot still has
    until then. The `_due` fields are the clocks of service levels.

    `number` stands for the thread where its own id must not. `version` is that of the newest turn that is in here, and
    `owner`, `agent`, `agent_name`, `reason`, `language` and `waiting_since` are what that turn left.
    """

    thread: str
    team: str = ""
    priority: int = 0
    labels: tuple[str, ...] = ()
    snoozed_until: int = 0
    done_at: int = 0
    offered_to: str = ""
    offered_at: int = 0
    opened_at: int = 0
    heard_at: int = 0
    unanswered_since: int = 0
    answered_at: int = 0
    last_row: int = 0
    last_at: int = 0
    last_author: str = ""
    last_text: str = ""
    failed: int = 0
    stuck_since: int = 0
    first_due: int = 0
    next_due: int = 0
    resolve_due: int = 0
    number: int = 0
    version: int = 0
    owner: str = "bot"
    agent: str = ""
    agent_name: str = ""
    reason: str = ""
    language: str = ""
    waiting_since: int = 0
    stuck_by: str = ""


class DeskRecords(Protocol):
    """The desk's state of threads inside one transaction."""

    def thread(self, thread: str, *, lock: bool = False) -> DeskThread:
        """What the desk knows of a thread, an empty state for one of which it knows nothing.

        With `lock` nobody else changes it before this transaction ends.
        """
        ...

    def change(self, thread: str, **fields: object) -> None:
        """Set fields of `DeskThread` of a thread, and leave all others as they are."""
        ...
