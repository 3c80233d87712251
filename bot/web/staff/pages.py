"""Draws a page of the console, and answers what was done there."""

from typing import Any

from flask import Response, make_response, render_template

from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.web.staff.menu import menu_of
from bot.web.staff.names import namer


def page(runtime: Runtime, person: Person, template: str, *, status: int = 0, **values: Any) -> Response:
    """A page of the console for a person; `here` among the values is its path in the menu.

    Unless another `status` is given, a page that tells a problem is a 400.
    """
    status = status or (400 if values.get("problem") else 200)
    brand = runtime.world().brand.name
    told = {"person": person, "brand": brand, "name_of": namer(runtime.records, person)}
    return make_response(render_template(template, **told, **values), status)


def card(runtime: Runtime, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page before the console: one card, no menu."""
    return make_response(render_template(template, brand=runtime.world().brand.name, **values), status)


def home_of(person: Person) -> str:
    """Where somebody goes who has just come in: the first page that they may open, else their own."""
    entries = menu_of(person)
    return entries[0].path if entries else "/staff/me"
