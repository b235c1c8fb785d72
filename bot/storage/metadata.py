"""What all tables share: how constraints are named, how ids are kept, how a person's id is marked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Integer, MetaData

PERSON: dict[Any, Any] = {"person": True}
"""Marks a column that holds a person's id."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite's own row id, which is 64 bits wide."""
