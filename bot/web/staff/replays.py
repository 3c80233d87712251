"""Beginning a rehearsal from a thread that was really had, by whoever is named in it unnamed."""

from urllib.parse import unquote, urlsplit

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import replaying
from bot.services.replaying import Until
from bot.web.staff import guard
from bot.web.staff.acts import acting, audits
from bot.web.staff.draft_of import draft_of, flow_path
from bot.web.staff.simulator import begin_page

_BEFORE = "/desk/t/"
"""What stands before the reference in the address of a thread at the desk."""


def blueprint(runtime: Runtime) -> Blueprint:
    """The route below /staff/flows/<flow>/replay."""
    pages = Blueprint("replays", __name__, url_prefix="/staff/flows/<flow>/replay")
    pages.after_request(guard.with_headers)
    pages.register_error_handler(InvalidError, guard.unknown)

    @pages.post("")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.replay")
    def replay(person: Person, flow: str) -> AnyResponse:
        draft = draft_of(runtime, flow)
        until = Until(step=request.form.get("until", ""))
        try:
            thread = reference(request.form.get("thread", ""))
            held = replaying.replay(runtime, person, draft, acting(runtime, person), thread=thread, until=until)
        except InvalidError as error:
            return begin_page(runtime, person, draft, problem=error.say_to_staff)
        return redirect(f"{flow_path(flow)}/try/{held.id}#newest", 303)

    return pages


def reference(told: str) -> str:
    """The reference of a thread in what somebody pasted: its address at the desk, or the reference alone.

    Raises `InvalidError` for nothing.
    """
    path = urlsplit(told.strip()).path if _BEFORE in told else told.strip()
    found = unquote(path.partition(_BEFORE)[2].partition("/")[0] if _BEFORE in path else path)
    if not found:
        raise InvalidError("Paste the address of a thread at the desk, or its reference.")
    return found
