"""`/quiz` and `/practice` at the terminal: one question at a time, answered with its letter."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from html import escape
from string import ascii_uppercase

from bot.assistant import Assistant
from bot.classroom.bank import Bank, default_bank, questions
from bot.classroom.ordering import shuffled
from bot.classroom.orders import QUESTIONS, SECONDS, Order, read_order
from bot.classroom.played import PlayedItem
from bot.classroom.practice import next_item, progress
from bot.reply import Reply
from bot.replying.localizer import localizer
from bot.replying.markup import plain_text
from bot.replying.sheets import question, solution
from bot.storage.records import TERMINAL_PERSON
from bot.terminal.memory import Memory


@dataclass
class _Quiz:
    """A quiz under way: what is still to be asked, and how it went so far."""

    left: list[PlayedItem]
    asked: int = 0
    right: int = 0


@dataclass
class _Asked:
    """The question that waits for its answer. `number` is its number in practice; None in a quiz."""

    item: PlayedItem
    ordering: tuple[int, ...]
    number: int | None = None


@dataclass
class Quizzing:
    """What is being asked of the one person at the terminal."""

    assistant: Assistant
    memory: Memory
    bank: Bank = field(default_factory=default_bank)
    _quiz: _Quiz | None = None
    _topic: str | None = None
    _asked: _Asked | None = None

    async def quiz(self, argument: str, language: str, *, strict: bool = True) -> Reply:
        """Begin a quiz, as ordered."""
        order = read_order(argument, self.bank.topics(), strict=strict)
        if order.problem is not None:
            return self._problem(order, language)
        seed = secrets.randbits(31)
        items = list(questions(self.bank, order.questions, seed, order.topic).values())
        if not items:
            return self.assistant.say("quiz-no-items", language)
        self._quiz, self._topic = _Quiz(items), order.topic
        opening = self.assistant.say(
            "chat-quiz-opening", language, questions=len(items), topic=self._topic_name(order.topic, language)
        )
        return _together(opening.html, self._next_of_quiz(language), language=language)

    async def practice(self, argument: str, language: str) -> Reply:
        """Ask what is due, or something new."""
        order = read_order(argument, self.bank.topics())
        if order.problem == "topic":
            return self.assistant.say("chat-practice-topic", language, words=order.words, topics=self._topics(language))
        self._quiz, self._topic = None, order.topic
        opening = self.assistant.say("chat-practice-opening", language)
        return _together(opening.html, await self._next_of_practice(language), language=language)

    async def answer(self, text: str, language: str) -> Reply | None:
        """Take a letter as the answer to what was asked; None where it is none, or nothing was asked."""
        asked = self._asked
        typed = text.strip().rstrip(").").upper()
        place = ascii_uppercase.find(typed) if len(typed) == 1 else -1
        if asked is None or not 0 <= place < len(asked.ordering):
            return None
        option = asked.ordering[place]
        told = [solution(asked.item, language, asked.ordering, option)]
        if asked.number is not None:
            told += [await self._practised(asked.number, place, language), await self._next_of_practice(language)]
        else:
            assert self._quiz is not None  # noqa: S101 - the question was a quiz's
            self._quiz.right += option == asked.item.key
            told.append(self._next_of_quiz(language))
        return _together(*told, language=language)

    async def stop(self, language: str) -> Reply:
        """Ask nothing any more; how it went."""
        if self._asked is None:
            return self.assistant.say("quiz-none-to-stop", language)
        if self._quiz is not None:
            self._quiz.left.clear()
            self._quiz.asked -= 1
            return _together(self._next_of_quiz(language), language=language)
        self._asked = None
        return await self._progress(language)

    def _next_of_quiz(self, language: str) -> str:
        """The next question, or how it went."""
        quiz = self._quiz
        assert quiz is not None  # noqa: S101 - there is one
        if not quiz.left:
            self._asked = self._quiz = None
            return self.assistant.say("quiz-over-alone", language, right=quiz.right, questions=quiz.asked).html
        item = quiz.left.pop(0)
        quiz.asked += 1
        self._asked = _Asked(item, shuffled(item.options, secrets.randbits(31)))
        return f"{quiz.asked}. {question(item.wording(language), self._asked.ordering)}"

    async def _next_of_practice(self, language: str) -> str:
        from bot.storage.classroom import practice
        from bot.storage.times import now

        cards = await self.memory.run(practice.cards, TERMINAL_PERSON)
        last = await self.memory.run(practice.last_item, TERMINAL_PERSON)
        seed = secrets.randbits(31)
        drawn = next_item(self.bank, cards, now(), seed, self._topic, last)
        if drawn is None:
            self._asked = None
            return self.assistant.say("quiz-no-items", language).html
        item = self.bank.item(*drawn)
        asked = await self.memory.run(practice.ask, TERMINAL_PERSON, item, shuffled(item.options, seed))
        self._asked = _Asked(item, asked.ordering, asked.id)
        title = self.assistant.say("practice-title", language, topic=self._topic_name(item.topic, language)).html
        return f"{title}\n{question(item.wording(language), asked.ordering)}"

    async def _practised(self, number: int, place: int, language: str) -> str:
        """Put the answer on file; when the question comes back."""
        from bot.storage.classroom import practice

        answered = await self.memory.run(practice.answer, number, TERMINAL_PERSON, place)
        assert answered is not None  # noqa: S101 - the question is this person's
        assert answered.card is not None  # noqa: S101 - it was just made
        hours = (answered.card.due_at - answered.card.reviewed_at).total_seconds() / 3600
        time = localizer(language).rough_duration(hours)
        return self.assistant.say("practice-again", language, time=time).html

    async def _progress(self, language: str) -> Reply:
        from bot.storage.classroom import practice
        from bot.storage.times import now

        cards = await self.memory.run(practice.cards, TERMINAL_PERSON)
        days = await self.memory.run(practice.days, TERMINAL_PERSON)
        found = progress(cards, days, now())
        lines = [
            self.assistant.say(
                "practice-progress",
                language,
                streak=found.streak_days,
                due=found.due,
                seen=found.seen,
                mastered=found.mastered,
            ).html
        ]
        for topic, (seen, mastered) in found.by_topic.items():
            bar = self.assistant.say("practice-bar", language, seen=seen, mastered=mastered).html
            lines.append(f"{escape(self._topic_name(topic, language))}: {bar}")
        return _together("\n".join(lines), language=language)

    def _topic_name(self, topic: str | None, language: str) -> str:
        if topic is None:
            return localizer(language).text("quiz-all-topics")
        return self.bank.topics().get(topic, {}).get(language, topic)

    def _topics(self, language: str) -> str:
        """The names of all topics. There are commas and "and" in them, so that no sentence can list them."""
        return " · ".join(names[language] for names in self.bank.topics().values())

    def _problem(self, order: Order, language: str) -> Reply:
        return self.assistant.say(
            f"quiz-order-{order.problem}",
            language,
            words=order.words,
            topics=self._topics(language),
            fewest=QUESTIONS.start,
            most=QUESTIONS.stop - 1,
            shortest=SECONDS.start,
            longest=SECONDS.stop - 1,
        )


def _together(*parts: str, language: str) -> Reply:
    html = "\n\n".join(part for part in parts if part)
    return Reply(html, plain_text(html), language)
