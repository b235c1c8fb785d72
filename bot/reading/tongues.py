"""Messages that ask for another language and for nothing else: "habla en inglés", "speak Spanish please"."""

from __future__ import annotations

from collections.abc import Mapping

from bot.reading.message import Message
from bot.reading.spans import SpanKind
from bot.reading.wants import Wants

_IDLE = frozenset({SpanKind.ARTICLE, SpanKind.IGNORED})


def language_asked_for(message: Message, wants: Wants, languages: Mapping[str, str]) -> str | None:
    """The language that is to be spoken, by its code; `languages` gives those that their names stand for."""
    named = [index for index, word in enumerate(message.words) if word in languages]
    if len(named) != 1 or wants.wants or wants.much or message.has("out_of_scope"):
        return None
    if message.terms or any(span.kind not in _IDLE for span in message.spans) or message.superlatives:
        return None
    things = [name for name in message.names if not name.start <= named[0] < name.end]
    if things or not set(message.unexplained) <= set(named):
        return None
    asking = {cue.end for cue in message.group("speak", "in_unit")}
    alone = sum(word.isalnum() for word in message.words) == 1
    return languages[message.words[named[0]]] if alone or named[0] in asking else None
