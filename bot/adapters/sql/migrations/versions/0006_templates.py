"""What platforms say about templates.

Revision: 0006
Follows: 0005
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.execute(
        """
        CREATE TABLE templates (
            channel TEXT NOT NULL,
            name TEXT NOT NULL,
            language TEXT NOT NULL,
            state TEXT NOT NULL,
            reason TEXT NOT NULL,
            at BIGINT NOT NULL,
            CONSTRAINT pk_templates PRIMARY KEY (channel, name, language)
        )
        """
    )
    op.execute("COMMENT ON COLUMN templates.state IS 'in the platform''s own words'")
    op.execute("COMMENT ON COLUMN templates.at IS 'when the platform said so, milliseconds UTC'")


def downgrade() -> None:
    """Take the table away: until the platforms are asked again, news goes by e-mail."""
    op.drop_table("templates")
