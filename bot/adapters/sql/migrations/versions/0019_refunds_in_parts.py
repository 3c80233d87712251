"""Refunds in parts: an attempt says how much it gives back, and holds are found by their end.

Revision: 0019
Follows: 0018
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every refund so far was of all that was left, which an amount of 0 says."""
    op.execute("ALTER TABLE attempts ADD COLUMN amount BIGINT NOT NULL DEFAULT 0")
    op.execute(
        "CREATE INDEX ix_payments_holding ON payments (capture_before) "
        "WHERE state IN ('authorized', 'capturing', 'voiding')"
    )


def downgrade() -> None:
    """Forward only: parts of a refund would be taken for the whole."""
    raise RuntimeError("Refunds in parts cannot be told in the older tables.")
