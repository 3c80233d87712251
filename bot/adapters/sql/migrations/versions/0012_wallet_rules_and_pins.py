"""What travellers settle for each channel, the PINs that guard their methods, and the links on which one is asked for.

The method that was used last was stored as the preferred one; from now on it is the one that the traveller prefers,
and without one the last is offered first all the same.

Revision: 0012
Follows: 0011
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; no method is preferred until its traveller says so."""
    op.execute("ALTER TABLE methods ADD COLUMN expiry_told TEXT NOT NULL DEFAULT ''")
    op.execute("COMMENT ON COLUMN methods.expiry_told IS 'the end of its card of which the traveller was warned'")
    op.execute("UPDATE methods SET preferred = false WHERE preferred")
    op.execute(
        "CREATE TABLE wallet_rules (traveller TEXT NOT NULL, body BYTEA NOT NULL, "
        "CONSTRAINT pk_wallet_rules PRIMARY KEY (traveller), "
        "CONSTRAINT fk_wallet_rules_traveller_travellers FOREIGN KEY (traveller) REFERENCES travellers (id))"
    )
    op.execute(
        "CREATE TABLE pins (traveller TEXT NOT NULL, hash TEXT NOT NULL, set_at TIMESTAMPTZ NOT NULL, "
        "wrong INTEGER NOT NULL, locks INTEGER NOT NULL, locked_until TIMESTAMPTZ, by TEXT NOT NULL, "
        "CONSTRAINT pk_pins PRIMARY KEY (traveller), "
        "CONSTRAINT ck_pins_at_most_five_wrong CHECK (wrong BETWEEN 0 AND 4), "
        "CONSTRAINT fk_pins_traveller_travellers FOREIGN KEY (traveller) REFERENCES travellers (id))"
    )
    op.execute("COMMENT ON COLUMN pins.hash IS 'Argon2id, with the program''s secret'")
    op.execute("COMMENT ON COLUMN pins.by IS 'the change that set it'")
    op.execute(
        "CREATE TABLE pin_links (token_hash TEXT NOT NULL, "
        "checkout TEXT NOT NULL, method TEXT NOT NULL, expires TIMESTAMPTZ NOT NULL, used_at TIMESTAMPTZ, "
        "CONSTRAINT pk_pin_links PRIMARY KEY (token_hash), "
        "CONSTRAINT fk_pin_links_checkout_checkouts FOREIGN KEY (checkout) REFERENCES checkouts (id), "
        "CONSTRAINT fk_pin_links_method_methods FOREIGN KEY (method) REFERENCES methods (id))"
    )
    op.execute("CREATE INDEX ix_pin_links_checkout ON pin_links (checkout)")


def downgrade() -> None:
    """Forward only: methods that were guarded would pay unguarded."""
    raise RuntimeError("Rules and PINs cannot be taken from methods that they guard.")
