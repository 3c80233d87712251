"""The page of the search: what was found in all threads, with the words marked and contacts masked."""

from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from bot.domain.moments import moment
from bot.domain.staff.person import Person
from bot.ports.inbox_records import Asked
from bot.ports.runtime import Runtime
from bot.services import desk_search
from bot.web.desk.listing import thread_link
from bot.web.desk.titles import title_of
from bot.web.desk.words import FOUND_BY
from bot.web.staff import guard
from bot.web.staff.menu import menu_of


def add_pages(pages: Blueprint, runtime: Runtime) -> None:
    """The page of the search."""

    @pages.get("/search")
    @guard.needs(runtime, "threads.read")
    def search(person: Person) -> str:
        question, before = request.args.get("q", ""), request.args.get("before", 0, int)
        found = desk_search.find(runtime, person, question, before=max(0, before))
        return render_template(
            "desk/search.html",
            person=person,
            menu_of=menu_of,
            here="/desk/search",
            heading="Search",
            brand=runtime.world().brand.name,
            question=question[: desk_search.LONGEST_QUESTION],
            found=found,
            by=FOUND_BY,
            title_of=title_of,
            link_of=lambda thread, row=0: _link_of(runtime, thread, row),
            moment=moment,
            older=f"/desk/search?{urlencode({'q': question, 'before': found.before})}" if found.before else "",
            later=f"/desk/search?{urlencode({'q': question})}" if before else "",
        )


def _link_of(runtime: Runtime, thread: str, row: int) -> str:
    """A thread's page at a line; one that is further back is reached by the transcript's own way."""
    return f"{thread_link(runtime, thread, Asked())}{f'#line-{row}' if row else ''}"
