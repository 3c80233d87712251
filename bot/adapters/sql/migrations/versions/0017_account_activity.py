"""What happened to accounts, and where each thing is to be told.

Revision: 0017
Follows: 0016
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.execute(
        """
        CREATE TABLE account_activity (
            id TEXT NOT NULL,
            traveller TEXT NOT NULL,
            at TIMESTAMP WITH TIME ZONE NOT NULL,
            body TEXT NOT NULL,
            CONSTRAINT pk_account_activity PRIMARY KEY (id),
            CONSTRAINT fk_account_activity_traveller_travellers
                FOREIGN KEY (traveller) REFERENCES travellers (id) ON DELETE CASCADE
        )
        """
    )
    op.execute("COMMENT ON COLUMN account_activity.id IS 'the same id is the same activity'")
    op.execute("CREATE INDEX ix_account_activity_traveller ON account_activity (traveller)")
    op.execute(
        """
        CREATE TABLE account_notices (
            activity TEXT NOT NULL,
            place TEXT NOT NULL,
            traveller TEXT NOT NULL,
            state TEXT NOT NULL,
            due_at TIMESTAMP WITH TIME ZONE NOT NULL,
            batch TEXT,
            handed_at TIMESTAMP WITH TIME ZONE,
            leased_until TIMESTAMP WITH TIME ZONE,
            CONSTRAINT pk_account_notices PRIMARY KEY (activity, place),
            CONSTRAINT fk_account_notices_activity_account_activity
                FOREIGN KEY (activity) REFERENCES account_activity (id) ON DELETE CASCADE,
            CONSTRAINT fk_account_notices_traveller_travellers
                FOREIGN KEY (traveller) REFERENCES travellers (id) ON DELETE CASCADE,
            CONSTRAINT ck_account_notices_known_state
                CHECK (state IN ('waiting', 'handed', 'told', 'withheld', 'failed'))
        )
        """
    )
    op.execute("COMMENT ON COLUMN account_notices.place IS 'a thread, or the mailbox'")
    op.execute("COMMENT ON COLUMN account_notices.batch IS 'the message that tells it, with others'")
    op.execute("CREATE INDEX ix_account_notices_batch ON account_notices (batch)")
    op.execute("CREATE INDEX ix_account_notices_open ON account_notices (due_at) WHERE state = 'waiting'")
    op.execute("CREATE INDEX ix_account_notices_mails ON account_notices (handed_at) WHERE state = 'handed'")
    op.execute("CREATE INDEX ix_account_notices_place ON account_notices (place, traveller, handed_at)")


def downgrade() -> None:
    """Take the tables away: what was not told yet is told to nobody."""
    op.drop_table("account_notices")
    op.drop_table("account_activity")
