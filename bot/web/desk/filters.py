"""Saved filters: made from the list that is open, renamed and deleted; every form works without a script."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import ThreadfareError
from bot.domain.staff.person import Person
from bot.ports.live import LiveNote
from bot.ports.runtime import Runtime
from bot.services import desk_filters, desk_lists
from bot.web.staff import guard
from bot.web.staff.acts import audits
from bot.web.staff.menu import menu_of


def add_pages(pages: Blueprint, runtime: Runtime) -> None:
    """The page of the filters, and what changes them."""

    @pages.get("/filters")
    @guard.needs(runtime, "threads.read")
    def show_filters(person: Person) -> AnyResponse | str:
        return _page(runtime, person)

    @pages.post("/filters")
    @guard.needs(runtime, "threads.talk")
    @audits("filter.save")
    def save_filter(person: Person) -> AnyResponse | str:
        asked = desk_lists.asked_for(request.form)
        name, shared = request.form.get("name", ""), "shared" in request.form
        query = urlencode(desk_lists.address_of(asked))
        back = f"/desk?{query}" if query else "/desk"
        return _did(runtime, person, lambda: desk_filters.save(runtime, person, name, asked, shared=shared), back=back)

    @pages.post("/filters/<kept>/rename")
    @guard.needs(runtime, "threads.talk")
    @audits("filter.rename")
    def rename_filter(person: Person, kept: str) -> AnyResponse | str:
        to = request.form.get("name", "")
        return _did(runtime, person, lambda: desk_filters.rename(runtime, person, kept, to=to))

    @pages.post("/filters/<kept>/delete")
    @guard.needs(runtime, "threads.talk")
    @audits("filter.delete")
    def delete_filter(person: Person, kept: str) -> AnyResponse | str:
        return _did(runtime, person, lambda: desk_filters.delete(runtime, person, kept))


def _did(
    runtime: Runtime, person: Person, act: Callable[[], object], *, back: str = "/desk/filters"
) -> AnyResponse | str:
    """Change filters and tell open pages; what was refused is told above the list."""
    try:
        act()
    except ThreadfareError as error:
        return _page(runtime, person, error.say_to_staff)
    runtime.live.publish((LiveNote("", "", "desk", 0),))
    return redirect(back, 303)


def _page(runtime: Runtime, person: Person, problem: str = "") -> str:
    return render_template(
        "desk/edit_filters.html",
        person=person,
        menu_of=menu_of,
        here="/desk",
        heading="Saved filters",
        brand=runtime.world().brand.name,
        problem=problem,
        filters=[
            (one.saved, f"/desk?{urlencode(desk_lists.address_of(one.asked))}")
            for one in desk_filters.of(runtime, person)
        ],
        may_change=desk_filters.may_change,
        longest=desk_filters.LONGEST_NAME,
    )
