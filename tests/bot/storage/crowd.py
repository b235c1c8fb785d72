"""A database in which 100,000 people have left their traces, a fifth of them in classes; what statements do in it."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, event

from bot.keeping import stored
from bot.question import DefinitionQuestion
from tests.bot.classroom.small_bank import fixed

PEOPLE = 100_000
FIRST = 1_000_000
"""The lowest id of a person."""
UPDATES_FROM = 500_000_000
BIG = 1_000
"""Rows from which on a table is not to be read as a whole."""

_QUESTION = json.dumps(stored(DefinitionQuestion(terms=("token",))))
_ITEM = json.dumps(fixed("energy-1", "energy", key=1).kept())
_STUDENTS = 20_000
_MEMBERS, _PER_QUIZ = 20, 10
_CLASSES, _QUIZZES = _STUDENTS // _MEMBERS, _STUDENTS // _PER_QUIZ

# Of each table how many rows, and what is in them: expressions of `i`, counted from 0. {past} is a moment of the last
# day, {future} one after a hundred days.
_ROWS: dict[str, tuple[int, dict[str, str]]] = {
    "people": (PEOPLE, {"id": f"{FIRST} + i", "language": "'es'", "created_at": "{past}", "seen_at": "{past}"}),
    "chats": (2_000, {"id": f"-{FIRST} - i", "created_at": "{past}", "seen_at": "{past}"}),
    "conversations": (
        PEOPLE,
        {
            "chat_id": f"{FIRST} + i",
            "topic_id": "0",
            "person_id": f"{FIRST} + i",
            "question": f"'{_QUESTION}'",
            "language": "'es'",
            "updated_at": "{past}",
        },
    ),
    "answers": (
        PEOPLE,
        {
            "chat_id": f"{FIRST} + i",
            "message_id": "2",
            "person_id": f"{FIRST} + i",
            "asked_message_id": "1",
            "question": f"'{_QUESTION}'",
            "language": "'es'",
            "answered_at": "{past}",
        },
    ),
    "albums": (5_000, {"chat_id": f"{FIRST} + i", "album": "'77'", "message_id": "1", "seen_at": "{past}"}),
    "charts": (5_000, {"digest": "'digest ' || i", "file_id": "'file'", "sent_at": "{past}"}),
    "updates": (
        PEOPLE,
        {"id": f"{UPDATES_FROM} + i", "attempts": "1", "claimed_at": "{past}", "finished_at": "{past}"},
    ),
    "dialogues": (
        5_000,
        {"person_id": f"{FIRST} + 50000 + i", "kind": "'title'", "content": "'{}'", "asked_at": "{past}"},
    ),
    "practice_cards": (
        _STUDENTS,
        {
            "person_id": f"{FIRST} + i",
            "item_id": "'energy-1'",
            "topic": "'energy'",
            "state": "2",
            "stability": "1",
            "difficulty": "5",
            "due_at": "{past}",
            "reviewed_at": "{past}",
            "reviews": "1",
            "lapses": "0",
        },
    ),
    "practice_questions": (
        _STUDENTS,
        {
            "person_id": f"{FIRST} + i",
            "item_id": "'energy-1'",
            "content": f"'{_ITEM}'",
            "ordering": "'[0, 1, 2]'",
            "asked_at": "{past}",
            "option": "1",
            "is_right": "TRUE",
            "answered_at": "{past}",
        },
    ),
    "classes": (
        _CLASSES,
        {
            "id": "1 + i",
            "person_id": f"{FIRST} + i",
            "title": "'Clase'",
            "language": "'es'",
            "asks_number": "FALSE",
            "is_open": "TRUE",
            "shows_ranking": "FALSE",
            "keep_days": "365",
            "created_at": "{past}",
            "keep_until": "{future}",
        },
    ),
    "class_members": (
        _STUDENTS,
        {
            "class_id": f"1 + i / {_MEMBERS}",
            "person_id": f"{FIRST} + i",
            "name": "'Nombre'",
            "language": "'es'",
            "joined_at": "{past}",
        },
    ),
    "own_items": (
        5_000,
        {
            "class_id": f"1 + i % {_CLASSES}",
            "person_id": f"{FIRST} + i % {_CLASSES}",
            "content": "'{}'",
            "created_at": "{past}",
        },
    ),
    "quizzes": (
        _QUIZZES,
        {
            "kind": "'live'",
            "class_id": f"1 + i % {_CLASSES}",
            "chat_id": f"{FIRST} + i",
            "topic_id": "0",
            "person_id": f"{FIRST} + i % {_CLASSES}",
            "language": "'es'",
            "seconds": "30",
            "questions": "1",
            "speed_counts": "FALSE",
            "seed": "1",
            "state": "'over'",
            "phase": "'over'",
            "position": "2",
            "created_at": "{past}",
            "over_at": "{past}",
            "keep_until": "{future}",
        },
    ),
    "quiz_items": (
        _QUIZZES,
        {
            "quiz_id": "1 + i",
            "number": "1",
            "variant": "0",
            "item_id": "'energy-1'",
            "key": "1",
            "content": f"'{_ITEM}'",
        },
    ),
    "quiz_messages": (
        _STUDENTS,
        {
            "quiz_id": f"1 + i / {_PER_QUIZ}",
            "position": "1",
            "chat_id": f"{FIRST} + i",
            "role": "0",
            "language": "'es'",
            "number": "1",
            "variant": "0",
            "ordering": "'[0, 1, 2]'",
            "sending_at": "{past}",
            "sent_at": "{past}",
            "message_id": "5",
            "poll_id": "'poll ' || i",
            "failed": "FALSE",
        },
    ),
    "quiz_answers": (
        _STUDENTS,
        {
            "quiz_id": f"1 + i / {_PER_QUIZ}",
            "person_id": f"{FIRST} + i",
            "number": "1",
            "position": "1",
            "variant": "0",
            "option": "1",
            "is_right": "TRUE",
            "seconds": "2",
            "language": "'es'",
            "answered_at": "{past}",
            "changes": "0",
        },
    ),
    "quiz_papers": (
        _STUDENTS // 2,
        {
            "quiz_id": f"1 + i / {_PER_QUIZ}",
            "person_id": f"{FIRST} + i",
            "language": "'es'",
            "content": "'[]'",
            "begun_at": "{past}",
        },
    ),
}
_MOMENTS = {
    "sqlite": {
        "past": "strftime('%Y-%m-%d %H:%M:%f000', 'now', '-' || (i % 86000) || ' seconds')",
        "future": "strftime('%Y-%m-%d %H:%M:%f000', 'now', '+' || (100 + i % 50) || ' days')",
    },
    "postgresql": {
        "past": "now() - (i % 86000) * interval '1 second'",
        "future": "now() + (100 + i % 50) * interval '1 day'",
    },
}


def fill(connection: Connection) -> None:
    """Put everything in."""
    kind = connection.dialect.name
    if kind == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # references are right: no looking
    for table, (rows, columns) in _ROWS.items():
        values = ", ".join(_written(value, kind) for value in columns.values())
        connection.exec_driver_sql(
            f"INSERT INTO {table} ({', '.join(columns)}) "
            f"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {rows}) "
            f"SELECT {values} FROM n"
        )
    if kind == "postgresql":
        connection.exec_driver_sql("ANALYZE")


def _written(value: str, kind: str) -> str:
    for name, moment in _MOMENTS[kind].items():
        value = value.replace(f"{{{name}}}", moment)
    return value


def big_tables() -> set[str]:
    """The tables that no statement is to read as a whole."""
    return {table for table, (rows, _) in _ROWS.items() if rows >= BIG}


Statements = list[tuple[str, Any]]


@contextlib.contextmanager
def recorded() -> Iterator[Statements]:
    """Every statement that a database opened meanwhile is given, with its values."""
    statements: Statements = []

    def connected(connection: Any, _record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(lambda statement: statements.append((statement, ())))

    def executed(
        connection: Connection, _cursor: object, statement: str, values: Any, _context: object, many: bool
    ) -> None:
        if connection.dialect.name == "postgresql":
            statements.append((statement, values[0] if many else values))

    event.listen(Engine, "connect", connected)
    event.listen(Engine, "before_cursor_execute", executed)
    try:
        yield statements
    finally:
        event.remove(Engine, "connect", connected)
        event.remove(Engine, "before_cursor_execute", executed)


def read_as_a_whole(connection: Connection, statements: Statements) -> dict[str, set[str]]:
    """Statements for which a big table is read from the first row to the last, and which."""
    found = {}
    for statement, values in {shape(statement): (statement, values) for statement, values in statements}.values():
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")):
            tables = _scanned(connection, statement, values) & big_tables()
            if tables:
                found[shape(statement)] = tables
    return found


def _scanned(connection: Connection, statement: str, values: Any) -> set[str]:
    if connection.dialect.name == "sqlite":
        steps = [str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}").all()]
        return {step.split()[1] for step in steps if step.startswith("SCAN")}
    plan = connection.exec_driver_sql(f"EXPLAIN {statement}", values).all()
    return {found for row in plan for found in re.findall(r"Seq Scan on (\w+)", str(row[0]))}


def shape(statement: str) -> str:
    """The statement without its values."""
    return re.sub(r"'(?:[^']|'')*'|\b\d+\b", "?", statement)
