"""Updates keep what they say until they are handled, and whether their answer was on its way."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

_json = sa.JSON().with_variant(postgresql.JSONB, "postgresql")
_time = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns."""
    op.add_column("updates", sa.Column("payload", _json))
    op.add_column("updates", sa.Column("showing_at", _time))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("updates") as table:
        table.drop_column("showing_at")
        table.drop_column("payload")
