"""Turns to send: replicas share what Telegram takes of one bot, and take turns at its pace.

Who sends one of many messages asks for a turn. Turns are a fixed time apart by the clock of the database, whichever
replica gets them, so that together they stay below the limit; who asks when nobody did for a while has it at once.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

TURNS_PER_SECOND: Final = 27.0
"""Below Telegram's 30: the rest is for what people are answered meanwhile, and for ways that differ."""

_taking = text(
    """
    INSERT INTO sending_turns (id, next_at)
    VALUES (1, clock_timestamp() + make_interval(secs => :apart))
    ON CONFLICT (id) DO UPDATE
    SET next_at = greatest(sending_turns.next_at, clock_timestamp()) + make_interval(secs => :apart)
    RETURNING extract(epoch FROM next_at - clock_timestamp())
    """
)


def take(connection: Connection, apart: float = 1 / TURNS_PER_SECOND) -> float:
    """The next turn: in how many seconds it is. Only on PostgreSQL; elsewhere there is one process."""
    until_the_one_after = float(connection.execute(_taking, {"apart": apart}).scalar_one())
    return max(0.0, until_the_one_after - apart)
