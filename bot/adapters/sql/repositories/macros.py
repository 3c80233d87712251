"""Macros and runs, in PostgreSQL."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.oversight import desk_run_items, desk_runs, macros
from bot.domain.staff.macros import Action, Macro
from bot.domain.staff.person import Person
from bot.ports.macro_records import Item, Run, Undo

_actions: msgspec.json.Decoder[tuple[Action, ...]] = msgspec.json.Decoder(tuple[Action, ...])


class SqlMacroRecords:
    """The port `MacroRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def macros(self) -> tuple[Macro, ...]:
        """All macros, by name."""
        return tuple(map(_macro, self._connection.execute(select(macros).order_by(macros.c.name, macros.c.id))))

    def macro(self, macro: str) -> Macro | None:
        """One macro by its id."""
        row = self._connection.execute(select(macros).where(macros.c.id == macro)).first()
        return _macro(row) if row else None

    def keep(self, macro: Macro) -> None:
        """Write a macro as it is now."""
        fields = {"id": macro.id, "name": macro.name, "owner": macro.owner, "actions": _json(macro.actions)}
        row = upsert(macros).values(fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["id"], set_=fields))

    def drop(self, macro: str) -> None:
        """Forget a macro."""
        self._connection.execute(delete(macros).where(macros.c.id == macro))

    def begin_run(self, run: Run, threads: tuple[str, ...]) -> bool:
        """Write a run and the threads that wait for it; whether there was none of its id."""
        row = {"id": run.id, "person": _json(run.by), "at": run.at, "name": run.name, "actions": _json(run.actions)}
        new = upsert(desk_runs).values(row).on_conflict_do_nothing().returning(desk_runs.c.id)
        if self._connection.execute(new).first() is None:
            return False
        items = [{"run": run.id, "number": number, "thread": thread} for number, thread in enumerate(threads, 1)]
        self._connection.execute(insert(desk_run_items), items)
        return True

    def run(self, run: str) -> Run | None:
        """One run by its id."""
        row = self._connection.execute(select(desk_runs).where(desk_runs.c.id == run)).first()
        if row is None:
            return None
        person = msgspec.json.decode(row.person, type=Person)
        return Run(id=row.id, by=person, at=row.at, name=row.name, actions=_actions.decode(row.actions))

    def items(self, run: str) -> tuple[Item, ...]:
        """The threads of a run, in order."""
        query = select(desk_run_items).where(desk_run_items.c.run == run).order_by(desk_run_items.c.number)
        return tuple(map(_item, self._connection.execute(query)))

    def next_items(self, *, run: str = "", started_before: int, most: int) -> tuple[Item, ...]:
        """Threads that wait and with which nobody began since a time; nobody else is given them in this transaction."""
        waiting = select(desk_run_items).where(
            desk_run_items.c.state == "waiting", desk_run_items.c.started_at < started_before
        )
        mine = waiting.where(desk_run_items.c.run == run) if run else waiting
        ordered = mine.order_by(desk_run_items.c.run, desk_run_items.c.number).limit(most)
        return tuple(map(_item, self._connection.execute(ordered.with_for_update(skip_locked=True))))

    def keep_item(self, item: Item) -> None:
        """Write what became of a thread of a run."""
        told = {"state": item.state, "started_at": item.started_at}
        fields = {**told, "results": _json(item.results), "undo": _json(item.undo)}
        row = upsert(desk_run_items).values(run=item.run, number=item.number, thread=item.thread, **fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["run", "number"], set_=fields))


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _macro(row: Row[Any]) -> Macro:
    return Macro(id=row.id, name=row.name, owner=row.owner, actions=_actions.decode(row.actions))


def _item(row: Row[Any]) -> Item:
    return Item(
        run=row.run,
        number=row.number,
        thread=row.thread,
        state=row.state,
        started_at=row.started_at,
        results=tuple(msgspec.json.decode(row.results, type=list[str])),
        undo=msgspec.json.decode(row.undo, type=Undo),
    )
