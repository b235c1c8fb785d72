"""What people and groups choose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.storage import preferences, privacy, visits
from bot.storage.database import Database
from bot.storage.records import Place, Preferences

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


async def test_nobody_has_chosen_anything_yet(database: Database) -> None:
    assert await database.run(preferences.of_person, 42) == Preferences()
    assert await database.run(preferences.of_chat, -42) == Preferences()


async def test_choosing_changes_only_what_is_named(database: Database) -> None:
    await database.run(preferences.choose_for_person, 42, language="es", country="ecuador")
    after = await database.run(preferences.choose_for_person, 42, number_style="point")
    assert after == Preferences(language="es", country="ecuador", number_style="point")
    assert await database.run(preferences.of_person, 42) == after


async def test_a_choice_can_be_taken_back(database: Database) -> None:
    await database.run(preferences.choose_for_person, 42, language="es", default_period="month")
    assert await database.run(preferences.choose_for_person, 42, language=None) == Preferences(default_period="month")


async def test_people_and_groups_choose_apart(database: Database) -> None:
    await database.run(preferences.choose_for_person, 42, language="es")
    await database.run(preferences.choose_for_person, 43, language="en")
    await database.run(preferences.choose_for_chat, -42, language="en", country="peru")
    assert await database.run(preferences.of_person, 42) == Preferences(language="es")
    assert await database.run(preferences.of_person, 43) == Preferences(language="en")
    assert await database.run(preferences.of_chat, -42) == Preferences(language="en", country="peru")


async def test_a_preference_that_does_not_exist_is_refused(database: Database) -> None:
    with pytest.raises(TypeError, match="colour"):
        await database.run(preferences.choose_for_person, 42, colour="red")  # type: ignore[call-arg]


async def test_telegram_ids_of_52_bits_fit(database: Database) -> None:
    widest = 2**52 - 1
    await database.run(preferences.choose_for_person, widest, language="es")
    await database.run(preferences.choose_for_chat, -widest, language="en")
    assert await database.run(preferences.of_person, widest) == Preferences(language="es")
    assert await database.run(preferences.of_chat, -widest) == Preferences(language="en")


async def test_the_choices_of_a_group_move_with_it(database: Database) -> None:
    await database.run(preferences.choose_for_chat, -42, language="en", country="peru")
    await database.run(preferences.move_chat, -42, -100042)
    assert await database.run(preferences.of_chat, -42) == Preferences()
    assert await database.run(preferences.of_chat, -100042) == Preferences(language="en", country="peru")


async def test_last_seen_is_kept_to_the_hour_and_never_goes_back(database: Database) -> None:
    async def seen_at() -> str:
        kept = await database.run(privacy.everything_about, 42)
        return str(kept["people"][0]["seen_at"])

    place = Place(42, 42)
    await database.run(visits.arrive, place, NOON)
    assert await seen_at() == NOON.isoformat()
    await database.run(visits.arrive, place, NOON + timedelta(minutes=59))
    assert await seen_at() == NOON.isoformat()
    later = NOON + timedelta(minutes=61)
    await database.run(visits.arrive, place, later)
    assert await seen_at() == later.isoformat()
    await database.run(visits.arrive, place, NOON - timedelta(days=3))
    assert await seen_at() == later.isoformat()


@pytest.mark.parametrize(
    ("ours", "theirs", "both"),
    [
        (Preferences(), Preferences(), Preferences()),
        (Preferences(language="es"), Preferences(language="en"), Preferences(language="es")),
        (
            Preferences(country="peru"),
            Preferences(language="en", country="ecuador", number_style="comma"),
            Preferences(language="en", country="peru", number_style="comma"),
        ),
    ],
)
def test_choices_over_others(ours: Preferences, theirs: Preferences, both: Preferences) -> None:
    assert ours.over(theirs) == both
