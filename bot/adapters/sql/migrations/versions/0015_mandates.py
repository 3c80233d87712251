"""SEPA mandates of bank accounts.

Revision: 0015
Follows: 0014
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nobody has signed anything yet."""
    op.execute(
        """
        CREATE TABLE mandates (
            instrument TEXT NOT NULL,
            reference TEXT NOT NULL,
            creditor TEXT NOT NULL,
            language TEXT NOT NULL,
            version INTEGER NOT NULL,
            words TEXT NOT NULL,
            signed_at TIMESTAMP WITH TIME ZONE NOT NULL,
            network TEXT NOT NULL,
            browser TEXT NOT NULL,
            state TEXT NOT NULL,
            CONSTRAINT pk_mandates PRIMARY KEY (instrument),
            CONSTRAINT fk_mandates_instrument_instruments FOREIGN KEY (instrument) REFERENCES instruments (id),
            CONSTRAINT uq_mandates_reference UNIQUE (reference),
            CONSTRAINT ck_mandates_state_known CHECK (state IN ('active', 'inactive'))
        )
        """
    )
    op.execute("COMMENT ON COLUMN mandates.words IS 'what was signed, exactly'")
    op.execute("COMMENT ON COLUMN mandates.network IS 'of the signer''s address, never the address'")


def downgrade() -> None:
    """Forward only: what was signed is a proof, and is not thrown away."""
    raise RuntimeError("Mandates are proofs of what was signed, and are kept.")
