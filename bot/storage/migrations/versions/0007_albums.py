"""Albums that were answered, so that each is once, whichever replicas get its pictures."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "albums",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("album", sa.String(64), nullable=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "album", name="pk_albums"),
    )
    op.create_index("ix_albums_seen_at", "albums", ["seen_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("albums")
