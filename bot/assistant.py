"""The assistant: the only place that runs the three steps, read → work out → say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from bot.answer import Answer
from bot.answering.answerer import work_out
from bot.answering.circumstances import Circumstances
from bot.question import HardwareQuestion, Question, UnknownQuestion
from bot.reading.reader import Look, Reader, Reading, default_reader
from bot.remembering import Remembered
from bot.reply import Reply
from bot.replying.catalogue import closest_language, languages
from bot.replying.replier import readings_in_words, reply_to, say
from knowledge.base import Knowledge, load

REMEMBERS = 256
"""Messages and questions that are remembered: some 3 MiB."""
_T = TypeVar("_T")
_CHANGES_NOTHING = frozenset({"greeting", "thanks", "help", "unknown", "quiz"})


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is remembered between two messages: the last question that stood, and the language spoken."""

    question: Question | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person has chosen that goes for every answer.

    `region` is where their electricity comes from (ISO 3166-1 alpha-3), `hours` the time for which prices are told
    where a question names none, `number_style` one of `bot.replying.decimals.STYLES`.
    """

    region: str | None = None
    hours: float | None = None
    number_style: str | None = None

    def applied_to(self, question: Question) -> Question:
        """The question with the time filled in, where it leaves that open and nothing else in it settles the time."""
        if self.hours is None or not isinstance(question, HardwareQuestion):
            return question
        settled = (question.hours, question.accelerator_hours, question.budget, question.power_limit)
        if any(given is not None for given in settled):
            return question
        return question.model_copy(update={"hours": self.hours})


@dataclass(frozen=True, slots=True)
class Said:
    """What is remembered of an answer: its reply, and what surfaces made of it. `is_empty`: no figure is in it."""

    reply: Reply
    is_empty: bool
    made: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and everything made of it.

    `written_in` is the language that the message is written in; empty where nothing tells it or nothing was written.
    `said` is what is remembered of the answer, `work_out` gives all of it.
    """

    text: str
    language: str
    question: Question
    said: Said
    conversation: Conversation
    work_out: Callable[[], Answer] = field(repr=False, compare=False)
    written_in: str = ""

    @property
    def answer(self) -> Answer:
        """The worked-out answer; worked out once more where only what was said of it is remembered."""
        return self.work_out()

    @property
    def reply(self) -> Reply:
        """The answer as people read it."""
        return self.said.reply

    def made_once(self, name: str, make: Callable[[], _T]) -> _T:
        """What a surface makes of the question and its answer alone, made once for as long as they are remembered."""
        if name not in self.said.made:
            self.said.made[name] = make()
        made: _T = self.said.made[name]
        return made

    def contract(self) -> dict[str, Any]:
        """The exchange as `cuesta ask --json` prints it."""
        return {
            "text": self.text,
            "language": self.language,
            "question": self.question.contract(),
            "answer": self.answer.contract(),
            "reply": self.reply.plain,
        }


class _Understood(NamedTuple):
    """The question that a message is, the language to answer in and the one that the message is written in."""

    question: Question
    language: str
    written_in: str = ""


@dataclass(frozen=True)
class Assistant:
    """Reads a message, works out its answer and says it, in one call without waiting for anything.

    What forty students of a class ask is the same: what the last `remembers` messages say by themselves and what the
    last `remembers` questions were answered is remembered. Both follow from the message or the question, the language
    and the person's wishes alone. A message with a word that Cuesta does not know, as a name of somebody, is not
    remembered: what people write is kept only until they are answered.
    """

    knowledge: Knowledge = field(default_factory=load)
    reader: Reader = field(default_factory=default_reader)
    remembers: int = REMEMBERS

    def ask(
        self,
        text: str,
        *,
        language: str | None = None,
        conversation: Conversation | None = None,
        region: str | None = None,
        wishes: Wishes | None = None,
    ) -> Exchange:
        """Answer a message.

        `language` is the person's own, where it is known; left out, each message is answered in the language it is
        written in. Raises InputError for a message that is longer than Telegram allows.
        """
        earlier = conversation or Conversation()
        likely = earlier.language
        look = self._looked.get((text, likely), lambda: self.reader.look(text, likely), lambda look: look.is_impersonal)
        reading = self.reader.understand(look, earlier.question, language)
        spoken = language or closest_language(reading.language) or self.default_language
        understood = _Understood(reading.question, spoken, reading.written_in)
        return self._exchange(text, understood, earlier, wishes or Wishes(region))

    def read(self, text: str, *, language: str | None = None, conversation: Conversation | None = None) -> Reading:
        """How a message is read, with everything that was found in it."""
        earlier = conversation or Conversation()
        return self.reader.read(text, earlier.question, language, earlier.language)

    def ask_question(
        self,
        question: Question,
        *,
        language: str,
        conversation: Conversation | None = None,
        region: str | None = None,
        wishes: Wishes | None = None,
    ) -> Exchange:
        """Answer a question that is already one: a pressed button, a deep link."""
        asked = _Understood(question, language)
        return self._exchange("", asked, conversation or Conversation(), wishes or Wishes(region))

    def readings(self, question: UnknownQuestion, language: str) -> list[str]:
        """What each reading of a message that cannot be settled is called, in their order."""
        return readings_in_words(work_out(question, self.knowledge, Circumstances()), language)

    def say(self, key: str, language: str, **data: object) -> Reply:
        """A fixed text of the catalogue as a reply."""
        return say(key, language, **data)

    @cached_property
    def default_language(self) -> str:
        """The language of somebody whose own is neither known nor shown by the message."""
        return next(iter(languages()))

    @cached_property
    def _looked(self) -> Remembered[Look]:
        return Remembered(self.remembers)

    @cached_property
    def _answered(self) -> Remembered[Said]:
        return Remembered(self.remembers)

    def _exchange(self, text: str, understood: _Understood, earlier: Conversation, wishes: Wishes) -> Exchange:
        question, language, written_in = understood
        asked = wishes.applied_to(question)
        worked_out: list[Answer] = []

        def work() -> Answer:
            if not worked_out:
                worked_out.append(work_out(asked, self.knowledge, Circumstances(region=wishes.region)))
            return worked_out[0]

        def say_it() -> Said:
            return Said(reply_to(work(), language, wishes.number_style), is_empty=not work().values)

        said = self._answered.get((question, language, wishes), say_it)
        talk = question.intent in _CHANGES_NOTHING and said.is_empty
        stands = Conversation(question=earlier.question if talk else question, language=language)
        return Exchange(text, language, question, said, stands, work, written_in)
