"""Channel accounts that cannot send, and the ids of messages that went out in several pieces.

Revision: 0009
Follows: 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.execute(
        """
        CREATE TABLE account_troubles (
            account TEXT NOT NULL,
            reason TEXT NOT NULL,
            detail TEXT NOT NULL,
            since BIGINT NOT NULL,
            until BIGINT NOT NULL,
            CONSTRAINT pk_account_troubles PRIMARY KEY (account)
        )
        """
    )
    op.execute("COMMENT ON COLUMN account_troubles.account IS 'the channel and our account on it'")
    op.execute("COMMENT ON COLUMN account_troubles.detail IS 'a sentence for staff, free of personal data'")
    op.execute("COMMENT ON COLUMN account_troubles.since IS 'milliseconds UTC'")
    op.execute("COMMENT ON COLUMN account_troubles.until IS 'when it is tried again, milliseconds UTC'")
    op.execute(
        """
        CREATE TABLE message_parts (
            thread TEXT NOT NULL,
            platform_id TEXT NOT NULL,
            item TEXT NOT NULL,
            CONSTRAINT pk_message_parts PRIMARY KEY (thread, platform_id)
        )
        """
    )
    op.execute("COMMENT ON COLUMN message_parts.item IS 'id of the message that was said'")


def downgrade() -> None:
    """Take the tables away: the desk no longer knows which accounts cannot send, nor what a piece belongs to."""
    op.drop_table("message_parts")
    op.drop_table("account_troubles")
