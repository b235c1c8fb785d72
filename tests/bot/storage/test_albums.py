"""Albums: the picture that comes first stands for all, whichever replica gets which."""

from __future__ import annotations

import asyncio

from bot.storage import albums, retention
from bot.storage.database import Database
from bot.storage.records import KEPT
from bot.storage.times import now


async def test_the_first_picture_stands_for_the_album_also_when_it_is_handled_again(database: Database) -> None:
    assert await database.run(albums.is_first, 7, "77", 10)
    assert not await database.run(albums.is_first, 7, "77", 11)
    assert await database.run(albums.is_first, 7, "77", 10)
    assert await database.run(albums.is_first, 8, "77", 11), "somebody else's"
    assert await database.run(albums.is_first, 7, "78", 12), "the next one"


async def test_a_name_longer_than_any_of_telegrams(database: Database) -> None:
    assert await database.run(albums.is_first, 7, "7" * 1000, 10)
    assert not await database.run(albums.is_first, 7, "7" * 1000, 11)


async def test_pictures_that_come_to_two_processes_at_once(url: str) -> None:
    async with Database(url) as one, Database(url) as other:
        for album in range(20):
            asked = (base.run(albums.is_first, 7, str(album), number) for number, base in enumerate((one, other) * 2))
            assert sorted(await asyncio.gather(*asked)) == [False, False, False, True]


async def test_they_are_kept_as_long_as_is_said(database: Database) -> None:
    moment = now()
    await database.run(albums.is_first, 7, "77", 10, moment)
    assert await database.run(retention.prune, moment + KEPT["albums"]) == {}
    assert await database.run(retention.prune, moment + KEPT["albums"] * 1.01) == {"albums": 1}
