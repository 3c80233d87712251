"""Travellers, their threads, what they agreed to, and their saved methods.

Revision: 0003
Follows: 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE attempts ADD COLUMN usage TEXT DEFAULT 'once' NOT NULL
    """,
    """
    CREATE TABLE travellers (
        id TEXT NOT NULL,
        began_at TIMESTAMP WITH TIME ZONE NOT NULL,
        body BYTEA NOT NULL,
        CONSTRAINT pk_travellers PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE traveller_threads (
        thread TEXT NOT NULL,
        traveller TEXT NOT NULL,
        linked_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_traveller_threads PRIMARY KEY (thread),
        CONSTRAINT fk_traveller_threads_traveller_travellers FOREIGN KEY(traveller) REFERENCES travellers (id)
    )
    """,
    """
    CREATE INDEX ix_traveller_threads_traveller ON traveller_threads (traveller)
    """,
    """
    CREATE TABLE consents (
        id TEXT NOT NULL,
        traveller TEXT NOT NULL,
        checkout TEXT NOT NULL,
        purpose TEXT NOT NULL,
        language TEXT NOT NULL,
        version INTEGER NOT NULL,
        words TEXT NOT NULL,
        digest TEXT NOT NULL,
        given_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_consents PRIMARY KEY (id),
        CONSTRAINT fk_consents_traveller_travellers FOREIGN KEY(traveller) REFERENCES travellers (id),
        CONSTRAINT fk_consents_checkout_checkouts FOREIGN KEY(checkout) REFERENCES checkouts (id)
    )
    """,
    """
    CREATE INDEX ix_consents_traveller ON consents (traveller)
    """,
    """
    CREATE TRIGGER consents_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON consents FOR EACH STATEMENT EXECUTE FUNCTION refuse_changes()
    """,
    """
    CREATE TABLE methods (
        id TEXT NOT NULL,
        traveller TEXT NOT NULL,
        instrument TEXT NOT NULL,
        consent TEXT NOT NULL,
        checkout TEXT NOT NULL,
        state TEXT NOT NULL,
        added_at TIMESTAMP WITH TIME ZONE NOT NULL,
        last_used TIMESTAMP WITH TIME ZONE,
        preferred BOOLEAN NOT NULL,
        CONSTRAINT pk_methods PRIMARY KEY (id),
        CONSTRAINT uq_methods_instrument UNIQUE (instrument),
        CONSTRAINT ck_methods_active_or_removed CHECK (state IN ('active', 'removed')),
        CONSTRAINT fk_methods_traveller_travellers FOREIGN KEY(traveller) REFERENCES travellers (id),
        CONSTRAINT fk_methods_instrument_instruments FOREIGN KEY(instrument) REFERENCES instruments (id),
        CONSTRAINT fk_methods_consent_consents FOREIGN KEY(consent) REFERENCES consents (id),
        CONSTRAINT fk_methods_checkout_checkouts FOREIGN KEY(checkout) REFERENCES checkouts (id)
    )
    """,
    """
    CREATE INDEX ix_methods_traveller ON methods (traveller)
    """,
    """
    CREATE UNIQUE INDEX uq_methods_preferred ON methods (traveller) WHERE preferred
    """,
)


def upgrade() -> None:
    """Create the tables, and note of each attempt how its instrument was charged."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))


def downgrade() -> None:
    """Take the tables away again; saved methods are forgotten here and stay at the gateway."""
    for table in ("methods", "consents", "traveller_threads", "travellers"):
        op.drop_table(table)
    op.drop_column("attempts", "usage")
