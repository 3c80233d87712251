"""A deployment of its own for benches that buy: `threadfare demo` on a PostgreSQL of its own, removed afterwards."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.adapters.sql.migrate import upgrade
from bot.embedded.postgres import PostgresServer
from tests.journeys.town import Town


@contextmanager
def own_town() -> Iterator[Town]:
    """A town that runs, ended and removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="threadfare-bench-"))
    folder.chmod(0o711)
    postgres = PostgresServer(folder / "postgres", password=secrets.token_hex(16), owner_password=secrets.token_hex(16))
    try:
        postgres.start()
        upgrade(postgres.url)
        inner = folder / "town"
        inner.mkdir(mode=0o700)
        with Town(inner, postgres.url) as town:
            yield town
    finally:
        postgres.stop()
        shutil.rmtree(postgres.folder, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
