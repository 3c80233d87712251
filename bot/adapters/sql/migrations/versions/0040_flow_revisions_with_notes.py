"""Revisions of flows have notes and a hash, and never change; one number says when worlds are to be made anew.

Revision: 0040
Follows: 0032
"""

from alembic import op

revision = "0040"
down_revision = "0032"
branch_labels = None
depends_on = None

_STEPS = (
    "ALTER TABLE flow_revisions ADD COLUMN notes TEXT DEFAULT '' NOT NULL",
    "UPDATE flow_revisions SET notes = 'Published before revisions had notes.'",
    """
    ALTER TABLE flow_revisions ADD COLUMN sha256 TEXT
        GENERATED ALWAYS AS (encode(sha256(document), 'hex')) STORED NOT NULL
    """,
    """
    CREATE TRIGGER flow_revisions_never_change BEFORE UPDATE OR DELETE ON flow_revisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_changes()
    """,
    """
    CREATE TABLE flow_changes (
        one BOOLEAN DEFAULT true NOT NULL,
        number BIGINT NOT NULL,
        CONSTRAINT pk_flow_changes PRIMARY KEY (one),
        CONSTRAINT ck_flow_changes_one_row CHECK (one)
    )
    """,
    "COMMENT ON COLUMN flow_changes.number IS 'rises when worlds have to be made anew'",
    "INSERT INTO flow_changes (number) SELECT coalesce(max(change), 0) FROM flow_pointers",
)


def upgrade() -> None:
    """Older revisions say that they have no notes."""
    for statement in _STEPS:
        op.execute(statement)


def downgrade() -> None:
    """Forward only, as every migration here."""
    raise RuntimeError("Notes of revisions cannot be kept in the older tables.")
