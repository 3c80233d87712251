"""Which of the staff look at a thread, and which write in it: told to colleagues at once, remembered by nobody.

Each open page says again every few seconds what its person does; who has said nothing for a while is gone. All of it
may be lost without harm, and no traveller is told.
"""

from typing import Literal, get_args

from bot.domain.errors import InvalidError
from bot.domain.staff.person import Person
from bot.ports.live import Hint
from bot.ports.runtime import Runtime

Doing = Literal["came", "views", "writes", "left"]
"""What somebody does: who came wants to be told at once who else is there."""

SAID_EVERY_SECONDS = 10
"""How often an open page says what its person does."""
GONE_SECONDS = 25
"""After so long without a word somebody is gone."""


def tell(runtime: Runtime, thread: str, person: Person, doing: str) -> None:
    """Tell colleagues what somebody does in a thread.

    Raises `InvalidError` for what nobody can do there, and `UnavailableError`.
    """
    if doing not in get_args(Doing):
        raise InvalidError("There is nothing else to do in a thread than to come, view, write and leave.")
    runtime.live.hint(Hint(thread, person.name, doing, person.id))
