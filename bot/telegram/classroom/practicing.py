"""/practice: one question after the other in private, each when it is due to be asked again."""

from __future__ import annotations

import dataclasses
import secrets
from datetime import datetime

from sqlalchemy import Connection
from telegram.constants import ChatAction

from bot.classroom.charting import bars
from bot.classroom.ordering import shuffled
from bot.classroom.orders import read_order
from bot.classroom.practice import Card, Progress, next_item, progress
from bot.reply import Button, Chart, Reply
from bot.replying.localizer import localizer
from bot.replying.markup import plain_text
from bot.replying.sheets import question, solution
from bot.storage.classroom import practice as kept
from bot.storage.classroom.practice import Answered, Asked
from bot.storage.times import now
from bot.telegram.busy import busy
from bot.telegram.charting import send_chart
from bot.telegram.classroom.announcing import topic_name
from bot.telegram.classroom.lettering import letters
from bot.telegram.classroom.quizzing import topic_buttons
from bot.telegram.presses import Press
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.typed import Typed
from bot.telegram.wording import wording


async def practice(surface: Surface, scene: Scene, typed: Typed) -> None:
    """Ask what is due, or something new; with a topic named, on that."""
    if scene.in_group:
        await surface.send(scene, surface.say(scene, "practice-private"))
        return
    order = read_order(typed.argument, surface.classroom.bank.topics())
    if order.problem == "topic":
        buttons = topic_buttons(surface, surface.language_of(scene), "practice:next:{topic}")
        reply = surface.say(scene, "practice-topic", words=order.words)
        await surface.send(scene, dataclasses.replace(reply, buttons=buttons))
        return
    await surface.send(scene, await _next(surface, scene, order.topic))


async def pressed(surface: Surface, press: Press) -> None:
    """The next question, in a new message or in place of the last, or how practice stands."""
    what, _, argument = press.argument.partition(":")
    if press.scene.in_group:
        await press.answer(press.say("telegram-button-old"))
    elif what == "new":
        await surface.send(press.scene, await _next(surface, press.scene, None))
    elif what == "next":
        await press.show(await _next(surface, press.scene, argument or None))
    else:
        await _show_progress(surface, press)


async def answered(surface: Surface, press: Press) -> None:
    """A question was answered: on file first, then what was right and why."""
    number, _, rest = press.argument.partition(":")
    topic, _, place = rest.rpartition(":")
    found = None
    if number.isdecimal() and place.isdecimal() and len(number) < 19 and len(place) < 3:
        found = await surface.database.run(kept.answer, int(number), press.scene.person.id, int(place))
    if found is None:
        await press.answer(press.say("telegram-button-old"))
        return
    await press.answer(press.say("answer-is-yours" if found.asked.is_right else "answer-not-right"))
    await press.show(_answered(surface, found, surface.language_of(press.scene), topic))


async def _next(surface: Surface, scene: Scene, topic: str | None) -> Reply:
    """The next question, put on file."""
    person, language = scene.person.id, surface.language_of(scene)
    cards, last = await surface.database.run(_standing, person)
    seed = secrets.randbits(31)
    drawn = next_item(surface.classroom.bank, cards, now(), seed, topic, last)
    if drawn is None:
        return surface.assistant.say("quiz-no-items", language)
    item = surface.classroom.bank.item(*drawn)
    asked = await surface.database.run(kept.ask, person, item, shuffled(item.options, seed))
    return _question(surface, asked, language, topic)


def _question(surface: Surface, asked: Asked, language: str, topic: str | None) -> Reply:
    title = surface.assistant.say("practice-title", language, topic=topic_name(surface, asked.item.topic, language))
    html = f"{title.html}\n\n{question(asked.item.wording(language), asked.ordering)}"
    action = f"card:{asked.id}:{topic or ''}"
    return Reply(html, plain_text(html), language, buttons=(letters(len(asked.ordering), action),))


def _answered(surface: Surface, found: Answered, language: str, topic: str) -> Reply:
    asked = found.asked
    parts = [
        surface.assistant.say("practice-title", language, topic=topic_name(surface, asked.item.topic, language)).html,
        solution(asked.item, language, asked.ordering, asked.option),
    ]
    if found.card is not None:
        parts.append(surface.assistant.say("practice-again", language, time=_time_until(found, language)).html)
    html = "\n\n".join(parts)
    buttons = (
        Button(wording("button-next", language), f"practice:next:{topic}"),
        Button(wording("button-progress", language), "practice:progress"),
    )
    return Reply(html, plain_text(html), language, buttons=(buttons,))


def _time_until(found: Answered, language: str) -> str:
    assert found.card is not None  # noqa: S101 - asked before
    return localizer(language).rough_duration((found.card.due_at - found.card.reviewed_at).total_seconds() / 3600)


async def _show_progress(surface: Surface, press: Press) -> None:
    """How practice stands, in words and as a picture."""
    language = surface.language_of(press.scene)
    found = await surface.database.run(_progress, press.scene.person.id, now())
    if not found.seen:
        await press.answer(press.say("practice-nothing"), alert=True)
        return
    await press.answer()
    scene = press.scene
    async with busy(surface.bot, scene.chat.id, scene.thread_id, ChatAction.UPLOAD_PHOTO):
        await send_chart(surface, scene, progress_chart(surface, found, language))


def progress_chart(surface: Surface, found: Progress, language: str) -> Chart:
    """Items seen and mastered by topic. The caption tells all of it."""
    say = localizer(language).text
    values = {
        topic_name(surface, topic, language): (seen, say("practice-bar", seen=seen, mastered=mastered))
        for topic, (seen, mastered) in sorted(found.by_topic.items(), key=lambda entry: -entry[1][0])
    }
    lines = [
        say(
            "practice-progress",
            streak=found.streak_days,
            due=found.due,
            seen=found.seen,
            mastered=found.mastered,
        ),
        *(f"{label}: {words}" for label, (_, words) in values.items()),
    ]
    return bars(say("practice-chart"), say("practice-chart-note"), "\n".join(lines), values, language)


def _standing(connection: Connection, person_id: int) -> tuple[list[Card], str | None]:
    return kept.cards(connection, person_id), kept.last_item(connection, person_id)


def _progress(connection: Connection, person_id: int, at: datetime) -> Progress:
    return progress(kept.cards(connection, person_id), kept.days(connection, person_id), at)
