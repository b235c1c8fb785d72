"""Updates keep what they say until they are handled, and whether their answer was on its way."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_time = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns."""
    op.add_column("updates", sa.Column("payload", sa.JSON))
    op.add_column("updates", sa.Column("showing_at", _time))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("updates") as table:
        table.drop_column("showing_at")
        table.drop_column("payload")
