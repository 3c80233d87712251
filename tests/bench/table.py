"""Words the figures of the benches for people."""

from tests.bench.console import Figures as ConsoleFigures
from tests.bench.courier import DELAY, HANG
from tests.bench.courier import Figures as CourierFigures
from tests.bench.dates import Figures as DateFigures
from tests.bench.dates import Score
from tests.bench.desk import Figures as DeskFigures
from tests.bench.figures import Figures, Judged, Server
from tests.bench.load import CONNECTIONS
from tests.bench.payments import Figures as PaymentFigures
from tests.bench.rotation import Figures as RotationFigures
from tests.bench.understanding import Reading
from tests.bench.vault import Figures as VaultFigures


def lines_of_turns(figures: Figures) -> list[str]:
    """The table of the turns, then what is held against lines and aims."""
    rounds, kept = len(figures.floor.cpu_by_round), figures.bytes_in_redis
    task = f"{CONNECTIONS} connections in a closed loop, {rounds} rounds of {figures.turns_a_round} turns a server"
    conversation = f"{kept.conversation:.0f} bytes in Redis ({kept.in_memory:.0f} with its key and what Redis adds)"
    return [
        f"Turns: a talk of three messages, {task}.",
        "",
        f"{'':26}{'turns/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'sent/s':>9}{'CPU-s per 1,000 turns':>24}",
        _line("floor (Flask, granian)", figures.floor),
        _line("threadfare", figures.threadfare),
        *(f"{'  ' + name:26}{cpu:60.2f}" for name, cpu in figures.threadfare.cpu.items()),
        *(f"{'  ' + name + ' (not counted)':26}{cpu:60.2f}" for name, cpu in figures.beside.items()),
        "",
        *(_judged(each) for each in figures.judged),
        "",
        f"A conversation takes {conversation}, a turn in the journal {kept.journal_a_turn:.0f}.",
        f"Other programs took up to {figures.others:.1f} cores beside all that is listed.",
    ]


def lines_of_courier(figures: CourierFigures) -> list[str]:
    """The rounds of the backlog, then what is held against lines and aims."""
    return [
        f"Courier: {figures.messages} messages a round, {DELAY * 1000:.0f} ms an answer.",
        "",
        f"{'':26}{'sent/s':>9}{'in flight':>11}{'CPU-s per 1,000':>18}{'Graph API (not counted)':>26}{'others':>9}",
        *(
            f"{'round':26}{each.per_second:9.0f}{each.most_in_flight:11}{each.cpu['courier']:18.3f}"
            f"{each.cpu['graph']:26.3f}{each.others:9.1f}"
            for each in figures.rounds
        ),
        f"Beside an account that hangs {HANG:g} s: p50 {figures.p50_ms:.0f} ms, p95 {figures.p95_ms:.0f} ms.",
        "",
        *(_judged(each) for each in figures.judged),
    ]


def lines_of_payments(figures: PaymentFigures) -> list[str]:
    """From tap to receipt, and purchases a second."""
    bought = figures.bought
    return [
        f"Payments: {figures.taps} taps on a saved card, one after the other.",
        "",
        f"from tap to receipt, p50            {figures.p50_ms:8.0f} ms (p95 {figures.p95_ms:.0f})",
        f"the gateway's own share, p50        {figures.gateway_p50_ms:8.0f} ms (authorize and capture)",
        f"{bought.purchases} purchases at once: {bought.per_second:.1f} payments a second (first card to last ticket)",
        f"holds before that: {bought.purchases / bought.hold_seconds:.1f} a second",
        "",
        *(_judged(each) for each in figures.judged),
        "",
    ]


def lines_of_desk(figures: DeskFigures) -> list[str]:
    """How long a message takes to an agent's screen, and how long pages take over a large archive."""
    return [
        f"Desk: {figures.desks} open desks, {figures.per_second:g} messages a second, {figures.sent} in all.",
        f"all desks open after                {figures.opened_s:8.1f} s (they come at once)",
        "",
        f"from the webhook to the screen       p50 {figures.p50_ms:.0f} ms, p95 {figures.p95_ms:.0f} ms",
        f"all screens got {figures.megabytes_a_second:.1f} MB a second; cores in use:",
        *(f"  {name:34}{cpu:8.2f}" for name, cpu in figures.cpu.items()),
        "",
        f"Medians over {figures.threads:,} threads and {figures.messages:,} messages, ms:",
        *(f"  {name:34}{value:8.0f}" for name, value in (figures.inbox_ms | figures.search_ms).items()),
        "",
        *(_judged(each) for each in figures.judged),
    ]


