"""What an agent does with a thread: take it, answer in it, give it back to the bot."""

from collections.abc import Callable
from time import monotonic, sleep

from flask import Blueprint, jsonify, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import ConflictError, InvalidError, ThreadfareError
from bot.ports.runtime import Runtime
from bot.services import desk, typing_signs
from bot.services.desk import Agent
from bot.web import auth
from bot.web.desk import agents, thread

ARCHIVED_WITHIN = 2.0
"""Seconds: ten times what the archivist usually needs."""
_LOOK_AGAIN = 0.05
_STATUS: dict[type[ThreadfareError], int] = {ConflictError: 409, InvalidError: 400}
_ELSEWHERE = "That post did not come from the desk. Reload the page and try again."

Act = Callable[[Agent], None]


def add_actions(pages: Blueprint, runtime: Runtime) -> None:
    """The posts of a thread's page."""

    @pages.post("/t/<name>/take")
    def take(name: str) -> AnyResponse:
        return _do(runtime, name, lambda agent: _take(runtime, name, agent))

    @pages.post("/t/<name>/reply")
    def reply(name: str) -> AnyResponse:
        text, key = request.form.get("text", ""), request.form.get("client_id", "")
        return _do(runtime, name, lambda agent: desk.reply(runtime, name, agent, text, key=key))

    @pages.post("/t/<name>/typing")
    def types(name: str) -> tuple[str, int]:
        """A hint for the traveller; it may be lost, and a page that sends it in vain need not know."""
        agent = agents.current_agent(runtime)
        if agent is not None and auth.is_own_post(runtime, request):
            typing_signs.agent_types(runtime, name, agent)
        return "", 204

    @pages.post("/t/<name>/return")
    def hand_back(name: str) -> AnyResponse:
        return _do(runtime, name, lambda agent: desk.hand_back(runtime, name, agent))


def _take(runtime: Runtime, name: str, agent: Agent) -> None:
    """Take the thread and wait until the archive knows it, so that a page which says "you have it" is right.

    An archive that is slow is not waited for longer: the page says then that the thread is being taken over.
    """
    desk.take(runtime, name, agent)
    until = monotonic() + ARCHIVED_WITHIN
    while not desk.is_certain(runtime, name) and monotonic() < until:
        sleep(_LOOK_AGAIN)


def _do(runtime: Runtime, name: str, act: Act) -> AnyResponse:
    """Act for the agent of this browser; a script is answered with JSON, a plain form with the page."""
    agent = agents.current_agent(runtime)
    if agent is None:
        return redirect("/desk", 303)
    problem, status = _ELSEWHERE, 403
    if auth.is_own_post(runtime, request):
        problem, status = _tried(agent, act)
    if request.accept_mimetypes.best == "application/json":
        return make_response(jsonify(problem=problem), status)
    if problem:
        return make_response(thread.whole_page(runtime, agent, name, problem), status)
    return redirect(f"/desk/t/{name}", 303)


def _tried(agent: Agent, act: Act) -> tuple[str, int]:
    try:
        act(agent)
    except ThreadfareError as error:
        return error.say_to_staff, _STATUS.get(type(error), 503)
    return "", 200
