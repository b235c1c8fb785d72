"""Migrations: up and down with rows in the tables, and the same tables in the end as the program expects."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Connection, DateTime, MetaData, Table, inspect, select

from bot.storage import migrations, schema
from bot.storage.database import Database
from bot.storage.tables import metadata

FOLDER = Path(migrations.__file__).parent
SCRIPTS = ScriptDirectory(str(FOLDER))
STEPS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_the_steps_are_one_line_up_to_the_latest() -> None:
    assert SCRIPTS.get_heads() == [migrations.LATEST]
    assert [f"{number:04}" for number in range(1, len(STEPS) + 1)] == STEPS
    assert all(Path(SCRIPTS.get_revision(step).path).name.startswith(f"{step}_") for step in STEPS)


async def test_the_outcome_is_what_the_program_expects(database: Database) -> None:
    def differences(connection: Connection) -> list[Any]:
        schema.downgrade(connection, "base")
        schema.upgrade(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, metadata))

    assert await database.run(differences) == []


async def test_tables_made_at_once_are_those_that_the_steps_make(empty_url: str) -> None:
    def step_by_step(connection: Connection) -> None:
        schema.downgrade(connection, "base")
        for step in STEPS:
            schema.upgrade(connection, step)

    async with Database(empty_url) as database:
        at_once = await database.run(_described)
        await database.run(step_by_step)
        assert await database.run(_described) == at_once


def _described(connection: Connection) -> dict[str, Any]:
    """Everything that the database tells of its tables, but for the order of columns."""
    inspector = inspect(connection)
    return {
        name: {
            "columns": {column["name"]: {**column, "type": str(column["type"])} for column in columns},
            "key": inspector.get_pk_constraint(name),
            "indexes": sorted(map(_told, inspector.get_indexes(name))),
            "unique": sorted(map(_told, inspector.get_unique_constraints(name))),
            "foreign": sorted(map(_told, inspector.get_foreign_keys(name))),
            "checks": sorted(map(_told, inspector.get_check_constraints(name))),
        }
        for name in inspector.get_table_names()
        for columns in [inspector.get_columns(name)]
    }


def _told(what: Any) -> str:
    return json.dumps(what, default=str, sort_keys=True)


async def test_every_step_up_and_down_with_rows(empty_url: str) -> None:
    """Rows written at each step survive all later steps up, and the way down to that step."""
    database = Database(empty_url)
    await database.open()
    await database.run(schema.downgrade, "base")
    assert await database.run(_tables) == set()
    written: dict[str, dict[str, Any]] = {}
    for step in STEPS:
        await database.run(schema.upgrade, step)
        assert await database.run(schema.version) == step
        written[step] = await database.run(_fill)
    for step in reversed(STEPS):
        assert await database.run(schema.version) == step
        kept = await database.run(_rows)
        for table, row in written[step].items():
            assert row in kept[table]
        below = STEPS[STEPS.index(step) - 1] if step != STEPS[0] else "base"
        await database.run(schema.downgrade, below)
    assert await database.run(_tables) == set()
    await database.run(schema.upgrade)
    assert await database.run(_tables) == set(metadata.tables)
    await database.close()


async def test_opening_again_changes_nothing(url: str) -> None:
    async with Database(url) as database:
        await database.run(_fill)
        before = await database.run(_rows)
    async with Database(url) as again:
        assert await again.run(_rows) == before


async def test_a_step_that_fails_leaves_the_database_as_it_was(
    empty_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "migrations"
    _copy_with_a_broken_step(broken)
    monkeypatch.setattr(schema, "_FOLDER", broken)
    async with Database(empty_url) as database:
        await database.run(_fill)
        before = await database.run(_rows)
        with pytest.raises(ZeroDivisionError):
            await database.run(schema.upgrade, "9999")
        assert await database.run(schema.version) == migrations.LATEST
        assert await database.run(_tables) == set(metadata.tables)
        assert await database.run(_rows) == before


def _copy_with_a_broken_step(folder: Path) -> None:
    (folder / "versions").mkdir(parents=True)
    for file in [FOLDER / "env.py", *(FOLDER / "versions").glob("0*.py")]:
        (folder / file.relative_to(FOLDER)).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "versions" / "9999_broken.py").write_text(
        "import sqlalchemy as sa\n"
        "from alembic import op\n"
        f"revision, down_revision = '9999', '{migrations.LATEST}'\n"
        "def upgrade():\n"
        "    op.create_table('half', sa.Column('id', sa.Integer, primary_key=True))\n"
        "    op.drop_table('answers')\n"
        "    1 / 0\n",
        encoding="utf-8",
    )


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def _reflected(connection: Connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def _fill(connection: Connection) -> dict[str, dict[str, Any]]:
    """A row in each table as it is at this step, with the step's number as its key; the rows as read back."""
    key = int(schema.version(connection) or 0)
    written = {}
    for table in _reflected(connection):
        row = {column.name: _sample(column, key) for column in table.columns}
        connection.execute(table.insert(), row)
        found = connection.execute(select(table)).mappings().all()
        keys = [column.name for column in table.primary_key]
        (written[table.name],) = (dict(one) for one in found if all(one[name] == row[name] for name in keys))
    return written


def _sample(column: Any, key: int) -> Any:
    if column.foreign_keys or column.primary_key:
        return column.type.python_type(key)
    if isinstance(column.type, JSON):
        return {"intent": "help"}
    if isinstance(column.type, DateTime):
        return NOON if column.type.timezone else NOON.replace(tzinfo=None)
    return {str: "es", int: 7, bool: True, float: 0.5}[column.type.python_type]


def _rows(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for table in _reflected(connection)
    }
