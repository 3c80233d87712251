"""What agents were writing when they stopped.

Revision: 0031
Follows: 0030
"""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE desk_drafts (
        thread TEXT NOT NULL,
        person TEXT NOT NULL,
        name TEXT NOT NULL,
        text TEXT NOT NULL,
        about BIGINT NOT NULL,
        at BIGINT NOT NULL,
        CONSTRAINT pk_desk_drafts PRIMARY KEY (thread, person)
    )
    """,
    "COMMENT ON COLUMN desk_drafts.about IS 'the row of the transcript that it answers, 0 for none'",
    "COMMENT ON COLUMN desk_drafts.at IS 'milliseconds UTC'",
)


def upgrade() -> None:
    """Make the table; nobody has written anything yet."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Forward only, as every migration here."""
    raise RuntimeError("Drafts cannot be kept in the older tables.")
