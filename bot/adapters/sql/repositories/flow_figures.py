"""Figures of flows in PostgreSQL: each batch is one statement a table."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, func, select, true

from bot.adapters.sql.tables.flow_figures import flow_stands, flow_steps, flow_takers
from bot.domain.flow.conversion import Taken, Took
from bot.domain.flow.footfall import Passed, Stand, Step

_S, _P, _T = flow_stands.c, flow_steps.c, flow_takers.c
_NOW = _P.came - _P.went_on - _P.went_away

_KEEP = """
INSERT INTO flow_stands AS old (thread, version, flow, revision, step, since)
SELECT * FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::bigint[])
ON CONFLICT (thread) DO UPDATE SET version = excluded.version, flow = excluded.flow, revision = excluded.revision,
  step = excluded.step, since = excluded.since
WHERE old.version < excluded.version
"""

_ADD = """
INSERT INTO flow_steps AS old (flow, revision, step, came, went_on, went_away, handed)
SELECT * FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
ON CONFLICT (flow, revision, step) DO UPDATE SET came = old.came + excluded.came,
  went_on = old.went_on + excluded.went_on, went_away = old.went_away + excluded.went_away,
  handed = old.handed + excluded.handed
"""


_TAKE = """
INSERT INTO flow_takers (trial, thread, way, took_at, paid_at)
SELECT *, 0 FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[])
ON CONFLICT (trial, thread) DO NOTHING
"""

_PAY = """
UPDATE flow_takers AS taker SET paid_at = paid.at
FROM unnest(%s::text[], %s::bigint[]) AS paid (thread, at)
WHERE taker.thread = paid.thread AND taker.paid_at = 0
"""


class SqlFlowFigureRecords:
    """The port `FlowFigureRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def stands(self, threads: Iterable[str]) -> Mapping[str, Stand]:
        """Where talks stand, by thread; threads of which nothing is known are left out."""
        rows = self._connection.execute(select(flow_stands).where(_S.thread == func.any(list(threads))))
        return {
            row.thread: Stand(row.thread, row.version, Step(row.flow, row.revision, row.step), row.since)
            for row in rows
        }

    def keep(self, stands: Iterable[Stand], passed: Mapping[Step, Passed]) -> None:
        """Keep where talks stand now, and add to the figures of steps; in order, so that nobody waits in a circle."""
        ordered = sorted(stands, key=lambda one: one.thread)
        if ordered:
            places = [
                (one.thread, one.version, one.at.flow, one.at.revision, one.at.step, one.since) for one in ordered
            ]
            self._run(_KEEP, places)
        added = [
            (at.flow, at.revision, at.step, one.came, one.on, one.left, one.handed)
            for at, one in sorted(passed.items())
        ]
        if added:
            self._run(_ADD, added)

    def steps(self, flow: str, revision: int) -> Mapping[str, Passed]:
        """The figures of every step of a revision to which somebody came, by the step's name."""
        mine = select(_P.step, _P.came, _P.went_on, _P.went_away, _P.handed)
        rows = self._connection.execute(mine.where(_P.flow == flow, _P.revision == revision).order_by(_P.step))
        return {row.step: Passed(row.came, row.went_on, row.went_away, row.handed) for row in rows}

    def silent(self, flow: str, revision: int, *, before: int) -> Mapping[str, int]:
        """How many have stood at each step of a revision since before a time."""
        those = select(_S.step, func.count()).where(_S.flow == flow, _S.revision == revision, _S.since < before)
        rows = self._connection.execute(those.group_by(_S.step).order_by(_S.step))
        return {str(step): int(count) for step, count in rows}

    def threads(self, flow: str = "") -> Mapping[tuple[str, int], int]:
        """How many talks are going on now by flow and revision, of a flow or of all."""
        query = select(_P.flow, _P.revision, func.sum(_NOW)).where(_P.flow == flow if flow else true())
        rows = self._connection.execute(query.group_by(_P.flow, _P.revision).having(func.sum(_NOW) > 0))
        return {(str(name), int(revision)): int(count) for name, revision, count in rows}

    def take(self, took: Iterable[Took]) -> None:
        """Note who took which way of a trial; in order, so that nobody waits in a circle."""
        rows = [(one.trial, one.thread, one.way, one.at) for one in sorted(took)]
        if rows:
            self._run(_TAKE, rows)

    def pay(self, paid: Mapping[str, int]) -> None:
        """Note when threads paid, for each trial that they take part in."""
        if paid:
            self._run(_PAY, sorted(paid.items()))

    def taken(self, trials: Collection[str]) -> Mapping[tuple[str, str], Taken]:
        """How many took each way and how many of those paid, by trial and way."""
        paid = func.count().filter(_T.paid_at > 0)
        query = select(_T.trial, _T.way, func.count(), paid).where(_T.trial == func.any(list(trials)))
        rows = self._connection.execute(query.group_by(_T.trial, _T.way))
        return {(str(trial), str(way)): Taken(int(took), int(won)) for trial, way, took, won in rows}

    def _run(self, statement: str, rows: Sequence[tuple[str | int, ...]]) -> None:
        self._connection.exec_driver_sql(statement, tuple(list(column) for column in zip(*rows, strict=True)))
