"""With many users every statement still finds its rows by an index: what the databases plan, not how long it takes.

What is pruned once a day, and what is exported of one class, is not among these: they are no `Prepared` statements.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

import bot.storage
from bot.storage.database import Database
from bot.storage.prepared import Prepared

SMALL = {"quiz_timers", "always"}
"""Tables that hold only what is under way just now."""


def statements() -> Iterator[tuple[str, Prepared]]:
    for module in pkgutil.walk_packages(bot.storage.__path__, "bot.storage."):
        if ".migrations" in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Prepared):
                yield f"{module.name.removeprefix('bot.storage.')}.{name}", value


STATEMENTS = dict(statements())


def test_there_are_some() -> None:
    assert len(STATEMENTS) > 60


async def test_no_statement_looks_at_every_row(database: Database) -> None:
    def scanned(connection: Connection) -> dict[str, set[str]]:
        if database.kind == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        found = {}
        for name, statement in STATEMENTS.items():
            written = statement._of(connection)._text
            if not written.startswith("INSERT"):
                found[name] = _scanned(connection, written) - SMALL
        return {name: tables for name, tables in found.items() if tables}

    assert await database.run(scanned) == {}


def _scanned(connection: Connection, written: str) -> set[str]:
    """The tables of which a statement looks at every row."""
    if connection.dialect.name == "sqlite":
        values = (None,) * written.count("?")
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {written}", values).all()
        steps = [str(row[-1]) for row in plan]
        return {step.split()[1] for step in steps if step.startswith("SCAN") and "CONSTANT ROW" not in step}
    values = ", ".join(["NULL"] * len(set(re.findall(r"\$(\d+)", written))))
    connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_generic_plan")
    connection.exec_driver_sql(f"PREPARE planned AS {written}")
    plan = connection.exec_driver_sql(f"EXPLAIN EXECUTE planned{f'({values})' if values else ''}").all()
    connection.exec_driver_sql("DEALLOCATE planned")
    return {found for row in plan for found in re.findall(r"Seq Scan on (\w+)", str(row[0]))}


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_a_statement_without_an_index_would_be_found(database: Database) -> None:
    def scanned(connection: Connection) -> set[str]:
        return _scanned(connection, "SELECT id FROM people WHERE country = ?")

    assert await database.run(scanned) == {"people"}