def lines_of_console(figures: ConsoleFigures) -> list[str]:
    """How long each page of a flow takes after an edit of its draft."""
    return [
        f"Console: a flow of {figures.steps} steps with {figures.revisions} revisions, edited before each page.",
        "",
        f"{'':36}{'median, ms':>12}{'CPU, ms':>10}",
        *(f"  {name:34}{value:12.0f}{figures.cpu_ms[name]:10.0f}" for name, value in figures.pages_ms.items()),
        "",
        *(_judged(each) for each in figures.judged),
    ]


def lines_of_vault(figures: VaultFigures) -> list[str]:
    """What one thread does in a second, without and with PostgreSQL, and a rotation while others store and reveal."""
    return [
        f"Vault: one thread, {figures.rounds} rounds, the best of them.",
        "",
        f"{'':26}{'a second':>12}{'µs each':>12}",
        *(f"{name:26}{each:12.0f}{1_000_000 / each:12.1f}" for name, each in figures.per_second.items()),
        "",
        f"While {figures.beside} stores and reveals went on, {figures.rotations} keys came and went.",
        f"Meanwhile {figures.rewrapped} records were rewrapped, and {figures.lost} were lost.",
    ]


def lines_of_rotation(figures: RotationFigures) -> list[str]:
    """What was paid while keys changed, what was done to the keys, and what was lost of it."""
    paid = f"{figures.purchases} purchases in {figures.seconds:.0f} s, {figures.per_second:.1f} a second"
    return [
        f"Rotation: {paid}, each paid once by the sandbox's records, each card saved.",
        *(f"  threadfare keys {name:30}{count:6}" for name, count in sorted(figures.commands.items())),
        f"  records rewrapped meanwhile {figures.rewrapped}, keys of the vault that are left {figures.keys_left}",
        f"Of {figures.opened} saved numbers {figures.lost} were lost.",
    ]


def lines_of_dates(figures: DateFigures) -> list[str]:
    """How many phrases were understood, a line for each language, and how long one message takes."""
    return [
        "Dates of the development set:",
        *_scores(figures.development),
        "Dates of our own phrases:",
        *_scores(figures.own),
        f"One message is understood in {figures.median_us:.0f} µs (median).",
    ]


def _scores(scores: dict[str, Score]) -> list[str]:
    every = Score(*(sum(getattr(score, field) for score in scores.values()) for field in ("total", "right", "wrong")))
    return [f"  {name:4}{_score(score)}" for name, score in (*scores.items(), ("all", every))]


def _score(score: Score) -> str:
    return f"{score.right}/{score.total} right, {score.wrong} silently wrong, {score.missed} missed"


def lines_of_understanding(reading: Reading) -> list[str]:
    """How many sentences of each table were understood, each that was not, and how long one takes."""
    lines = ["Understanding:"]
    for name, kept in reading.tables.items():
        lines.append(f"  {name:22}{kept.right:5}/{kept.total}")
        lines += [f"      {text!r}: {read}" for text, read in kept.misses]
    speed = reading.speed
    return [*lines, f"  a message takes {speed.median_us:.0f} µs at the median, {speed.p95_us:.0f} µs at p95"]


def _line(name: str, server: Server) -> str:
    sent = f"{server.sent_per_second:9.0f}" if server.sent_per_second else f"{'-':>9}"
    speed = f"{server.turns_per_second:9.0f}{server.p50_ms:9.1f}{server.p99_ms:9.1f}"
    return f"{name:26}{speed}{sent}{min(server.cpu_by_round):24.2f}"


def _judged(judged: Judged) -> str:
    sign = "at least" if judged.at_least else "at most"
    kind = "line" if judged.hard else "aim"
    told = "holds" if judged.holds else "MISSED"
    return f"{judged.what:34}{judged.value:8.2f}   {kind} {sign} {judged.limit:g}: {told}"
