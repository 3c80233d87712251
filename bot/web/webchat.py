"""The web chat's page at / and /chat, and the door through which its messages come in."""

from functools import partial
from typing import Any

import msgspec
from flask import Blueprint, Response, current_app, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError, ThreadfareError
from bot.domain.ids import parse_thread
from bot.domain.moments import milliseconds
from bot.domain.money import format_money
from bot.domain.shopping.refs import REF
from bot.ports.runtime import Runtime
from bot.services import inbox, transcripts, typing_signs
from bot.services.visits import CHANNEL, thread_of
from bot.web import auth, chat_cards, chat_forms, chat_line, chat_view, limits
from bot.web.visit_tokens import bearer
from bot.web.visitors import current_visitor, keep_visitor, page_language

_MOST_BODY = 16 * 1024
_MOST_TEXT = 2000
_LONGEST_ID = 40
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors "
)


class Posted(msgspec.Struct, frozen=True):
    """What a page sends: an id of its own, which makes sending it again harmless, and words, a tap or a form.

    `ref` is what the link to the page carried; alone, it opens the talk.
    """

    client_id: str
    text: str = ""
    payload: str = ""
    title: str = ""
    wait: str = ""
    ref: str = ""
    values: dict[str, str] = {}


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes of the chat."""
    pages = Blueprint("webchat", __name__)
    pages.add_app_template_filter(format_money, "money")
    pages.add_app_template_filter(chat_cards.moment, "moment")
    pages.add_app_template_filter(chat_cards.layout, "laid_out")
    pages.add_app_template_filter(chat_cards.bought, "bought")
    pages.add_app_template_filter(chat_cards.trip, "trip")

    @pages.after_request
    def guard(response: Response) -> Response:
        return guarded(response)

    @pages.get("/")
    @pages.get("/chat")
    def show() -> Response:
        return _page(runtime)

    @pages.post("/chat/messages")
    def send() -> AnyResponse:
        return _send(runtime)

    @pages.post("/chat/typing")
    def types() -> tuple[str, int]:
        """A hint for the agent who reads along; whatever becomes of it, the page need not know."""
        visitor = current_visitor(runtime)
        if visitor and auth.is_own_post(runtime, request):
            typing_signs.traveller_types(runtime, thread_of(runtime, visitor))
        return "", 204

    return pages


def _page(runtime: Runtime, *, problem: str = "", status: int = 200) -> Response:
    visitor = current_visitor(runtime)
    words = chat_view.words_in(page_language(runtime))
    wait = 0 if visitor else limits.seconds_to_begin(current_app, runtime, request)
    if wait:
        response = make_response(page(runtime, lines=[], live="0-0", problem=words["too_many"]), 429)
        response.headers["Retry-After"] = str(wait)
        return response
    name = visitor or auth.new_visitor(runtime)
    thread, before = thread_of(runtime, name), max(0, request.args.get("before", 0, type=int))
    opened = transcripts.open_thread(runtime, thread, before=before)
    shown = [found for line in opened.lines if (found := chat_view.bubble(line, words))]
    html = page(
        runtime,
        lines=shown,
        open_form=chat_view.open_form(shown),
        live=opened.live,
        earlier=opened.earlier,
        before=before,
        ref=request.args.get("ref", "") if REF.fullmatch(request.args.get("ref", "")) else "",
        place=chat_line.place_now(runtime, thread, words) if visitor else "",
        problem=problem,
    )
    response = make_response(html, status)
    keep_visitor(runtime, response, name)
    return response


def page(runtime: Runtime, **told: Any) -> str:
    """The page as HTML: a talk of its own with `lines` and `live`, or an empty one for the frame of a `site`."""
    language = page_language(runtime)
    return render_template(
        "webchat/page.html",
        words=chat_view.words_in(language),
        language=language,
        brand=runtime.world().brand.name,
        fresh=chat_view.fresh_id,
        **told,
    )


def policy(*ancestors: str) -> str:
    """The page's CSP, with the origins that may embed it; none, unless they are named."""
    return _POLICY + (" ".join(ancestors) or "'none'")


