"""What a teacher may set of a class, and deleting it."""

from __future__ import annotations

import dataclasses
from typing import Unpack

from bot.classroom.rolls import KEEP_DAYS, Class
from bot.reply import Button, Reply
from bot.storage.classroom import classes
from bot.storage.classroom.classes import Changes
from bot.telegram.answer_buttons import LABEL
from bot.telegram.classroom.panels import back_row
from bot.telegram.presses import Press
from bot.telegram.surface import Surface
from bot.telegram.wording import wording


async def change(surface: Surface, press: Press, found: Class, **changes: Unpack[Changes]) -> Class | None:
    """Change a class; as it is then. None, and the press answered, where it is gone."""
    changed = await surface.database.run(classes.change, found.id, found.person_id, **changes)
    if changed is None:
        await press.answer(press.say("telegram-button-old"))
    return changed


def dataclasses_changes(changes: dict[str, object]) -> Changes:
    """Changes as the repository takes them."""
    return changes  # type: ignore[return-value]


async def settings(surface: Surface, press: Press, found: Class, argument: str) -> None:
    """What a teacher may set; `argument` names what to turn over, or for how many days to keep."""
    changed: Class | None = found
    if argument == "number":
        changed = await change(surface, press, found, asks_number=not found.asks_number)
    elif argument == "ranking":
        changed = await change(surface, press, found, shows_ranking=not found.shows_ranking)
    elif argument == "screen":
        changed = await change(surface, press, found, screen_chat_id=None, screen_topic_id=None)
    elif argument == "keep":
        days = KEEP_DAYS[(KEEP_DAYS.index(found.keep_days) + 1) % len(KEEP_DAYS)]
        changed = await change(surface, press, found, keep_days=days)
    if changed is not None:
        await press.show(_settings_reply(surface, changed, surface.language_of(press.scene)))


def _settings_reply(surface: Surface, found: Class, language: str) -> Reply:
    def said(*, holds: bool) -> str:
        return wording("class-yes" if holds else "class-no", language)

    def button(what: str, key: str, value: str) -> tuple[Button, ...]:
        label = f"{wording(key, language)}: {value}"
        return (Button(label[:LABEL], f"class:{found.code}:settings:{what}"),)

    rows = [
        button("number", "button-ask-number", said(holds=found.asks_number)),
        button("ranking", "button-ranking", said(holds=found.shows_ranking)),
        button("keep", "button-keep-days", str(found.keep_days)),
    ]
    if found.screen_chat_id is not None:
        rows.append((Button(wording("button-no-screen", language), f"class:{found.code}:settings:screen"),))
    rows.append((Button(wording("button-delete-class", language), f"class:{found.code}:delete"),))
    rows.append(back_row(found, language))
    reply = surface.assistant.say("class-settings", language, title=found.title, days=found.keep_days)
    return dataclasses.replace(reply, buttons=tuple(rows))


async def delete(surface: Surface, press: Press, found: Class, argument: str) -> None:
    """Ask whether really; then delete the class with everything in it."""
    language = surface.language_of(press.scene)
    if argument != "yes":
        sure = Button(wording("button-delete-sure", language), f"class:{found.code}:delete:yes")
        reply = surface.assistant.say("class-delete-ask", language, title=found.title)
        await press.show(dataclasses.replace(reply, buttons=((sure,), back_row(found, language))))
        return
    await surface.database.run(classes.remove, found.id, found.person_id)
    await press.show(surface.assistant.say("class-deleted", language, title=found.title))
