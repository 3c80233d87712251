"""Pages of flows: how long each takes with a long history, a large flow, and a draft that somebody edits meanwhile.

Theory. The web process is asked for whole pages, one after the other, as an editor's browser does. Before each one the
draft is edited by another process: a text, the place of a step in the outline, and where a way leads, so that neither
the check nor the layout of a draft before is that of this one. What is measured is the page after an edit. Most who
edit change a text alone: what the map takes then is told beside. Figures are medians of each page, and the worst of
them is held against the line. Beside them stands the CPU of the web process for each: on a machine that does other
things as well, it is what is left to compare.
"""

import http.client
import pkgutil
import time
from collections.abc import Callable
from statistics import median

import msgspec

from bot.config import load_settings
from bot.domain.errors import ThreadfareError
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from tests.bench import long_flow
from tests.bench.cpu import cpu_seconds, require_proc
from tests.bench.deployment import Deployment
from tests.bench.figures import Judged, at_most
from tests.bench.lending import Starts
from tests.builders.sign_in import cookie_in, session_in

MOST_MEDIAN = 150.0
EDITOR = Person("per_bench", "Bench Editor", roles=("flow_editor",))
_BASE = f"/staff/flows/{long_flow.FLOW}"
PAGES = {
    "the editor": "",
    "the form of a step": "/steps/step_30",
    "the map beside the editor": "/map/part",
    "the map of the draft": "/map",
    "the map of the live revision": "/map?revision={last}",
    "figures of an open map": "/map/figures?revision={last}",
    "revisions": "/revisions",
    "older revisions": "/revisions?before={middle}",
    "a revision": "/revisions/{last}",
    "what differs between two": "/difference?before=1&after={last}",
    "publishing": "/publish",
    "test travellers": "/testers",
}
"""What is asked for, by what it is called; addresses below that of the flow."""
AFTER_A_TEXT = {
    "the map of the draft, after a text": "/map",
    "the map beside, after a text": "/map/part",
}
"""What is asked for as well when a text alone was edited."""


class Plan(msgspec.Struct, frozen=True):
    """Steps of the flow, its revisions, talks that go on, and how often each page is asked for."""

    steps: int
    revisions: int
    threads: int
    times: int


LONG = Plan(steps=300, revisions=500, threads=5_000, times=15)
SHORT = Plan(steps=60, revisions=12, threads=50, times=1)


class Figures(msgspec.Struct, frozen=True):
    """What `threadfare bench console` tells; milliseconds."""

    steps: int
    revisions: int
    pages_ms: dict[str, float]
    cpu_ms: dict[str, float]
    """CPU of the web process for each page."""
    judged: list[Judged]


class RefusedError(ThreadfareError):
    """A page was answered wrongly, so that there is nothing worth measuring."""


def measure(plan: Plan, *, say: Callable[[str], None], deployments: Starts[Deployment]) -> Figures:
    """Start everything, measure each page, and tell the figures; raises `RefusedError`."""
    require_proc()
    say("Starting stores and processes…")
    with deployments() as deployment:
        build = pkgutil.resolve_name("bot.bootstrap:build")
        runtime: Runtime = build(load_settings(deployment.environ, "web"), "web")
        long_flow.fill(runtime, steps=plan.steps, revisions=plan.revisions, threads=plan.threads, say=say)
        cookie = "=".join(cookie_in(runtime, session_in(runtime, EDITOR)))
        say("Asking for pages…")
        asking = _Asking(deployment, runtime, plan, cookie)
        found = {name: asking.figures_of(path) for name, path in PAGES.items()}
        found |= {name: asking.figures_of(path, of_shape=False) for name, path in AFTER_A_TEXT.items()}
    pages = {name: wall for name, (wall, _) in found.items()}
    judged = [at_most("slowest median of a page, ms", max(pages.values()), MOST_MEDIAN, hard=True)]
    cpu = {name: spent for name, (_, spent) in found.items()}
    return Figures(steps=plan.steps, revisions=plan.revisions, pages_ms=pages, cpu_ms=cpu, judged=judged)


class _Asking:
    """An editor's browser, beside which the draft is edited."""

    def __init__(self, deployment: Deployment, runtime: Runtime, plan: Plan, cookie: str) -> None:
        self._web = {"web": deployment.pids()["web"]}
        self._connection = http.client.HTTPConnection("127.0.0.1", deployment.ports["web"], timeout=20)
        self._runtime, self._plan, self._cookie, self._edits = runtime, plan, cookie, 0

    def figures_of(self, page: str, *, of_shape: bool = True) -> tuple[float, float]:
        """The median of a page and its CPU in milliseconds, the first time apart; raises `RefusedError` if refused.

        Unless edits are `of_shape`, only a text is edited before.
        """
        path = _BASE + page.format(last=self._plan.revisions, middle=self._plan.revisions // 2 + 1)
        self._once(path, of_shape=of_shape)
        before = cpu_seconds(self._web)["web"]
        found = [self._once(path, of_shape=of_shape) for _ in range(self._plan.times)]
        return median(found), (cpu_seconds(self._web)["web"] - before) * 1000 / self._plan.times

    def _once(self, path: str, *, of_shape: bool) -> float:
        self._edits += 1
        if of_shape:
            long_flow.edit(self._runtime, EDITOR, self._edits, steps=self._plan.steps)
        else:
            long_flow.reword(self._runtime, EDITOR, self._edits)
        begun = time.perf_counter()
        self._connection.request("GET", path, headers={"Cookie": self._cookie})
        answer = self._connection.getresponse()
        answer.read()
        lasted = (time.perf_counter() - begun) * 1000
        if answer.status != http.HTTPStatus.OK:
            raise RefusedError(f"{path} was answered with {answer.status}.")
        return lasted
