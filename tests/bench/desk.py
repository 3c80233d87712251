"""The desk: from the webhook's arrival to an agent's screen, and inbox and search over a large archive.

Theory. The first part is measured by the clock of one program that both writes as travellers and reads as desks, so
no clocks differ; it counts only when every message reached its screen. The second asks the web process for whole
pages, one after the other, as an agent's browser does; its figures are medians of each kind of page, and the worst of
them is held against the aim.
"""

import http.client
import pkgutil
import time
from collections.abc import Callable
from statistics import median
from urllib.parse import urlencode

import msgspec

from bot.config import load_settings
from bot.domain.errors import ThreadfareError
from bot.domain.staff.person import Person
from tests.bench.cpu import cpu_seconds, require_proc
from tests.bench.deployment import Deployment
from tests.bench.desk_archive import fill
from tests.bench.desk_screens import Seen, Task
from tests.bench.desk_screens import say as write_as
from tests.bench.figures import Judged, at_most, percentile
from tests.bench.lending import Starts
from tests.builders.sign_in import cookie_in, session_in

MOST_P95 = 500.0
MOST_MEDIAN = 150.0
MOST_OPENED = 20.0
_SEEN_PAGES = (
    "/desk",
    "/desk?view=unassigned&sort=service",
    "/desk?view=mine",
    "/desk?view=bot",
    "/desk?view=stuck",
    "/desk?view=failed",
    "/desk?view=snoozed",
    "/desk?view=done",
    "/desk?channel=whatsapp&language=fr",
    "/desk?view=bot&label=vip",
)
_QUESTIONS = {
    "a common word": "flight",
    "two common words": "flight ticket",
    "the beginning of a word": "canc",
    "a rare word": "w3b8b1a8",
    "a common and a rare word": "flight w1f",
    "what nobody said": "xylophone",
    "the end of a phone number": "70000",
}


class Plan(msgspec.Struct, frozen=True):
    """Open desks, messages a second and seconds; threads and messages of the archive, and how often a page is asked."""

    desks: int
    per_second: float
    seconds: float
    threads: int
    messages: int
    times: int


LONG = Plan(desks=200, per_second=50, seconds=30, threads=100_000, messages=2_000_000, times=15)
SHORT = Plan(desks=6, per_second=20, seconds=2, threads=500, messages=2_500, times=1)


class Figures(msgspec.Struct, frozen=True):
    """What `threadfare bench desk` tells; milliseconds."""

    desks: int
    per_second: float
    opened_s: float
    """Seconds until all desks, coming at once, showed all that they show."""
    sent: int
    p50_ms: float
    p95_ms: float
    megabytes_a_second: float
    cpu: dict[str, float]
    """CPU seconds a second of each process while messages came in."""
    threads: int
    messages: int
    inbox_ms: dict[str, float]
    search_ms: dict[str, float]
    judged: list[Judged]


class RefusedError(ThreadfareError):
    """Something was lost or answered wrongly, so that there is nothing worth measuring."""


def measure(plan: Plan, *, say: Callable[[str], None], deployments: Starts[Deployment]) -> Figures:
    """Start everything, measure both parts, and tell the figures; raises `RefusedError`."""
    require_proc()
    say("Starting stores and processes…")
    with deployments() as deployment:
        live = deployment.start_live(2 * plan.desks + 20)
        say(f"Opening {plan.desks} desks…")
        cookies = _enter(deployment, plan.desks)
        seen, cpu = _screens(deployment, plan, live, cookies)
        fill(
            deployment.environ["DATABASE_URL"],
            threads=plan.threads,
            messages=plan.messages,
            now=int(time.time() * 1000),
            say=say,
        )
        say("Asking for pages…")
        inbox = {path: _asked(deployment, path, cookies[0], plan.times) for path in _SEEN_PAGES}
        search = {
            name: _asked(deployment, f"/desk/search?{urlencode({'q': question})}", cookies[0], plan.times)
            for name, question in _QUESTIONS.items()
        }
    p95 = percentile(seen.latencies, 0.95)
    return Figures(
        desks=plan.desks,
        per_second=plan.per_second,
        opened_s=seen.opened,
        sent=seen.sent,
        p50_ms=percentile(seen.latencies, 0.5),
        p95_ms=p95,
        megabytes_a_second=seen.bytes_got / plan.seconds / 1e6,
        cpu=cpu,
        threads=plan.threads,
        messages=plan.messages,
        inbox_ms=inbox,
        search_ms=search,
        judged=[
            at_most("p95 to the screen, ms", p95, MOST_P95),
            at_most("until all desks are open, s", seen.opened, MOST_OPENED),
            at_most("slowest median of the inbox, ms", max(inbox.values()), MOST_MEDIAN),
            at_most("slowest median of the search, ms", max(search.values()), MOST_MEDIAN),
        ],
    )


def _enter(deployment: Deployment, desks: int) -> list[str]:
    """The cookies of so many agents, each with a traveller who waits."""
    runtime = pkgutil.resolve_name("bot.bootstrap:build")(load_settings(deployment.environ, "web"), "web")
    connection = http.client.HTTPConnection("127.0.0.1", deployment.ports["web"], timeout=10)
    cookies = []
    for number in range(desks):
        status = write_as(connection, number, "I want to talk to a person", mid=f"m_ask_{number}")
        agent = Person(f"per_bench{number}", f"Agent {number}", roles=("agent",))
        if status != http.HTTPStatus.OK:
            raise RefusedError(f"The traveller of agent {number} was not heard.")
        cookies.append("=".join(cookie_in(runtime, session_in(runtime, agent))))
    return cookies


def _screens(deployment: Deployment, plan: Plan, live: str, cookies: list[str]) -> tuple[Seen, dict[str, float]]:
    task = Task(f"127.0.0.1:{deployment.ports['web']}", live, cookies, plan.per_second, plan.seconds)
    path = deployment.write("task.json", msgspec.json.encode(task))
    before, begun = cpu_seconds(deployment.pids()), time.monotonic()
    told = deployment.run("desk_screens", "--task", str(path), seconds=plan.seconds + 60).read_bytes()
    lasted = time.monotonic() - begun
    used = {name: (spent - before[name]) / lasted for name, spent in cpu_seconds(deployment.pids()).items()}
    seen = msgspec.json.decode(told, type=Seen)
    if seen.fault or len(seen.latencies) != seen.sent or not seen.sent:
        raise RefusedError(
            f"{seen.fault} {deployment.log('live')[-1500:]}"
            if seen.fault
            else f"Of {seen.sent} messages {len(seen.latencies)} reached a screen."
        )
    return seen, used


def _asked(deployment: Deployment, path: str, cookie: str, times: int) -> float:
    """The median of a page in milliseconds; raises `RefusedError` when it is not answered with 200."""
    connection = http.client.HTTPConnection("127.0.0.1", deployment.ports["web"], timeout=20)
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        found.append((time.perf_counter() - begun) * 1000)
        if answer.status != http.HTTPStatus.OK:
            raise RefusedError(f"{path} was answered with {answer.status}.")
    return median(found)
