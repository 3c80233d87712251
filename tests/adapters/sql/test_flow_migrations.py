"""The migrations to drafts, notes and figures of flows, on a database in which travellers are talking already."""

import secrets

import msgspec
import psycopg
import pytest

from bot.adapters.sql.migrate import upgrade
from bot.domain.conversation.state import Conversation, Position
from bot.embedded.postgres import ROLE, PostgresServer

pytestmark = pytest.mark.real
BEFORE = "0029"


def test_revisions_and_talks_of_before_are_taken_along(postgres_server: PostgresServer) -> None:
    """Old revisions say that they have no notes and never change; talks stand where they stand."""
    name = f"flows_{secrets.token_hex(4)}"
    with psycopg.connect(postgres_server.owner_url, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE template0".encode())
    url = postgres_server.address(name)
    upgrade(url, BEFORE)
    talks = (
        Conversation(7, 0, "bot", "messenger:page:ada", position=Position("book", 1, "offers", since=5)),
        Conversation(3, 0, "bot", "messenger:page:ben", position=Position("book", 1, "offers"), slots={"a": "\0"}),
        Conversation(2, 0, "bot", "messenger:page:cleo"),
    )
    with psycopg.connect(url) as connection:
        connection.execute("INSERT INTO flow_revisions VALUES ('book', 1, '{}', 'ana', 1)")
        connection.execute("INSERT INTO flow_pointers VALUES ('book', 1, 4)")
        for talk in talks:
            connection.execute(
                "INSERT INTO conversations VALUES (%s, %s, 0, 'bot', '', '', '', 0, %s, '')",
                (talk.thread, talk.version, msgspec.json.encode(talk).decode()),
            )
    upgrade(url)
    with psycopg.connect(url) as connection:
        (head,) = connection.execute("SELECT notes, sha256 FROM flow_revisions").fetchall()
        assert head[0] == "Published before revisions had notes."
        assert head[1] == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        assert connection.execute("SELECT number FROM flow_changes").fetchall() == [(4,)]
        assert connection.execute("SELECT * FROM flow_stands ORDER BY thread").fetchall() == [
            ("messenger:page:ada", 7, "book", 1, "offers", 5),
            ("messenger:page:ben", 3, "book", 1, "offers", 0),
            ("messenger:page:cleo", 2, "", 0, "", 0),
        ]
        assert connection.execute("SELECT * FROM flow_steps").fetchall() == [("book", 1, "offers", 2, 0, 0, 0)]
    for change in ("UPDATE flow_revisions SET notes = 'x'", "DELETE FROM flow_revisions"):
        with psycopg.connect(url) as connection, pytest.raises(psycopg.Error, match="append-only"):
            connection.execute(change.encode())
