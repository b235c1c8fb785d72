"""Updates that are not handled yet know their chat, so that several replicas keep the order within it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column, with an index on the few rows that have it filled."""
    op.add_column("updates", sa.Column("chat_id", sa.BigInteger))
    there_is_one = sa.text("chat_id IS NOT NULL")
    op.create_index(
        "ix_updates_chat_id", "updates", ["chat_id"], sqlite_where=there_is_one, postgresql_where=there_is_one
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_updates_chat_id", "updates")
    op.drop_column("updates", "chat_id")
