"""Choices by purpose, who asked to be forgotten, a chat that forgot its traveller, and a way to a thread's checkouts.

Revision: 0016
Follows: 0015
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE purpose_choices (
        id TEXT NOT NULL,
        traveller TEXT NOT NULL,
        purpose TEXT NOT NULL,
        given BOOLEAN NOT NULL,
        language TEXT NOT NULL,
        version INTEGER NOT NULL,
        words TEXT NOT NULL,
        digest TEXT NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_purpose_choices PRIMARY KEY (id),
        CONSTRAINT fk_purpose_choices_traveller_travellers FOREIGN KEY(traveller) REFERENCES travellers (id)
    )
    """,
    "CREATE INDEX ix_purpose_choices_traveller ON purpose_choices (traveller)",
    """
    CREATE TRIGGER purpose_choices_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON purpose_choices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_changes()
    """,
    """
    CREATE TABLE erasures (
        id TEXT NOT NULL,
        traveller TEXT,
        thread TEXT NOT NULL,
        asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
        spans BYTEA NOT NULL,
        done_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_erasures PRIMARY KEY (id),
        CONSTRAINT fk_erasures_traveller_travellers FOREIGN KEY(traveller) REFERENCES travellers (id)
    )
    """,
    "COMMENT ON COLUMN erasures.spans IS 'JSON of what is still to be blanked; empty once that is done'",
    "CREATE INDEX ix_erasures_open ON erasures (asked_at) WHERE done_at IS NULL",
    "CREATE INDEX ix_checkouts_thread_began_at ON checkouts (thread, began_at)",
    "ALTER TABLE former_threads DROP CONSTRAINT ck_former_threads_known_reason",
    """
    ALTER TABLE former_threads ADD CONSTRAINT ck_former_threads_known_reason
    CHECK (reason IN ('unlinked', 'changed', 'left', 'erased'))
    """,
)


def upgrade() -> None:
    """Make the tables; nobody has chosen or asked for anything yet."""
    for statement in _TABLES:
        op.execute(statement)


def downgrade() -> None:
    """Forward only: choices are kept for ever, and who was forgotten must stay so."""
    raise RuntimeError("Choices of travellers cannot be kept in the older tables.")
