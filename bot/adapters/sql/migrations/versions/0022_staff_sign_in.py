"""Proofs of staff, their sessions, and one-time links.

Revision: 0022
Follows: 0021
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE staff_credentials (
        person TEXT NOT NULL,
        password TEXT DEFAULT '' NOT NULL,
        totp TEXT DEFAULT '' NOT NULL,
        totp_step BIGINT DEFAULT 0 NOT NULL,
        recovery TEXT[] DEFAULT '{}' NOT NULL,
        issuer TEXT DEFAULT '' NOT NULL,
        subject TEXT DEFAULT '' NOT NULL,
        mapped BOOLEAN DEFAULT false NOT NULL,
        seen_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_staff_credentials PRIMARY KEY (person),
        CONSTRAINT fk_staff_credentials_person_people FOREIGN KEY(person) REFERENCES people (id)
    )
    """,
    "COMMENT ON COLUMN staff_credentials.password IS 'Argon2id'",
    "COMMENT ON COLUMN staff_credentials.totp IS 'sealed'",
    "COMMENT ON COLUMN staff_credentials.recovery IS 'hashes of codes'",
    "CREATE UNIQUE INDEX uq_staff_credentials_subject ON staff_credentials (issuer, subject) WHERE subject <> ''",
    """
    CREATE TABLE staff_sessions (
        hashed TEXT NOT NULL,
        person TEXT NOT NULL,
        way TEXT NOT NULL,
        device TEXT NOT NULL,
        began_at TIMESTAMP WITH TIME ZONE NOT NULL,
        seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
        proved_at TIMESTAMP WITH TIME ZONE,
        whole BOOLEAN NOT NULL,
        CONSTRAINT pk_staff_sessions PRIMARY KEY (hashed),
        CONSTRAINT fk_staff_sessions_person_people FOREIGN KEY(person) REFERENCES people (id)
    )
    """,
    "CREATE INDEX ix_staff_sessions_person ON staff_sessions (person)",
    "CREATE INDEX ix_staff_sessions_began_at ON staff_sessions (began_at)",
    "COMMENT ON COLUMN staff_sessions.hashed IS 'of the id; the id itself is stored nowhere'",
    """
    CREATE TABLE staff_links (
        hashed TEXT NOT NULL,
        person TEXT NOT NULL,
        by TEXT NOT NULL,
        made_at TIMESTAMP WITH TIME ZONE NOT NULL,
        used_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_staff_links PRIMARY KEY (hashed),
        CONSTRAINT fk_staff_links_person_people FOREIGN KEY(person) REFERENCES people (id)
    )
    """,
    "CREATE INDEX ix_staff_links_person ON staff_links (person)",
    "CREATE INDEX ix_staff_links_made_at ON staff_links (made_at)",
    "COMMENT ON COLUMN staff_links.hashed IS 'of the token; the token itself is stored nowhere'",
)


def upgrade() -> None:
    """Make the tables; nobody has signed in yet."""
    for statement in _TABLES:
        op.execute(statement)


def downgrade() -> None:
    """Forward only: proofs of people cannot be made again."""
    raise RuntimeError("Proofs of staff cannot be kept in the older tables.")
