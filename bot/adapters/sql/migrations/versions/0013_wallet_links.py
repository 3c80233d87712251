"""Links to the page of a wallet, and the browsers in which a traveller opened it or paid.

Revision: 0013
Follows: 0012
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.execute(
        """
        CREATE TABLE wallet_links (
            hashed TEXT NOT NULL,
            traveller TEXT NOT NULL,
            thread TEXT NOT NULL,
            language TEXT NOT NULL,
            made_at TIMESTAMP WITH TIME ZONE NOT NULL,
            expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
            browser TEXT NOT NULL,
            opened_at TIMESTAMP WITH TIME ZONE,
            CONSTRAINT pk_wallet_links PRIMARY KEY (hashed),
            CONSTRAINT fk_wallet_links_traveller_travellers FOREIGN KEY (traveller) REFERENCES travellers (id),
            CONSTRAINT ck_wallet_links_opened_by_a_browser CHECK ((browser = '') = (opened_at IS NULL))
        )
        """
    )
    op.execute("COMMENT ON COLUMN wallet_links.hashed IS 'of the token; the token itself is stored nowhere'")
    op.execute("COMMENT ON COLUMN wallet_links.browser IS 'hash of the browser that opened it'")
    for column in ("traveller", "thread", "made_at"):
        op.execute(f"CREATE INDEX ix_wallet_links_{column} ON wallet_links ({column})")
    op.execute(
        """
        CREATE TABLE known_devices (
            thread TEXT NOT NULL,
            browser TEXT NOT NULL,
            first_seen TIMESTAMP WITH TIME ZONE NOT NULL,
            last_seen TIMESTAMP WITH TIME ZONE NOT NULL,
            CONSTRAINT pk_known_devices PRIMARY KEY (thread, browser)
        )
        """
    )
    op.execute("COMMENT ON COLUMN known_devices.browser IS 'hash of the name that its cookie holds'")


def downgrade() -> None:
    """Take the tables away: open pages end, and every browser is a new one."""
    op.drop_table("known_devices")
    op.drop_table("wallet_links")
