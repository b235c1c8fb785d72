"""When the next message may leave that replicas send at Telegram's pace together."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "sending_turns",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sending_turns"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("sending_turns")
