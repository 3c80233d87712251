"""One-time codes, chats that left a traveller, other names of threads; travellers by their e-mail address.

Revision: 0007
Follows: 0006
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE travellers ADD COLUMN email TEXT DEFAULT '' NOT NULL
    """,
    """
    ALTER TABLE travellers ADD COLUMN merged_into TEXT
    """,
    """
    ALTER TABLE travellers ADD CONSTRAINT fk_travellers_merged_into_travellers FOREIGN KEY(merged_into) REFERENCES travellers (id)
    """,
    """
    COMMENT ON COLUMN travellers.email IS 'in small letters, to be found by'
    """,
    """
    UPDATE travellers SET email = lower(coalesce(convert_from(body, 'UTF8')::json ->> 'email', ''))
    """,
    """
    CREATE INDEX ix_travellers_email ON travellers (email) WHERE email <> ''
    """,
    """
    CREATE INDEX ix_travellers_merged_into ON travellers (merged_into) WHERE merged_into IS NOT NULL
    """,
    """
    CREATE TABLE link_codes (
        hashed TEXT NOT NULL,
        traveller TEXT NOT NULL,
        thread TEXT NOT NULL,
        purpose TEXT NOT NULL,
        made_at TIMESTAMP WITH TIME ZONE NOT NULL,
        expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
        used_at TIMESTAMP WITH TIME ZONE,
        used_by TEXT NOT NULL,
        tries INTEGER NOT NULL,
        CONSTRAINT pk_link_codes PRIMARY KEY (hashed),
        CONSTRAINT ck_link_codes_chat_or_mail CHECK (purpose IN ('chat', 'mail')),
        CONSTRAINT fk_link_codes_traveller_travellers FOREIGN KEY(traveller) REFERENCES travellers (id)
    )
    """,
    """
    COMMENT ON COLUMN link_codes.hashed IS 'keyed hash of the code; the code itself is stored nowhere'
    """,
    """
    CREATE INDEX ix_link_codes_traveller ON link_codes (traveller)
    """,
    """
    CREATE INDEX ix_link_codes_thread ON link_codes (thread)
    """,
    """
    CREATE INDEX ix_link_codes_expires_at ON link_codes (expires_at)
    """,
    """
    CREATE TABLE former_threads (
        thread TEXT NOT NULL,
        cause TEXT NOT NULL,
        traveller TEXT,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        reason TEXT NOT NULL,
        revision INTEGER NOT NULL,
        CONSTRAINT pk_former_threads PRIMARY KEY (thread, cause),
        CONSTRAINT ck_former_threads_known_reason CHECK (reason IN ('unlinked', 'changed', 'left')),
        CONSTRAINT fk_former_threads_traveller_travellers FOREIGN KEY(traveller) REFERENCES travellers (id)
    )
    """,
    """
    COMMENT ON COLUMN former_threads.cause IS 'id of the effect or event that made the thread leave'
    """,
    """
    CREATE INDEX ix_former_threads_traveller ON former_threads (traveller)
    """,
    """
    CREATE TABLE thread_aliases (
        name TEXT NOT NULL,
        thread TEXT NOT NULL,
        since TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_thread_aliases PRIMARY KEY (name)
    )
    """,
)


def upgrade() -> None:
    """Create the tables, and make travellers known by their address, in whatever case it was written."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))


def downgrade() -> None:
    """Take the tables away; travellers who were united stay so, and chats that were unlinked stay unlinked."""
    for table in ("thread_aliases", "former_threads", "link_codes"):
        op.drop_table(table)
    op.drop_column("travellers", "merged_into")
    op.drop_column("travellers", "email")
