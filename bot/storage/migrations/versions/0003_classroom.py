"""The classroom: classes, quizzes and their answers, timers, practice."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_time = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "classes",
        sa.Column("id", _id, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("title", sa.String(64), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("asks_number", sa.Boolean, nullable=False),
        sa.Column("is_open", sa.Boolean, nullable=False),
        sa.Column("shows_ranking", sa.Boolean, nullable=False),
        sa.Column("screen_chat_id", sa.BigInteger),
        sa.Column("screen_topic_id", sa.BigInteger),
        sa.Column("keep_days", sa.Integer, nullable=False),
        sa.Column("created_at", _time, nullable=False),
        sa.Column("keep_until", _time, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_classes"),
    )
    op.create_index("ix_classes_keep_until", "classes", ["keep_until"])
    op.create_index("ix_classes_person_id", "classes", ["person_id"])
    op.create_table(
        "dialogues",
        sa.Column("person_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("asked_at", _time, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_dialogues"),
    )
    op.create_index("ix_dialogues_asked_at", "dialogues", ["asked_at"])
    op.create_table(
        "practice_cards",
        sa.Column("person_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("item_id", sa.String(96), nullable=False),
        sa.Column("topic", sa.String(32), nullable=False),
        sa.Column("state", sa.Integer, nullable=False),
        sa.Column("step", sa.Integer),
        sa.Column("stability", sa.Float, nullable=False),
        sa.Column("difficulty", sa.Float, nullable=False),
        sa.Column("due_at", _time, nullable=False),
        sa.Column("reviewed_at", _time, nullable=False),
        sa.Column("reviews", sa.Integer, nullable=False),
        sa.Column("lapses", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "item_id", name="pk_practice_cards"),
    )
    op.create_index("ix_practice_cards_reviewed_at", "practice_cards", ["reviewed_at"])
    op.create_table(
        "practice_questions",
        sa.Column("id", _id, nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("item_id", sa.String(96), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("ordering", sa.JSON, nullable=False),
        sa.Column("asked_at", _time, nullable=False),
        sa.Column("option", sa.Integer),
        sa.Column("is_right", sa.Boolean),
        sa.Column("answered_at", _time),
        sa.PrimaryKeyConstraint("id", name="pk_practice_questions"),
    )
    op.create_index("ix_practice_questions_asked_at", "practice_questions", ["asked_at"])
    op.create_index("ix_practice_questions_person_id_answered_at", "practice_questions", ["person_id", "answered_at"])
    op.create_table(
        "class_members",
        sa.Column("class_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("number", sa.String(32)),
        sa.Column("nickname", sa.String(32)),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("joined_at", _time, nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["classes.id"], name="fk_class_members_class_id_classes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("class_id", "person_id", name="pk_class_members"),
    )
    op.create_index("ix_class_members_person_id", "class_members", ["person_id"])
    op.create_table(
        "own_items",
        sa.Column("id", _id, nullable=False),
        sa.Column("class_id", sa.BigInteger, autoincrement=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("created_at", _time, nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_own_items_class_id_classes", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_own_items"),
    )
    op.create_index("ix_own_items_class_id", "own_items", ["class_id"])
    op.create_index("ix_own_items_person_id", "own_items", ["person_id"])
    op.create_table(
        "quizzes",
        sa.Column("id", _id, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("class_id", sa.BigInteger, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("topic_id", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("asked_message_id", sa.BigInteger),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("topic", sa.String(32)),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.Column("questions", sa.Integer, nullable=False),
        sa.Column("speed_counts", sa.Boolean, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("phase", sa.String(8), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("ends_at", _time),
        sa.Column("waits_for", sa.Integer),
        sa.Column("created_at", _time, nullable=False),
        sa.Column("over_at", _time),
        sa.Column("keep_until", _time, nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_quizzes_class_id_classes", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_quizzes"),
    )
    op.create_index("ix_quizzes_chat_id_state", "quizzes", ["chat_id", "state"])
    op.create_index("ix_quizzes_class_id", "quizzes", ["class_id"])
    op.create_index("ix_quizzes_keep_until", "quizzes", ["keep_until"])
    op.create_index("ix_quizzes_person_id", "quizzes", ["person_id"])
    op.create_table(
        "quiz_answers",
        sa.Column("quiz_id", _id, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("variant", sa.Integer, nullable=False),
        sa.Column("option", sa.Integer, nullable=False),
        sa.Column("is_right", sa.Boolean, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("answered_at", _time, nullable=False),
        sa.Column("changes", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["quiz_id"], ["quizzes.id"], name="fk_quiz_answers_quiz_id_quizzes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("quiz_id", "person_id", "number", name="pk_quiz_answers"),
    )
    op.create_index("ix_quiz_answers_person_id", "quiz_answers", ["person_id"])
    op.create_index("ix_quiz_answers_quiz_id_position", "quiz_answers", ["quiz_id", "position"])
    op.create_table(
        "quiz_items",
        sa.Column("quiz_id", _id, autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("variant", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("item_id", sa.String(96), nullable=False),
        sa.Column("key", sa.Integer, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name="fk_quiz_items_quiz_id_quizzes", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("quiz_id", "number", "variant", name="pk_quiz_items"),
    )
    op.create_table(
        "quiz_messages",
        sa.Column("quiz_id", _id, autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("role", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("variant", sa.Integer, nullable=False),
        sa.Column("ordering", sa.JSON, nullable=False),
        sa.Column("sending_at", _time),
        sa.Column("sent_at", _time),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("poll_id", sa.String(32)),
        sa.Column("failed", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(
            ["quiz_id"], ["quizzes.id"], name="fk_quiz_messages_quiz_id_quizzes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("quiz_id", "position", "chat_id", "role", name="pk_quiz_messages"),
    )
    op.create_index("ix_quiz_messages_chat_id", "quiz_messages", ["chat_id"])
    op.create_index("ix_quiz_messages_poll_id", "quiz_messages", ["poll_id"])
    op.create_table(
        "quiz_papers",
        sa.Column("quiz_id", _id, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("begun_at", _time, nullable=False),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name="fk_quiz_papers_quiz_id_quizzes", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("quiz_id", "person_id", name="pk_quiz_papers"),
    )
    op.create_index("ix_quiz_papers_person_id", "quiz_papers", ["person_id"])
    op.create_table(
        "quiz_places",
        sa.Column("in_class", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("place_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("quiz_id", _id, nullable=False),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name="fk_quiz_places_quiz_id_quizzes", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("in_class", "place_id", name="pk_quiz_places"),
    )
    op.create_index("ix_quiz_places_quiz_id", "quiz_places", ["quiz_id"])
    op.create_table(
        "quiz_timers",
        sa.Column("quiz_id", _id, autoincrement=False, nullable=False),
        sa.Column("due_at", _time, nullable=False),
        sa.Column("lease_until", _time),
        sa.Column("holder", sa.BigInteger),
        sa.Column("hurried", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name="fk_quiz_timers_quiz_id_quizzes", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("quiz_id", name="pk_quiz_timers"),
    )
    op.create_index("ix_quiz_timers_due_at", "quiz_timers", ["due_at"])


def downgrade() -> None:
    """Drop them, those that refer to others first."""
    for name in (
        "quiz_timers",
        "quiz_places",
        "quiz_papers",
        "quiz_messages",
        "quiz_items",
        "quiz_answers",
        "quizzes",
        "own_items",
        "class_members",
        "practice_questions",
        "practice_cards",
        "dialogues",
        "classes",
    ):
        op.drop_table(name)
