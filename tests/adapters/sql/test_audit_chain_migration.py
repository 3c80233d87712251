"""The migration to a chained audit, on a database in which staff have done something already."""

import secrets

import psycopg
import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.migrate import upgrade
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.staff.audit import Act
from bot.domain.staff.audit_chain import Checked, checked
from bot.embedded.postgres import ROLE, PostgresServer
from tests.builders.world import NOW

pytestmark = pytest.mark.real
BEFORE = "0021"
_INSERT = "INSERT INTO staff_audit (at, who, what, subject, reason) VALUES (now(), %s, 'thread.label', 't', %s)"


def test_lines_of_before_are_sealed_as_they_stand(postgres_server: PostgresServer) -> None:
    """What was done before the chain was made is in it, and what comes after goes on from there."""
    name = f"chained_{secrets.token_hex(4)}"
    with psycopg.connect(postgres_server.owner_url, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE template0".encode())
    url = postgres_server.address(name)
    upgrade(url, BEFORE)
    with psycopg.connect(url) as connection:
        for who, reason in (("per_1", 'é "x" \\ \t\x01'), ("per_2", "")):
            connection.execute(_INSERT, (who, reason))
    upgrade(url)
    engine = make_engine(url)
    with SqlRecords(engine).begin() as work:
        work.audit.append(Act(at=NOW, who="per_3", what="thread.label", subject="t"))
        found = checked(Checked(), work.audit.after(0, most=9))
    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.RestrictViolation):
        connection.execute("UPDATE staff_audit SET who = 'x'")
    engine.dispose()
    assert (found.lines, found.broken) == (3, 0)
