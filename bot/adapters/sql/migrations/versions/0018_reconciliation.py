"""Reconciliation: runs by day, cases, and up to when the events of a gateway were read.

Revision: 0018
Follows: 0017
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, and what finds the days of the audit and of the books."""
    op.execute(
        """
        CREATE TABLE reconciliation_runs (
            kind TEXT NOT NULL,
            day DATE NOT NULL,
            stage TEXT NOT NULL,
            after TEXT NOT NULL,
            started_at TIMESTAMP WITH TIME ZONE NOT NULL,
            ended_at TIMESTAMP WITH TIME ZONE,
            lease_until TIMESTAMP WITH TIME ZONE,
            counts JSONB NOT NULL,
            facts JSONB NOT NULL,
            CONSTRAINT pk_reconciliation_runs PRIMARY KEY (kind, day)
        )
        """
    )
    op.execute("COMMENT ON COLUMN reconciliation_runs.after IS 'what was looked at last in the stage'")
    op.execute(
        """
        CREATE TABLE reconciliation_cases (
            key TEXT NOT NULL,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            checkout TEXT NOT NULL,
            ours_minor BIGINT NOT NULL,
            ours_currency TEXT NOT NULL,
            theirs_minor BIGINT NOT NULL,
            theirs_currency TEXT NOT NULL,
            first_day DATE NOT NULL,
            last_day DATE NOT NULL,
            opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
            due_at TIMESTAMP WITH TIME ZONE NOT NULL,
            closed_at TIMESTAMP WITH TIME ZONE,
            CONSTRAINT pk_reconciliation_cases PRIMARY KEY (key)
        )
        """
    )
    op.execute("CREATE INDEX ix_reconciliation_cases_open ON reconciliation_cases (due_at) WHERE closed_at IS NULL")
    op.execute(
        "CREATE INDEX ix_reconciliation_cases_checkout ON reconciliation_cases (checkout) WHERE closed_at IS NULL"
    )
    op.execute(
        """
        CREATE TABLE gateway_events_cursor (
            gateway TEXT NOT NULL,
            read_until TIMESTAMP WITH TIME ZONE NOT NULL,
            CONSTRAINT pk_gateway_events_cursor PRIMARY KEY (gateway)
        )
        """
    )
    op.execute("CREATE INDEX ix_audit_at ON audit (at)")
    op.execute("CREATE INDEX ix_ledger_transactions_posted_at ON ledger_transactions (posted_at)")


def downgrade() -> None:
    """Take the tables away again; what they say can be found out anew."""
    op.execute("DROP INDEX ix_ledger_transactions_posted_at")
    op.execute("DROP INDEX ix_audit_at")
    for table in ("gateway_events_cursor", "reconciliation_cases", "reconciliation_runs"):
        op.execute(f"DROP TABLE {table}")
