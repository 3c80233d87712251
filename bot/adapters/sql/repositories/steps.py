"""Steps of checkouts in PostgreSQL: what is due, who has it, and under which fence."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.money import steps
from bot.domain.checkout_case import Step
from bot.domain.errors import ConflictError
from bot.ports.money_records import KeptStep


class SqlSteps:
    """The part of the port `MoneyRecords` that is about steps."""

    _connection: Connection

    def add_step(self, step: KeptStep) -> None:
        """Store a step; the same id again changes nothing."""
        values = {
            "id": step.id,
            "checkout": step.checkout or None,
            "kind": step.step.kind,
            "subject": step.step.subject,
            "tries": step.step.tries,
            "due_at": step.step.due_at,
        }
        self._connection.execute(upsert(steps).values(values).on_conflict_do_nothing())

    def lease_step(self, step: str, *, now: datetime, until: datetime) -> KeptStep | None:
        """Take a step that is due and not leased, with a raised fence; None when there is nothing to take."""
        free = update(steps).where(steps.c.id == step, *_free(now))
        taken = free.values(lease_until=until, fence=steps.c.fence + 1).returning(steps)
        row = self._connection.execute(taken).one_or_none()
        if row is None:
            return None
        return KeptStep(row.id, row.checkout or "", Step(row.kind, row.due_at, row.subject, row.tries), row.fence)

    def finish_step(self, step: KeptStep) -> None:
        """The step is done; raises `ConflictError` when somebody else has leased it since."""
        self._under_fence(step, {"done": True})

    def put_off_step(self, step: KeptStep, *, due_at: datetime) -> None:
        """Try the step again later, counting the try; raises `ConflictError` as `finish_step`."""
        self._under_fence(step, {"due_at": due_at, "lease_until": None, "tries": steps.c.tries + 1})

    def due_steps(self, now: datetime, *, most: int, kind: str = "") -> tuple[str, ...]:
        """Ids of steps that are due and not leased, the longest due first; only those of a kind, if one is given."""
        wanted = [*_free(now), *([steps.c.kind == kind] if kind else [])]
        return tuple(self._connection.scalars(select(steps.c.id).where(*wanted).order_by(steps.c.due_at).limit(most)))

    def next_step_at(self) -> datetime | None:
        """When the next step is due or its lease ends; None when nothing is to be done at all."""
        when = func.greatest(steps.c.due_at, steps.c.lease_until)
        found: datetime | None = self._connection.execute(select(func.min(when)).where(~steps.c.done)).scalar_one()
        return found

    def _under_fence(self, step: KeptStep, values: dict[str, object]) -> None:
        mine = (steps.c.id == step.id, steps.c.fence == step.fence, ~steps.c.done)
        if self._connection.execute(update(steps).where(*mine).values(values)).rowcount != 1:
            raise ConflictError("Somebody else has leased this step since.")


def _free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    unleased = or_(steps.c.lease_until.is_(None), steps.c.lease_until <= now)
    return ~steps.c.done, steps.c.due_at <= now, unleased
