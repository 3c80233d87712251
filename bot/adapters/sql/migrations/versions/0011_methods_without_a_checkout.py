"""Bank accounts beside cards, names of methods, and methods that are added without anything being bought.

Revision: 0011
Follows: 0010
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen the tables; what is there are cards that came by a checkout."""
    op.execute("ALTER TABLE instruments ADD COLUMN kind TEXT NOT NULL DEFAULT 'card'")
    op.execute(
        "ALTER TABLE instruments ADD CONSTRAINT ck_instruments_card_or_bank_account "
        "CHECK (kind IN ('card', 'bank_account'))"
    )
    op.execute("ALTER TABLE methods ADD COLUMN name TEXT NOT NULL DEFAULT ''")
    op.execute("COMMENT ON COLUMN methods.name IS 'what the traveller calls it'")
    for table in ("instruments", "methods", "consents"):
        op.execute(f"ALTER TABLE {table} ALTER COLUMN checkout DROP NOT NULL")


def downgrade() -> None:
    """Forward only: what was added without a checkout would have to be forgotten."""
    raise RuntimeError("Methods without a checkout cannot be kept in the older tables.")
