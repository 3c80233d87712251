"""Wrong tries at booking references, and orders by their folded reference.

Revision: 0002
Follows: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of tries, and the index by which a reference is found."""
    op.execute(
        """
        CREATE TABLE trip_tries (
            effect TEXT NOT NULL,
            subject TEXT NOT NULL,
            at TIMESTAMP WITH TIME ZONE NOT NULL,
            CONSTRAINT pk_trip_tries PRIMARY KEY (effect, subject)
        )
        """
    )
    op.execute("CREATE INDEX ix_trip_tries_subject_at ON trip_tries (subject, at)")
    op.execute("CREATE INDEX ix_trip_tries_at ON trip_tries (at)")
    op.execute("CREATE INDEX ix_orders_folded ON orders (translate(upper(locator), 'OI', '01'))")


def downgrade() -> None:
    """Forget the tries."""
    op.execute("DROP INDEX ix_orders_folded")
    op.execute("DROP TABLE trip_tries")
