"""Migrations run in process, once, and in any order of starts."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from bot.adapters.sql import migrate
from bot.adapters.sql.migrate import current, draft, newest, upgrade
from bot.embedded.postgres import ROLE, PostgresServer

pytestmark = pytest.mark.real


@pytest.fixture
def empty(postgres_server: PostgresServer) -> str:
    """The address of a database in which nothing is."""
    name = f"empty_{secrets.token_hex(4)}"
    with psycopg.connect(postgres_server.owner_url, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE template0".encode())
    return postgres_server.address(name)


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A history of our own, with the environment and the template of the real one."""
    for name in ("env.py", "script.py.mako"):
        (tmp_path / name).write_text((migrate.MIGRATIONS / name).read_text())
    (tmp_path / "versions").mkdir()
    monkeypatch.setattr(migrate, "MIGRATIONS", tmp_path)
    return tmp_path


def _add(history: Path, number: int, statement: str) -> None:
    before = repr(f"{number - 1:04d}") if number > 1 else None
    (history / "versions" / f"{number:04d}.py").write_text(
        f"from alembic import op\nrevision = '{number:04d}'\ndown_revision = {before}\n"
        f"def upgrade():\n    op.execute({statement!r})\ndef downgrade():\n    pass\n"
    )


def test_the_history_of_this_program_leads_to_its_newest_revision(empty: str) -> None:
    """A fresh database is ready after one command, and a second run changes nothing."""
    upgrade(empty)
    upgrade(empty)
    assert current(empty) == newest()


def test_a_database_is_brought_forward_step_by_step(empty: str, history: Path) -> None:
    """An older database gets what it misses and keeps what it has."""
    assert (current(empty), newest()) == ("", "")
    _add(history, 1, "CREATE TABLE orders (id int)")
    upgrade(empty)
    with psycopg.connect(empty) as connection:
        connection.execute("INSERT INTO orders VALUES (1)")
    _add(history, 2, "ALTER TABLE orders ADD COLUMN locator text")
    assert (current(empty), newest()) == ("0001", "0002")
    upgrade(empty)
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT id, locator FROM orders").fetchone() == (1, None)


def test_a_failing_migration_leaves_nothing_behind(empty: str, history: Path) -> None:
    """A release that fails can be run again after it is mended."""
    _add(history, 1, "CREATE TABLE orders (id int)")
    _add(history, 2, "SELECT nonsense")
    with pytest.raises(Exception, match="nonsense"):
        upgrade(empty)
    assert current(empty) == ""
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT to_regclass('orders')").fetchone() == (None,)


def test_two_releases_at_once_do_not_hurt_each_other(empty: str, history: Path) -> None:
    """Machines that deploy together migrate once."""
    _add(history, 1, "CREATE TABLE orders AS SELECT pg_sleep(0.3)::text AS slept")
    config_lock = ThreadPoolExecutor(1)
    with psycopg.connect(empty) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [migrate.LOCK])
        waiting = config_lock.submit(upgrade, empty)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.3)
        other.commit()
        waiting.result(timeout=10)
    config_lock.shutdown()
    assert current(empty) == "0001"


def test_a_new_migration_is_written_from_what_the_tables_have_more(empty: str, history: Path) -> None:
    """Who changes a table gets the first draft of its migration, in our form."""
    draft(empty, "begin with what there is")
    (written,) = (history / "versions").glob("*.py")
    text = written.read_text()
    assert text.startswith('"""begin with what there is.')
    assert "op.create_table(" in text
    upgrade(empty)
    assert current(empty) == newest() != ""
