"""Rehearsals of flows, and golden conversations.

Revision: 0043
Follows: 0042
"""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE rehearsals (
        id TEXT NOT NULL,
        person TEXT NOT NULL,
        script TEXT NOT NULL,
        at BIGINT NOT NULL,
        CONSTRAINT pk_rehearsals PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_rehearsals_at ON rehearsals (at)",
    "COMMENT ON COLUMN rehearsals.script IS 'JSON of the acts'",
    "COMMENT ON COLUMN rehearsals.at IS 'the last act, milliseconds UTC'",
    """
    CREATE TABLE golden_talks (
        id TEXT NOT NULL,
        flow TEXT NOT NULL,
        name TEXT NOT NULL,
        document TEXT NOT NULL,
        person TEXT NOT NULL,
        at BIGINT NOT NULL,
        CONSTRAINT pk_golden_talks PRIMARY KEY (id),
        CONSTRAINT uq_golden_talks_flow_name UNIQUE (flow, name)
    )
    """,
    "COMMENT ON COLUMN golden_talks.document IS 'JSON of acts and expected words'",
    "COMMENT ON COLUMN golden_talks.person IS 'who changed it last'",
    "COMMENT ON COLUMN golden_talks.at IS 'milliseconds UTC'",
)


def upgrade() -> None:
    """Make the tables; nobody has rehearsed anything yet."""
    for statement in _TABLES:
        op.execute(statement)


def downgrade() -> None:
    """Forward only, as every migration here."""
    raise RuntimeError("Golden conversations cannot be kept in the older tables.")
