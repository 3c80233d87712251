"""Where the talk of each thread stands in its flow, and how each step was passed.

Revision: 0042
Follows: 0041
"""

import msgspec
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_STEPS = (
    """
    CREATE TABLE flow_stands (
        thread TEXT NOT NULL,
        version BIGINT NOT NULL,
        flow TEXT NOT NULL,
        revision BIGINT NOT NULL,
        step TEXT NOT NULL,
        since BIGINT NOT NULL,
        CONSTRAINT pk_flow_stands PRIMARY KEY (thread)
    )
    """,
    "COMMENT ON COLUMN flow_stands.version IS 'of the newest turn that is in here'",
    """
    CREATE TABLE flow_steps (
        flow TEXT NOT NULL,
        revision BIGINT NOT NULL,
        step TEXT NOT NULL,
        came BIGINT NOT NULL,
        went_on BIGINT NOT NULL,
        went_away BIGINT NOT NULL,
        handed BIGINT NOT NULL,
        CONSTRAINT pk_flow_steps PRIMARY KEY (flow, revision, step)
    )
    """,
)

_COUNT = (
    """
    INSERT INTO flow_steps (flow, revision, step, came, went_on, went_away, handed)
    SELECT flow, revision, step, count(*), 0, 0, 0 FROM flow_stands WHERE step <> '' GROUP BY flow, revision, step
    """,
    "CREATE INDEX ix_flow_stands_step ON flow_stands (flow, revision, step, since)",
)


class _Place(msgspec.Struct):
    flow: str
    revision: int
    node: str
    since: int = 0


class _Talk(msgspec.Struct):
    thread: str
    version: int
    position: _Place | None = None


_KEEP = "INSERT INTO flow_stands (thread, version, flow, revision, step, since) VALUES (%s, %s, %s, %s, %s, %s)"
_MOST = 1000


def upgrade() -> None:
    """Talks that are under way have come to where they stand; what they passed before was not counted."""
    for statement in _STEPS:
        op.execute(statement)
    _keep_stands()
    for statement in _COUNT:
        op.execute(statement)


def _keep_stands() -> None:
    """Here, and not in SQL, because a traveller may have written what PostgreSQL does not read as JSON."""
    connection, after = op.get_bind(), ""
    while True:
        query = "SELECT thread, body FROM conversations WHERE thread > %s ORDER BY thread LIMIT %s"
        found = connection.exec_driver_sql(query, (after, _MOST)).all()
        if not found:
            return
        connection.exec_driver_sql(_KEEP, [_row(msgspec.json.decode(body, type=_Talk)) for _, body in found])
        after = found[-1][0]


def _row(talk: _Talk) -> tuple[str | int, ...]:
    at = talk.position
    if at is None or not at.node:
        return (talk.thread, talk.version, "", 0, "", 0)
    return (talk.thread, talk.version, at.flow, at.revision, at.node, at.since)


def downgrade() -> None:
    """Forward only, as every migration here."""
    raise RuntimeError("What was counted cannot be kept in the older tables.")
