"""Links that staff make, and what came of them.

Revision: 0008
Follows: 0007
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables."""
    op.execute(
        """
        CREATE TABLE entry_links (
            id TEXT NOT NULL,
            name TEXT NOT NULL,
            ref TEXT NOT NULL,
            ad TEXT DEFAULT '' NOT NULL,
            story TEXT DEFAULT '' NOT NULL,
            created BIGINT NOT NULL,
            retired BIGINT DEFAULT 0 NOT NULL,
            CONSTRAINT pk_entry_links PRIMARY KEY (id)
        )
        """
    )
    op.execute("COMMENT ON COLUMN entry_links.ref IS 'the trip it names'")
    op.execute("COMMENT ON COLUMN entry_links.ad IS 'of Meta''s, that stands for it'")
    op.execute("COMMENT ON COLUMN entry_links.story IS 'of Instagram''s, that stands for it'")
    op.execute("COMMENT ON COLUMN entry_links.created IS 'milliseconds UTC'")
    op.execute("COMMENT ON COLUMN entry_links.retired IS 'milliseconds UTC, 0 in use'")
    op.execute("CREATE UNIQUE INDEX uq_entry_links_ad ON entry_links (ad) WHERE ad <> '' AND retired = 0")
    op.execute("CREATE UNIQUE INDEX uq_entry_links_story ON entry_links (story) WHERE story <> '' AND retired = 0")
    op.execute(
        """
        CREATE TABLE entry_link_visits (
            link TEXT NOT NULL,
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            thread TEXT NOT NULL,
            at BIGINT NOT NULL,
            amount BIGINT DEFAULT 0 NOT NULL,
            currency TEXT DEFAULT '' NOT NULL,
            CONSTRAINT pk_entry_link_visits PRIMARY KEY (link, kind, key),
            CONSTRAINT fk_entry_link_visits_link_entry_links FOREIGN KEY(link) REFERENCES entry_links (id),
            CONSTRAINT ck_entry_link_visits_known_kind CHECK (kind IN ('opened', 'offered', 'booked'))
        )
        """
    )
    op.execute("COMMENT ON COLUMN entry_link_visits.key IS 'stands for the event'")
    op.execute("COMMENT ON COLUMN entry_link_visits.thread IS 'stands for the talk'")
    op.execute("COMMENT ON COLUMN entry_link_visits.at IS 'milliseconds UTC'")
    op.execute("COMMENT ON COLUMN entry_link_visits.amount IS 'minor units'")


def downgrade() -> None:
    """Take both tables away, with what was counted."""
    op.drop_table("entry_link_visits")
    op.drop_table("entry_links")
