"""Visits: browsers that keep a token of ours on a host page.

Revision: 0004
Follows: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE visits (
        visitor TEXT NOT NULL,
        site TEXT NOT NULL,
        generation INTEGER NOT NULL,
        rotated BIGINT NOT NULL,
        expires BIGINT NOT NULL,
        seen BIGINT DEFAULT 0 NOT NULL,
        CONSTRAINT pk_visits PRIMARY KEY (visitor),
        CONSTRAINT ck_visits_counts_from_one CHECK (generation > 0)
    )
    """,
    """
    CREATE INDEX ix_visits_expires ON visits (expires)
    """,
    """
    COMMENT ON COLUMN visits.generation IS 'of the newest token'
    """,
    """
    COMMENT ON COLUMN visits.rotated IS 'when that token was made, milliseconds UTC'
    """,
    """
    COMMENT ON COLUMN visits.expires IS 'milliseconds UTC'
    """,
    """
    COMMENT ON COLUMN visits.seen IS 'row of the newest line shown'
    """,
)


def upgrade() -> None:
    """Create the table."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Forget all visits: travellers on host pages begin new talks."""
    op.drop_table("visits")
