"""Charts that were sent, and Telegram's id of each."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "charts",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("file_id", sa.String(255), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_charts_sent_at", "charts", ["sent_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("charts")
