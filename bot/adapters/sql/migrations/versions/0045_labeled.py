"""Labels that threads have are found without looking at those that have none.

Revision: 0045
Follows: 0044
"""

from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Most threads have no label, and each page of the desk offers those that there are."""
    op.execute("CREATE INDEX ix_desk_threads_labeled ON desk_threads (labels) WHERE labels <> '{}'::text[]")


def downgrade() -> None:
    """Forward only, as every migration here."""
    raise RuntimeError("Migrations only go forward.")
