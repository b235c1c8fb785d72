"""Setting up a live quiz or a graded test of a class: how many questions, on what, how long; then it begins.

The buttons carry all choices along, so that nothing need be kept until it begins.
"""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.classroom.bank import Bank, questions
from bot.classroom.flow import Kind
from bot.classroom.own import TOPIC, OwnBank
from bot.classroom.papers import VARIANTS
from bot.classroom.rolls import Class
from bot.reply import Button, Reply
from bot.storage.classroom import classes, own_items, quizzes
from bot.storage.classroom.quizzes import NewQuiz
from bot.telegram.answer_buttons import pairs, shortened
from bot.telegram.classroom.announcing import topic_name
from bot.telegram.classroom.panels import back_row, class_behind, panel
from bot.telegram.presses import Press
from bot.telegram.surface import Surface
from bot.telegram.wording import wording

QUESTIONS: Final = (10, 5, 15, 20, 30)
SECONDS: Final = (30, 45, 60, 90, 15)
MINUTES: Final = (20, 30, 45, 60, 90, 5, 10)
ALL: Final = "-"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is chosen. `time` is seconds a question in a live quiz, minutes for everything in a test."""

    kind: Kind
    code: str
    questions: int
    time: int
    topic: str
    speed: bool

    def data(self, verb: str) -> str:
        """The plan in a button."""
        speed = int(self.speed)
        return f"{self.kind.value}:{self.code}:{self.questions}:{self.time}:{self.topic}:{speed}:{verb}"


async def pressed(surface: Surface, press: Press, kind: Kind) -> None:
    """Show the plan, change something in it, or begin."""
    code, _, rest = press.argument.partition(":")
    found = await class_behind(surface, press, code)
    if found is None:
        return
    topics = await _topics(surface, found)
    plan, verb = _read(kind, code, rest, topics)
    if verb == "go":
        await _begin(surface, press, found, plan)
        return
    language = surface.language_of(press.scene)
    if verb == "topics":
        await press.show(_offering(surface, found, plan, topics, language))
        return
    turned = {
        "questions": dataclasses.replace(plan, questions=after(QUESTIONS, plan.questions)),
        "time": dataclasses.replace(plan, time=after(_times(kind), plan.time)),
        "speed": dataclasses.replace(plan, speed=not plan.speed),
    }
    await press.show(_shown(surface, found, turned.get(verb, plan), language))


async def live(surface: Surface, press: Press) -> None:
    """Set up a live quiz."""
    await pressed(surface, press, Kind.LIVE)


async def graded_test(surface: Surface, press: Press) -> None:
    """Set up a graded test."""
    await pressed(surface, press, Kind.TEST)


def after(options: Sequence[T], chosen: T) -> T:
    """The option after the chosen one, round and round."""
    return options[(options.index(chosen) + 1) % len(options)] if chosen in options else options[0]


def _read(kind: Kind, code: str, rest: str, topics: Sequence[str]) -> tuple[Plan, str]:
    """The plan that a button carries, and what it asks; what is not offered is as it is at first."""
    parts = rest.split(":")
    plan = Plan(kind, code, QUESTIONS[0], _times(kind)[0], ALL, speed=False)
    if len(parts) != 5:
        return plan, ""
    number, time, topic, speed, verb = parts
    return Plan(
        kind,
        code,
        int(number) if number in map(str, QUESTIONS) else plan.questions,
        int(time) if time in map(str, _times(kind)) else plan.time,
        topic if topic in topics else ALL,
        speed == "1" and kind is Kind.LIVE,
    ), verb


def _times(kind: Kind) -> tuple[int, ...]:
    return SECONDS if kind is Kind.LIVE else MINUTES


async def _topics(surface: Surface, found: Class) -> list[str]:
    """What can be asked about; the teacher's own questions where there are some."""
    own = [TOPIC] if await surface.database.run(own_items.count, found.id) else []
    return [ALL, *own, *surface.classroom.bank.topics()]


def _offering(surface: Surface, found: Class, plan: Plan, topics: Sequence[str], language: str) -> Reply:
    """All topics to choose from."""
    buttons = [
        Button(shortened(_named(surface, topic, language)), dataclasses.replace(plan, topic=topic).data("show"))
        for topic in topics
    ]
    return dataclasses.replace(_told(surface, found, plan, language), buttons=tuple(pairs(buttons)))


def _named(surface: Surface, topic: str, language: str) -> str:
    return topic_name(surface, None if topic == ALL else topic, language)


def _told(surface: Surface, found: Class, plan: Plan, language: str) -> Reply:
    """The plan in words."""
    return surface.assistant.say(
        "live-plan" if plan.kind is Kind.LIVE else "test-plan",
        language,
        title=found.title,
        questions=plan.questions,
        time=plan.time,
        topic=_named(surface, plan.topic, language),
        speed=wording("class-yes" if plan.speed else "class-no", language),
    )


def _shown(surface: Surface, found: Class, plan: Plan, language: str) -> Reply:
    live = plan.kind is Kind.LIVE
    topic, speed = _named(surface, plan.topic, language), wording("class-yes" if plan.speed else "class-no", language)
    reply = _told(surface, found, plan, language)
    rows = [
        [Button(f"{wording('button-questions', language)}: {plan.questions}", plan.data("questions"))],
        [Button(f"{wording('button-topic', language)}: {topic}"[:60], plan.data("topics"))],
    ]
    key = "button-seconds" if live else "button-minutes"
    rows[0].append(Button(f"{wording(key, language)}: {plan.time}", plan.data("time")))
    if live:
        rows.append([Button(f"{wording('button-speed', language)}: {speed}", plan.data("speed"))])
    rows.append([Button(wording("button-begin", language), plan.data("go"))])
    return dataclasses.replace(reply, buttons=(*map(tuple, rows), back_row(found, language)))


async def _begin(surface: Surface, press: Press, found: Class, plan: Plan) -> None:
    """Begin, where there is somebody to take part and something to ask."""
    language = surface.language_of(press.scene)
    if not await surface.database.run(classes.count_members, found.id):
        await press.answer(press.say("class-nobody-yet"), alert=True)
        return
    bank: Bank = surface.classroom.bank
    if plan.topic == TOPIC:
        bank = OwnBank(await surface.database.run(own_items.of_class, found.id))
    seed = secrets.randbits(31)
    topic = None if plan.topic == ALL else plan.topic
    live = plan.kind is Kind.LIVE
    new = NewQuiz(
        kind=plan.kind,
        chat_id=found.person_id if found.screen_chat_id is None else found.screen_chat_id,
        topic_id=found.screen_topic_id or 0,
        person_id=found.person_id,
        class_id=found.id,
        language=found.language,
        topic=topic,
        seconds=plan.time if live else 60 * plan.time,
        speed_counts=plan.speed,
        seed=seed,
        items=questions(bank, plan.questions, seed, topic, 1 if live else VARIANTS),
    )
    if not new.items:
        await press.answer(press.say("quiz-no-items"), alert=True)
        return
    _, is_new = await surface.database.run(quizzes.begin, new)
    await surface.database.run(classes.use, found.id)
    if not is_new:
        await press.answer(press.say("quiz-under-way-short"), alert=True)
        return
    surface.classroom.due.set()
    await press.answer(press.say("quiz-begins"))
    await press.show(await panel(surface, found, language))
