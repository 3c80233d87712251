"""The cookie of somebody of the staff who is signed in, over any Runtime that lets staff in."""

from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import staff_sessions
from bot.web import auth
from bot.web.staff import session


def session_in(runtime: Runtime, person: Person) -> str:
    """The id of a whole session of somebody, who is known from now on, that was proved just now."""
    with runtime.records.begin() as work:
        work.people.keep(person)
        begun = staff_sessions.new(runtime, "password", "Firefox on Linux", whole=True)
        return staff_sessions.begin(runtime, work, person, begun)


def cookie_in(runtime: Runtime, secret: str) -> tuple[str, str]:
    """The name and value of the cookie of a session."""
    return auth.cookie_name(runtime, session.COOKIE), auth.sign(runtime, session.COOKIE, secret)
