"""What every audit promises, in memory and in a real PostgreSQL alike: one chain, whoever writes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import msgspec
import pytest

from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.errors import ThreadfareError
from bot.domain.staff.audit import Act, Audited, Wanted
from bot.domain.staff.audit_chain import Check, Checked, checked
from bot.ports.money_records import Audit
from tests.builders.world import NOW


def act(what: str = "contract.act", **fields: Any) -> Act:
    """Something that was done."""
    return msgspec.structs.replace(Act(at=NOW, who="per_audit", what=what, subject="contract"), **fields)


def whole(records: Any) -> Checked:
    """The check of all that is there."""
    with records.begin() as work:
        return checked(Checked(), work.audit.after(0, most=10**6))


def test_each_line_is_sealed_with_the_one_before_it(records: Any) -> None:
    """Also with microseconds, signs of any alphabet and control characters."""
    odd = act(at=NOW + timedelta(microseconds=123_457), reason='é "€" \\ \n\x01 \u2028', after='{"a": "😀"}')
    with records.begin() as work:
        first, second = work.audit.append(act()), work.audit.append(odd)
        lines = work.audit.after(first - 1, most=2)
    assert [line.number for line in lines] == [first, second]
    assert (lines[1].previous, lines[1].act) == (lines[0].digest, odd)
    assert whole(records).broken == 0


def test_a_line_of_a_transaction_that_failed_is_not_there(records: Any) -> None:
    """The next one is sealed with what was there before; its number may be left out."""
    with records.begin() as work:
        before = work.audit.append(act())

    def fail() -> None:
        with records.begin() as work:
            work.audit.append(act("contract.lost"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with records.begin() as work:
        work.audit.append(act())
        assert len(work.audit.after(before, most=9)) == 1
    assert whole(records).broken == 0


def test_writers_side_by_side_never_fork_the_chain(records: Any) -> None:
    """Eight people at once: every line is there, in one chain."""
    if not isinstance(records, SqlRecords):
        pytest.skip("One transaction at a time.")
    before, gate = whole(records).lines, Barrier(4)

    def write(name: int) -> None:
        gate.wait()
        for number in range(5):
            with records.begin() as work:
                work.audit.append(act(who=f"per_{name}", subject=str(number)))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    found = whole(records)
    assert (found.broken, found.lines - before) == (0, 20)


def test_nobody_changes_or_deletes_a_line(records: Any) -> None:
    """Nor a check; the database itself refuses."""
    if not isinstance(records, SqlRecords):
        pytest.skip("Nobody else has the memory.")
    with records.begin() as work:
        work.audit.append(act())
    for statement in ("UPDATE staff_audit SET who = 'x'", "DELETE FROM staff_audit", "DELETE FROM audit_checks"):
        with pytest.raises(ThreadfareError), records.begin() as work:
            work.audit._connection.exec_driver_sql(statement)


def test_lines_are_found_by_who_what_subject_and_time(records: Any) -> None:
    """The newest first, in pages that stay what they were while lines are added."""
    mine: dict[str, Any] = {"who": "per_finder"}
    with records.begin() as work:
        numbers = [
            work.audit.append(act(f"find.{name}", subject=name, at=NOW + timedelta(days=day), **mine))
            for day, name in enumerate("abc")
        ]

    def found(most: int = 9, skip: int = 0, **wanted: Any) -> list[str]:
        asked = Wanted(**{**mine, **wanted})
        with records.begin() as work:
            lines: tuple[Audited, ...] = work.audit.found(asked, most=most, skip=skip)
            assert work.audit.count(asked) == len(work.audit.found(asked, most=99))
        return [line.act.subject for line in lines]

    assert found() == ["c", "b", "a"]
    assert (found(1, 1), found(upto=numbers[1])) == (["b"], ["b", "a"])
    assert (found(what="find.b"), found(subject="c"), found(who="nobody")) == (["b"], ["c"], [])
    assert found(since=NOW + timedelta(days=1)) == ["c", "b"]
    assert found(until=NOW + timedelta(days=1)) == ["a"], "the end is not in it"
    with records.begin() as work:
        assert {"find.a", "find.b", "find.c"} <= set(work.audit.kinds())


def test_checks_of_the_chain_are_kept(records: Any) -> None:
    """The newest says how far it was good."""
    first, second = (Check(NOW, Checked(7, "a", 5)), Check(NOW, Checked(9, "b", 6, 11, "it is broken")))
    with records.begin() as work:
        work.audit.keep_check(first)
        assert work.audit.last_check() == first
        work.audit.keep_check(second)
        assert work.audit.last_check() == second
        assert work.audit.last_check(good=True) == first


def test_the_audit_of_money_is_read_beside_it(records: Any) -> None:
    """By kind, subject and time, and by a name in the cause; signs of patterns mean themselves."""
    lines = [
        Audit(NOW + timedelta(days=day), "contract", f"pay_{day}", "a", "b", f"by 1{'%' * day} Ida") for day in (0, 1)
    ]
    with records.begin() as work:
        for line in lines:
            work.money.audit(line)
        wanted = Wanted(what="contract", who="Ida")
        assert [line for _, line in work.audit.money_found(wanted, most=9)] == lines[::-1]
        assert work.audit.money_count(wanted) == 2
        ((number, one),) = work.audit.money_found(Wanted(what="contract", who="1%"), most=9)
        assert one == lines[1]
        assert work.audit.money_found(Wanted(what="contract", upto=number - 1), most=1)[0][1] == lines[0]
        assert work.audit.money_count(Wanted(what="contract", subject="pay_0", since=NOW + timedelta(days=1))) == 0
