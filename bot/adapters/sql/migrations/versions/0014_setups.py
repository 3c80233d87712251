"""Methods on their way into wallets; where an instrument's number lies in the vault; instruments let go by themselves.

Revision: 0014
Follows: 0013
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_SETUPS = """
CREATE TABLE setups (
    id TEXT PRIMARY KEY,
    traveller TEXT NOT NULL REFERENCES travellers (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    began_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ,
    lease_until TIMESTAMPTZ,
    fence INTEGER NOT NULL DEFAULT 0,
    body BYTEA NOT NULL,
    CONSTRAINT ck_setups_card_or_bank_account CHECK (kind IN ('card', 'bank_account'))
)
"""


def upgrade() -> None:
    """Add the table and the columns; what is there lies in no vault."""
    op.execute(_SETUPS)
    op.execute("CREATE INDEX ix_setups_due ON setups (due_at) WHERE due_at IS NOT NULL")
    op.execute("CREATE INDEX ix_setups_traveller ON setups (traveller, began_at)")
    for column in ("vault_table", "vault_id", "vault_traveller", "vault_kind", "renewed_for"):
        op.execute(f"ALTER TABLE instruments ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    op.execute("COMMENT ON COLUMN instruments.vault_traveller IS 'for whom the number was stored, for ever'")
    op.execute(
        "COMMENT ON COLUMN instruments.renewed_for IS 'the attempt for which the token was made anew, until it paid'"
    )
    op.execute("CREATE INDEX ix_instruments_vault ON instruments (vault_table, vault_id) WHERE vault_id <> ''")
    op.execute("ALTER TABLE steps ALTER COLUMN checkout DROP NOT NULL")


def downgrade() -> None:
    """Forward only: numbers in the vault would lose the names under which they are kept."""
    raise RuntimeError("What lies in the vault cannot be found by the older tables.")