def _send(runtime: Runtime) -> AnyResponse:
    """Take one message: a script's JSON is answered with JSON, a plain form is sent back to the page."""
    scripted = request.mimetype == "application/json"
    words = chat_view.words_in(page_language(runtime))
    answer = partial(_answer, runtime, scripted)
    if not auth.is_own_post(runtime, request):
        return answer(words["failed"], 403)
    visitor = current_visitor(runtime)
    if visitor is None:
        return answer(words["no_cookie"], 403 if bearer(request) is None else 401)
    wait = limits.seconds_to_wait(current_app, runtime, visitor)
    if wait:
        response = answer(words["too_fast"], 429)
        response.headers["Retry-After"] = str(wait)
        return response
    try:
        posted = _posted(scripted)
    except (InvalidError, msgspec.MsgspecError):
        return answer(words["failed"], 400)
    if len(posted.text) > _MOST_TEXT:
        return answer(words["too_long"], 400)
    try:
        return answer("", 202, bot=_receive(runtime, thread_of(runtime, visitor), posted))
    except ThreadfareError:
        return answer(words["failed"], 503)


def _posted(scripted: bool) -> Posted:  # noqa: FBT001  what the request is
    if (request.content_length or 0) > _MOST_BODY:
        raise InvalidError("A message of the web chat is at most 16 kB.")
    if scripted:
        posted = msgspec.json.decode(request.get_data(), type=Posted)
    else:
        payload, _, title = request.form.get("tap", "").partition("\n")
        form = {name: request.form.get(name, "") for name in ("client_id", "text")}
        wait, values = request.form.get("wait", ""), chat_forms.values_of(request.form)
        tapped = (payload.strip(), title.strip(), wait, request.form.get("ref", ""))
        posted = Posted(form["client_id"], form["text"].strip(), *tapped, values)
    if not _is_sound(posted):
        raise InvalidError("A message of the web chat has an id of letters, and words or a tap.")
    return posted


def _is_sound(posted: Posted) -> bool:
    named = posted.client_id.isascii() and posted.client_id.isalpha() and len(posted.client_id) <= _LONGEST_ID
    tap = posted.payload + posted.title
    tapped = len(tap) <= _MOST_TEXT and all(sign >= " " for sign in tap)
    filled_in = chat_forms.is_sound(posted.wait, posted.values) and (not posted.ref or bool(REF.fullmatch(posted.ref)))
    return named and tapped and filled_in and bool(posted.text or posted.payload or posted.wait or posted.ref)


def _receive(runtime: Runtime, thread: str, posted: Posted) -> bool:
    """Take a message; whether the bot is to answer it, or a person has the thread."""
    key = parse_thread(thread)
    said: dict[str, Any] = {**msgspec.structs.asdict(posted), "account": key.account, "visitor": key.user}
    said["at"] = milliseconds(runtime.clock.now())
    said["locale"] = page_language(runtime)
    inbox.receive(runtime, CHANNEL, headers={}, body=msgspec.json.encode(said))
    talk = runtime.conversations.load(thread)
    return talk is None or talk.owner == "bot"


def _answer(runtime: Runtime, scripted: bool, problem: str, status: int, *, bot: bool = False) -> AnyResponse:  # noqa: FBT001  as above
    if scripted:
        return make_response(jsonify(problem=problem, bot=bot), status)
    if problem:
        return _page(runtime, problem=problem, status=status)
    return redirect("/chat#latest", 303)


def guarded(response: Response) -> Response:
    """A page of the chat with its headers: nothing of another origin, framed by nobody."""
    headers = response.headers
    headers["Content-Security-Policy"] = policy()
    headers["Referrer-Policy"] = "same-origin"
    headers["X-Content-Type-Options"] = "nosniff"
    headers.setdefault("Cache-Control", "no-store")
    return response
