"""Assigning and transferring a thread: what stands below its head, the two forms, and their posts."""

from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError
from bot.domain.moments import milliseconds
from bot.domain.staff.person import Person
from bot.ports.assignment_records import Handing
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import desk, roster, thread_marks, transfers
from bot.services.thread_refs import ref_of
from bot.services.transfers import To
from bot.web.desk import actions
from bot.web.desk.handing_words import told
from bot.web.staff import guard
from bot.web.staff.acts import audits

MOST_LINES = 10


def add_pages(pages: Blueprint, runtime: Runtime) -> None:
    """The posts of the two forms, and the answers to a transfer."""

    @pages.post("/t/<name>/assign")
    @guard.needs(runtime, "threads.talk")
    @audits("thread.assign")
    def assign_to(person: Person, name: str) -> AnyResponse:
        return actions.do(runtime, person, name, lambda: _assign(runtime, person, name))

    @pages.post("/t/<name>/transfer")
    @guard.needs(runtime, "threads.talk")
    @audits("thread.transfer")
    def transfer(person: Person, name: str) -> AnyResponse:
        return actions.do(runtime, person, name, lambda: transfers.begin(runtime, person, name, _to(), note=_note()))

    @pages.post("/t/<name>/transfer/accept")
    @guard.needs(runtime, "threads.talk")
    @audits("thread.transfer_ended")
    def accept(person: Person, name: str) -> AnyResponse:
        return actions.do(runtime, person, name, lambda: transfers.accept(runtime, person, name))

    @pages.post("/t/<name>/transfer/decline")
    @guard.needs(runtime, "threads.talk")
    @audits("thread.transfer_ended")
    def decline(person: Person, name: str) -> AnyResponse:
        return actions.do(runtime, person, name, lambda: transfers.decline(runtime, person, name, why=_note()))

    @pages.post("/t/<name>/transfer/withdraw")
    @guard.needs(runtime, "threads.talk")
    @audits("thread.transfer_ended")
    def withdraw(person: Person, name: str) -> AnyResponse:
        return actions.do(runtime, person, name, lambda: transfers.withdraw(runtime, person, name))


def draw(runtime: Runtime, person: Person, thread: str) -> str:
    """To whom a thread was given and did not take it up yet, its transfer, and through whose hands it went, as HTML."""
    with runtime.records.begin() as work:
        state, open_transfer = work.desk.thread(thread), work.assignments.transfer(thread)
        lines = work.assignments.lines((thread,), most=MOST_LINES)
        mine = open_transfer is not None and transfers.is_for(work, person, open_transfer)
        names = _names(work, lines)
        if open_transfer is not None:
            names |= {one: _name(work, one) for one in (open_transfer.sender, open_transfer.person) if one}
        if state.offered_to:
            names[state.offered_to] = _name(work, state.offered_to)
        teams = {team.id: team.name for team in work.teams.teams()}
    history = [(line, told(line, names, teams)) for line in reversed(lines)]
    return render_template(
        "desk/assign_now.html",
        thread=ref_of(runtime, thread),
        me=person,
        team=teams.get(state.team, ""),
        offered=state.offered_to if state.owner == "queue" else "",
        transfer=open_transfer,
        mine=mine,
        names=names,
        teams=teams,
        history=history,
    )


def values(runtime: Runtime, person: Person) -> dict[str, Any]:
    """What the two forms need: colleagues who may answer, with how they stand and what they have, and teams."""
    with runtime.records.begin() as work:
        seats = roster.seats_in(work, milliseconds(runtime.clock.now()))
        teams = work.teams.teams()
    return {"seats": [seat for seat in seats if seat.person.id != person.id], "hand_teams": teams}


def _assign(runtime: Runtime, person: Person, thread: str) -> None:
    """Give a thread that waits to a colleague or to a team; raises `InvalidError` for one that does not wait."""
    to, talk = _to(), desk.thread_state(runtime, thread)
    if talk is None or talk.owner != "queue":
        raise InvalidError(thread_marks.NOT_WAITING)
    if to.team:
        thread_marks.move(runtime, person, thread, team=to.team, note=_note())
    else:
        thread_marks.offer(runtime, person, thread, to.person, seen=request.form.get("assignee"))


def _to() -> To:
    """Whom the form names: "person:<id>" or "team:<id>"; raises `InvalidError` for neither."""
    kind, _, one = request.form.get("to", "").partition(":")
    if kind not in ("person", "team") or not one:
        raise InvalidError("Choose a colleague or a team.")
    return To(person=one) if kind == "person" else To(team=one)


def _note() -> str:
    return request.form.get("note", "")


def _names(work: Work, lines: tuple[Handing, ...]) -> dict[str, str]:
    return {one: _name(work, one) for line in lines for one in (line.person, line.by) if one}


def _name(work: Work, person: str) -> str:
    found = work.people.person(person)
    return found.name if found else "Somebody"
