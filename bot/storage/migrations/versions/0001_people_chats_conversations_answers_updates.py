"""People, chats, conversations, answers, updates."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_time = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    for name in ("people", "chats"):
        op.create_table(
            name,
            sa.Column("id", _id, autoincrement=False, nullable=False),
            sa.Column("language", sa.String(16)),
            sa.Column("country", sa.String(64)),
            sa.Column("number_style", sa.String(32)),
            sa.Column("default_period", sa.String(32)),
            sa.Column("created_at", _time, nullable=False),
            sa.Column("seen_at", _time, nullable=False),
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        )
        op.create_index(f"ix_{name}_seen_at", name, ["seen_at"])
    op.create_table(
        "conversations",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("topic_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("question", sa.JSON, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("updated_at", _time, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "topic_id", "person_id", name="pk_conversations"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_conversations_person_id", "conversations", ["person_id"])
    op.create_index("ix_conversations_updated_at", "conversations", ["updated_at"])
    op.create_table(
        "answers",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("asked_message_id", sa.BigInteger),
        sa.Column("question", sa.JSON, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("answered_at", _time, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name="pk_answers"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_answers_person_id", "answers", ["person_id"])
    op.create_index("ix_answers_answered_at", "answers", ["answered_at"])
    op.create_index("ix_answers_chat_id_asked_message_id", "answers", ["chat_id", "asked_message_id"])
    op.create_table(
        "updates",
        sa.Column("id", _id, autoincrement=False, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("claimed_at", _time, nullable=False),
        sa.Column("finished_at", _time),
        sa.PrimaryKeyConstraint("id", name="pk_updates"),
    )
    op.create_index("ix_updates_claimed_at", "updates", ["claimed_at"])


def downgrade() -> None:
    """Drop them."""
    for name in ("updates", "answers", "conversations", "chats", "people"):
        op.drop_table(name)
