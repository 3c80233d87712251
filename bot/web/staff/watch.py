"""Whether an open stream of staff may go on: looked up again and again, and never taken for a sign that they are there.

A page that was opened with other rights is drawn again; one whose person may not see it any more is told that it is
over.
"""

from collections.abc import Callable

from bot.domain.staff.person import Person
from bot.domain.staff.roles import Permission
from bot.ports.runtime import Runtime
from bot.services import staff_sessions
from bot.web.hub import RESYNC
from bot.web.staff import session
from bot.web.streaming import OVER, Watch


def watch_of(
    runtime: Runtime, person: Person, permission: Permission, there: Callable[[Person], None] = lambda _: None
) -> Watch:
    """Watches over a stream that the browser's session opened for a person, who needs a permission to read on.

    `there` is called after each look at which the person may read on.
    """
    secret = session.secret(runtime)

    def look() -> str:
        found = staff_sessions.still(runtime, secret, permission)
        if found is None:
            return OVER
        there(found)
        return RESYNC.kind if found != person else ""

    return Watch(look)
