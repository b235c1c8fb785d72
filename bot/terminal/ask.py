"""`cuesta ask`: one question as an argument, or one a line on standard input; text or one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, TextIO

from bot.assistant import Assistant, Conversation
from bot.errors import InputError
from bot.limits import MESSAGE_TEXT

_LONGEST_LINE_BYTES = 4 * MESSAGE_TEXT
"""Four bytes is the most that a character takes in UTF-8."""


@dataclass(slots=True)
class Asker:
    """Answers questions one after the other and prints each answer at once."""

    assistant: Assistant
    language: str | None = None
    as_json: bool = False
    explain: bool = False
    conversation: Conversation | None = None
    """Where given, the questions are one conversation; else each stands alone."""

    def answer(self, text: str) -> str:
        """The line or lines to print for one question."""
        try:
            exchange = self.assistant.ask(text, language=self.language, conversation=self.conversation)
        except InputError as error:
            return self.refusal(error, text)
        printed = exchange.contract() if self.as_json or self.explain else {}
        if self.explain:
            reading = self.assistant.read(text, language=self.language, conversation=self.conversation)
            printed["reading"] = reading.explain()
        if self.conversation is not None:
            self.conversation = exchange.conversation
        return _json(printed, readable=not self.as_json) if printed else exchange.reply.plain

    def refusal(self, error: InputError, text: str = "") -> str:
        """What is printed for a line that cannot be read as a question."""
        language = self.language or self.assistant.default_language
        reply = self.assistant.say(f"error-input-{error.problem}", language, limit=MESSAGE_TEXT).plain
        return _json({"text": text[:MESSAGE_TEXT], "error": error.problem, "reply": reply}) if self.as_json else reply


def answer_lines(asker: Asker, source: BinaryIO, target: TextIO) -> None:
    """Answer each line of a stream, in order, as soon as it is there."""
    for line in _lines(source):
        if len(line) > _LONGEST_LINE_BYTES:
            printed = asker.refusal(InputError("too-long"), line.decode("utf-8", "replace"))
        else:
            try:
                printed = asker.answer(line.decode("utf-8"))
            except UnicodeDecodeError:
                printed = asker.refusal(InputError("not-utf-8"), line.decode("utf-8", "replace"))
        print(printed, file=target, flush=True)


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """Lines without their ends. Of a line that is too long only a piece is kept, so memory stays bounded."""
    first = True
    while line := source.readline(_LONGEST_LINE_BYTES + 2):
        ending = line.endswith(b"\n")
        rest = line
        while not ending and (rest := source.readline(_LONGEST_LINE_BYTES)):
            ending = rest.endswith(b"\n")
        if first:
            line = line.removeprefix(b"\xef\xbb\xbf")
            first = False
        yield line.removesuffix(b"\n").removesuffix(b"\r")


def _json(content: object, *, readable: bool = False) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2 if readable else None, allow_nan=False)
