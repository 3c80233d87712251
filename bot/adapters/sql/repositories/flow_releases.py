"""How flows go out, in PostgreSQL: publications that wait for their time, and snapshots that threads try."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.flow_drafts import flow_schedules, flow_snapshots, flow_trials
from bot.domain.errors import ConflictError
from bot.domain.flow.release import Scheduled, Trial

_S, _N, _T = flow_schedules.c, flow_snapshots.c, flow_trials.c
ONE_WAITS = "A publication of this flow waits already. Cancel it first."


class SqlFlowReleaseRecords:
    """The port `FlowReleaseRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def schedule(self, scheduled: Scheduled) -> None:
        """Keep a publication that waits; raises `ConflictError` when one of its flow waits already."""
        row = upsert(flow_schedules).values(msgspec.structs.asdict(scheduled)).on_conflict_do_nothing()
        if self._connection.execute(row.returning(_S.id)).first() is None:
            raise ConflictError(ONE_WAITS, retryable=False)

    def scheduled(self, name: str, *, lock: bool = False) -> Scheduled | None:
        """A publication by its id; with `lock` nobody else settles it before this transaction ends."""
        query = select(flow_schedules).where(_S.id == name)
        row = self._connection.execute(query.with_for_update() if lock else query).one_or_none()
        return _scheduled(row) if row is not None else None

    def settle(self, scheduled: Scheduled) -> None:
        """Keep what became of a publication, or that its author has seen it."""
        names = ("state", "revision", "why", "settled_by", "settled_at", "seen")
        values = {name: getattr(scheduled, name) for name in names}
        self._connection.execute(update(flow_schedules).where(_S.id == scheduled.id).values(values))

    def waiting(self) -> tuple[Scheduled, ...]:
        """Every publication that waits, the soonest first."""
        found = select(flow_schedules).where(_S.state == "waiting").order_by(_S.due, _S.id)
        return tuple(map(_scheduled, self._connection.execute(found)))

    def unseen(self, author: str) -> tuple[Scheduled, ...]:
        """What ended otherwise than its author wanted, and they have not seen, the oldest first."""
        mine = select(flow_schedules).where(_S.author == author, _S.state != "waiting", ~_S.seen)
        return tuple(map(_scheduled, self._connection.execute(mine.order_by(_S.settled_at, _S.id))))

    def snapshot(self, flow: str, document: bytes, *, by: str, at: int) -> int:
        """Freeze a draft; gives its number, below nought. What is frozen last already keeps its number."""
        newest = select(_N.id, _N.document).where(_N.flow == flow).order_by(_N.id.desc()).limit(1)
        known = self._connection.execute(newest).first()
        if known is not None and bytes(known.document) == document:
            return -int(known.id)
        row = insert(flow_snapshots).values(flow=flow, document=document, by=by, at=at)
        return -int(self._connection.execute(row.returning(_N.id)).scalar_one())

    def snapshots(self) -> tuple[tuple[str, int], ...]:
        """Flow and number of every snapshot."""
        rows = self._connection.execute(select(_N.flow, _N.id).order_by(_N.id))
        return tuple((row.flow, -row.id) for row in rows)

    def frozen(self, wanted: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], bytes]:
        """Documents of snapshots by flow and number; those that do not exist are left out."""
        numbers = [-number for _, number in wanted]
        if not numbers:
            return {}
        rows = self._connection.execute(select(_N.flow, _N.id, _N.document).where(_N.id.in_(numbers)))
        return {(row.flow, -row.id): bytes(row.document) for row in rows}

    def try_on(self, trial: Trial) -> None:
        """Let new talks of a thread begin on a snapshot, in place of another one of that flow."""
        values = {"snapshot": -trial.snapshot, "by": trial.by, "at": trial.at}
        row = upsert(flow_trials).values(thread=trial.thread, flow=trial.flow, **values)
        self._connection.execute(row.on_conflict_do_update(index_elements=["thread", "flow"], set_=values))

    def stop_trying(self, flow: str, thread: str = "") -> tuple[str, ...]:
        """Let new talks of a thread ("" for all) begin on the live revision again; gives the threads that did not."""
        those = delete(flow_trials).where(_T.flow == flow)
        those = those.where(_T.thread == thread) if thread else those
        return tuple(sorted(self._connection.execute(those.returning(_T.thread)).scalars()))

    def trials(self) -> tuple[Trial, ...]:
        """Every thread that tries a draft, the first given first."""
        rows = self._connection.execute(select(flow_trials).order_by(_T.at, _T.thread, _T.flow))
        return tuple(Trial(row.thread, row.flow, -row.snapshot, row.by, row.at) for row in rows)


def _scheduled(row: Row[Any]) -> Scheduled:
    fields = {name: getattr(row, name) for name in Scheduled.__struct_fields__}
    return Scheduled(**{**fields, "document": bytes(row.document)})
