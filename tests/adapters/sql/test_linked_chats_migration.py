"""The migration to linked chats, on a database in which travellers are known already."""

import secrets

import msgspec
import psycopg
import pytest

from bot.adapters.sql.migrate import upgrade
from bot.domain.conversation.profile import Profile
from bot.embedded.postgres import ROLE, PostgresServer

pytestmark = pytest.mark.real
BEFORE = "0005"


def test_travellers_of_before_are_found_by_their_address(postgres_server: PostgresServer) -> None:
    """Whoever booked before chats could be linked gets a code by e-mail as well, in whatever case it was written."""
    name = f"linked_{secrets.token_hex(4)}"
    with psycopg.connect(postgres_server.owner_url, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE template0".encode())
    url = postgres_server.address(name)
    upgrade(url, BEFORE)
    known = (("trv_1", Profile(1, email="Zoé@Example.org")), ("trv_2", Profile(1)))
    with psycopg.connect(url) as connection:
        for traveller, profile in known:
            row = (traveller, msgspec.json.encode(profile))
            connection.execute("INSERT INTO travellers (id, began_at, body) VALUES (%s, now(), %s)", row)
    upgrade(url)
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT id, email, merged_into FROM travellers ORDER BY id").fetchall()
    assert found == [("trv_1", "zoé@example.org", None), ("trv_2", "", None)]
