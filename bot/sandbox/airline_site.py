"""A page of an airline's own site with the chat on it, as the demo shows it: another origin, a strict CSP."""

from flask import Blueprint, Response, make_response, render_template

from bot.sandbox.api import sandbox

pages = Blueprint("airline_site", __name__)


@pages.get("/airline")
def show() -> Response:
    """The page; its policy names the chat's origin twice and needs nothing else of it."""
    chat = sandbox().settings.chat_url
    response = make_response(render_template("airline.html", chat=chat))
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'self'; script-src {chat}; frame-src {chat}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
