"""Who took which way of an A/B trial, and paid after that.

Revision: 0044
Follows: 0043
"""

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_STEPS = (
    """
    CREATE TABLE flow_takers (
        trial TEXT NOT NULL,
        thread TEXT NOT NULL,
        way TEXT NOT NULL,
        took_at BIGINT NOT NULL,
        paid_at BIGINT NOT NULL,
        CONSTRAINT pk_flow_takers PRIMARY KEY (trial, thread)
    )
    """,
    "COMMENT ON COLUMN flow_takers.paid_at IS 'of the first ticket after that, 0 for none'",
    "CREATE INDEX ix_flow_takers_thread ON flow_takers (thread)",
)


def upgrade() -> None:
    """Who is in a trial already joins with their next turn: the way that they took stands in their talk."""
    for statement in _STEPS:
        op.execute(statement)


def downgrade() -> None:
    """Forward only, as every migration here."""
    raise RuntimeError("What was counted cannot be kept in the older tables.")
