"""All that is kept of a place, at once."""

from __future__ import annotations

import asyncio

from bot.question import DefinitionQuestion
from bot.storage import conversations, preferences, visits
from bot.storage.database import Database
from bot.storage.records import Place, Preferences, Visit

QUESTION = DefinitionQuestion(terms=("token",))


async def test_the_first_visit_to_a_private_chat(database: Database) -> None:
    nothing = Visit(person=Preferences(), chat=Preferences(), chat_is_new=False, conversation=None)
    assert await database.run(visits.arrive, Place(42, 42)) == nothing


async def test_what_was_chosen_and_asked_is_there_at_the_next(database: Database) -> None:
    place = Place(-7, 42, topic_id=3)
    await database.run(visits.arrive, place)
    await database.run(preferences.choose_for_person, 42, language="es")
    await database.run(preferences.choose_for_chat, -7, country="peru")
    await database.run(conversations.keep, place, QUESTION, "es")
    visit = await database.run(visits.arrive, place)
    assert visit.person == Preferences(language="es")
    assert visit.chat == Preferences(country="peru")
    assert not visit.chat_is_new
    assert visit.conversation is not None
    assert (visit.conversation.question, visit.conversation.language) == (QUESTION, "es")


async def test_a_private_chat_has_no_choices_of_its_own(database: Database) -> None:
    await database.run(preferences.choose_for_chat, 42, language="en")
    assert (await database.run(visits.arrive, Place(42, 42))).chat == Preferences()


async def test_a_group_is_new_exactly_once_however_many_write_at_once(database: Database) -> None:
    arrivals = [database.run(visits.arrive, Place(-7, person)) for person in range(1, 31)]
    assert sorted(visit.chat_is_new for visit in await asyncio.gather(*arrivals)) == [False] * 29 + [True]
