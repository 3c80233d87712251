"""Threads that nobody comes back to.

Revision: 0005
Follows: 0004
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.execute(
        """
        CREATE TABLE left_threads (
            thread TEXT NOT NULL,
            left_at TIMESTAMP WITH TIME ZONE NOT NULL,
            CONSTRAINT pk_left_threads PRIMARY KEY (thread)
        )
        """
    )


def downgrade() -> None:
    """Take the table away: a card whose payment is in the air may be saved in a chat that was forgotten."""
    op.drop_table("left_threads")
