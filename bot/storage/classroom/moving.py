"""A group became a supergroup and has a new id: what goes on there goes with it."""

from __future__ import annotations

from sqlalchemy import Connection, update

from bot.storage.classroom.tables import classes, quiz_messages, quiz_places, quizzes


def move_chat(connection: Connection, old_id: int, new_id: int) -> None:
    """Quizzes of the group, and classes that are projected there, are those of the new one."""
    connection.execute(update(quizzes).where(quizzes.c.chat_id == old_id).values(chat_id=new_id))
    connection.execute(update(quiz_messages).where(quiz_messages.c.chat_id == old_id).values(chat_id=new_id))
    in_chat = (quiz_places.c.in_class == 0) & (quiz_places.c.place_id == old_id)
    connection.execute(update(quiz_places).where(in_chat).values(place_id=new_id))
    connection.execute(update(classes).where(classes.c.screen_chat_id == old_id).values(screen_chat_id=new_id))
