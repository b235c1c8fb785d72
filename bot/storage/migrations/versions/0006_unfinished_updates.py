"""Updates that are not finished are found by an index, however many are: it is looked for them every few seconds."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """The new index finds by age too, what the old one was for."""
    op.drop_index("ix_updates_claimed_at", "updates")
    op.create_index("ix_updates_finished_at_claimed_at", "updates", ["finished_at", "claimed_at"])


def downgrade() -> None:
    """The old one again."""
    op.drop_index("ix_updates_finished_at_claimed_at", "updates")
    op.create_index("ix_updates_claimed_at", "updates", ["claimed_at"])
