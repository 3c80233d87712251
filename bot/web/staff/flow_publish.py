"""Publishing the draft of a flow, now or at a time: what stands in its way, what it changes, and what waits."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain import typed
from bot.domain.errors import InvalidError, ThreadfareError, UnavailableError
from bot.domain.flow.differences import Difference
from bot.domain.flow.drafting import Draft
from bot.domain.flow.issues import Issue
from bot.domain.flow.release import Scheduled
from bot.domain.moments import milliseconds
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import flow_drafts, flow_figures, flow_revisions, flow_schedules, goldens
from bot.services.approvals import Deciding
from bot.services.flow_revisions import Wish
from bot.services.goldens import Played
from bot.web.staff import guard
from bot.web.staff.acts import acting, audits
from bot.web.staff.flow_paths import HERE, flow_path
from bot.web.staff.pages import page

NO_TIME = "Choose the day and the hour at which it goes live."
_NAME = re.compile(r"pub_[A-Za-z0-9_-]{1,64}")
_DONE = {
    "scheduled": "It waits for its time. It is checked again then, and you are told here if it could not go live.",
    "cancelled": "The publication is cancelled, and its author is told why.",
    "seen": "Noted.",
}


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be read before a draft goes live.

    `live` is the revision over which it goes, 0 for none; `talks` are on it. `unread` says why a draft cannot be read.
    """

    draft: Draft
    live: int
    talks: int
    faults: tuple[Issue, ...] = ()
    changes: tuple[Difference, ...] = ()
    money: tuple[str, ...] = ()
    golden: tuple[Played, ...] = ()
    unread: str = ""

    @property
    def blocking(self) -> int:
        """How many faults and golden conversations stand in the way."""
        failing = sum(one.verdict.difference is not None for one in self.golden)
        return sum(issue.blocks for issue in self.faults) + failing + bool(self.unread)


class Sent(msgspec.Struct, frozen=True):
    """What somebody wrote into the form: notes, whether now or "later", and when."""

    notes: str = ""
    when: str = "now"
    at: str = ""


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/flows/<flow>/publish."""
    pages = Blueprint("flow_publish", __name__, url_prefix=f"{HERE}/<flow>/publish")
    pages.after_request(guard.with_headers)

    @pages.get("")
    @guard.needs(runtime, "flows.read")
    def show(person: Person, flow: str) -> AnyResponse:
        return _page(runtime, person, flow)

    @pages.post("")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.publish")
    def publish(person: Person, flow: str) -> AnyResponse:
        return _published(runtime, person, flow)

    @pages.post("/<name>/cancel")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.cancel")
    def cancel(person: Person, flow: str, name: str) -> AnyResponse:
        by = Deciding(person, acting(runtime, person, request.form.get("reason", "")))
        try:
            flow_schedules.cancel(runtime, name, by)
        except UnavailableError:
            raise
        except ThreadfareError as error:
            return _told(runtime, person, flow, error)
        return redirect(f"{flow_path(flow, 'publish')}?done=cancelled", 303)

    @pages.post("/<name>/seen")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.seen")
    def seen(person: Person, flow: str, name: str) -> AnyResponse:
        try:
            flow_schedules.saw(runtime, name, Deciding(person, acting(runtime, person)))
        except InvalidError as error:
            return _told(runtime, person, flow, error)
        return redirect(f"{flow_path(flow, 'publish')}?done=seen", 303)

    return pages


def ready(runtime: Runtime, flow: str) -> Ready:
    """What is to be read before the draft of a flow goes live; raises `InvalidError` when there is no such flow."""
    draft = flow_drafts.shown(runtime, flow)
    live = flow_revisions.live_revisions(runtime).get(flow, 0)
    talks = flow_figures.threads(runtime, flow).get((flow, live), 0)
    try:
        parsed = flow_drafts.read(draft)
    except InvalidError as error:
        return Ready(draft=draft, live=live, talks=talks, unread=error.say_to_staff)
    return Ready(
        draft=draft,
        live=live,
        talks=talks,
        faults=tuple(sorted(flow_drafts.faults(runtime, draft), key=lambda issue: not issue.blocks)),
        changes=flow_revisions.changes(runtime, draft),
        money=flow_revisions.money_changes(runtime, draft),
        golden=goldens.run(runtime, parsed),
    )


def due_of(text: str, zone: str) -> int:
    """A time as a field has it, in the airline's zone, as milliseconds UTC; raises `InvalidError` for none."""
    try:
        local = datetime.fromisoformat(text.strip())
        return milliseconds(local.replace(tzinfo=ZoneInfo(zone)))
    except (ValueError, OverflowError):
        raise InvalidError(NO_TIME) from None


def _published(runtime: Runtime, person: Person, flow: str) -> AnyResponse:
    form = request.form
    sent = Sent(form.get("notes", ""), form.get("when", "now"), form.get("at", ""))
    name = form.get("name", "")
    try:
        wish = Wish(
            flow=flow,
            name=name if _NAME.fullmatch(name) else runtime.ids.new("pub"),
            version=typed.count(form.get("version", "")),
            live=typed.count(form.get("live", "")),
            notes=sent.notes,
            due=due_of(sent.at, runtime.world().brand.zone) if sent.when == "later" else 0,
        )
        outcome = flow_revisions.publish(runtime, wish, Deciding(person, acting(runtime, person)))
    except UnavailableError:
        raise
    except ThreadfareError as error:
        return _told(runtime, person, flow, error, sent=sent)
    if outcome.kind == "asked":
        return redirect("/staff/approvals?done=asked", 303)
    where = flow_path(flow, f"revisions/{outcome.revision}" if outcome.kind == "published" else "publish")
    return redirect(f"{where}?done={outcome.kind}", 303)


def _told(
    runtime: Runtime, person: Person, flow: str, error: ThreadfareError, *, sent: Sent | None = None
) -> AnyResponse:
    problem, status = guard.told(error)
    return _page(runtime, person, flow, sent=sent or Sent(), problem=problem, status=status)


def _page(
    runtime: Runtime, person: Person, flow: str, *, sent: Sent | None = None, problem: str = "", status: int = 0
) -> AnyResponse:
    live_id = runtime.live.newest()
    try:
        found = ready(runtime, flow)
    except InvalidError as error:
        return guard.refused(error.say_to_staff, 404)
    waiting = tuple(one for one in flow_schedules.waiting(runtime) if one.flow == flow)
    return page(
        runtime,
        person,
        "staff/flows/publish.html",
        here=HERE,
        flow=flow,
        live_id=live_id,
        ready=found,
        sent=sent or Sent(),
        name=runtime.ids.new("pub"),
        zone=runtime.world().brand.zone,
        waiting=waiting,
        ended=_ended(runtime, person, flow),
        may=person.may("flows.edit"),
        problem=problem,
        status=status,
        done=_DONE.get(request.args.get("done", ""), ""),
    )


def _ended(runtime: Runtime, person: Person, flow: str) -> tuple[Scheduled, ...]:
    """What of somebody's own publications of a flow ended otherwise than they wanted, and they do not know yet."""
    return tuple(one for one in flow_schedules.unseen(runtime, person.id) if one.flow == flow)
