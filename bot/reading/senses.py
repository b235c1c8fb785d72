"""Which of the names found are meant as names: "Gemini" of a horoscope, "palm oil" and a van called H100 are none.

A name that is also an ordinary word counts where the message speaks of our subject (training, tokens, energy, another
model ...) or has nothing else to be about. Beside a topic of something else, no name counts unless the message clearly
speaks of our subject.
"""

from __future__ import annotations

from dataclasses import replace

from bot.reading.message import Message
from bot.reading.names import Name
from bot.reading.spans import Span, SpanKind
from bot.reading.tables import Tables
from bot.reading.text import TokenKind
from knowledge.names import NameKind

_SUBJECT_GROUPS = frozenset(
    "energy power carbon tokens parameters compute memory peak_flops context api_price hardware count train models "
    "accelerators table electricity bill consume rent rental".split()
)
"""Groups of words that speak of language models or accelerators, beside names."""
_SUBJECT_KINDS = frozenset(
    {SpanKind.TOKENS, SpanKind.PARAMETERS, SpanKind.REQUESTS, SpanKind.COMPUTE, SpanKind.ACCELERATORS, SpanKind.COMPUTE_RATE,
     SpanKind.ACCELERATOR_HOURS, SpanKind.PUE, SpanKind.UTILIZATION, SpanKind.ENERGY}
)  # fmt: skip
_STRONG_GROUPS = frozenset("tokens parameters compute peak_flops api_price train models accelerators table".split())
_NEAR_GRID = 2
_SHORTEST_CONTENT = 3


def settle_senses(message: Message, tables: Tables, topics: int) -> None:
    """Drop the names that are no names here. `topics` is how many words of something else the message has."""
    message.names = [
        name for name in message.names if name.kind is not NameKind.PLACE or _place_meant(message, name, tables)
    ]
    message.unexplained = _unexplained(message, tables)
    subject = _speaks_of_subject(message)
    if topics and not subject:
        message.foreign = True
        message.names = [name for name in message.names if name.kind is NameKind.PLACE]
        return
    strong_models = {
        name.id for name in message.names if name.kind in (NameKind.MODEL, NameKind.ACCELERATOR) and not name.weak
    }
    weak = {name.id for name in message.names if name.weak and name.kind is NameKind.MODEL}
    supported = (
        bool(strong_models) or len(weak) > 1 or (subject and not topics) or (not message.unexplained and not topics)
    )
    message.names = [name for name in message.names if not name.weak or name.kind is NameKind.PLACE or supported]


def _place_meant(message: Message, name: Name, tables: Tables) -> bool:
    """An adjective of a country means its electricity only beside words for a grid."""
    if not name.weak:
        return True
    for start in range(max(0, name.start - _NEAR_GRID), min(len(message.words), name.end + _NEAR_GRID)):
        cue = tables.grid.longest(message.words, start)
        if cue is not None and (cue.end <= name.start or cue.start >= name.end) and cue.start <= name.end + 1:
            return True
    return False


def _speaks_of_subject(message: Message) -> bool:
    if any(span.kind in _SUBJECT_KINDS for span in message.spans):
        strong = [span for span in message.spans if span.kind in _SUBJECT_KINDS and span.kind is not SpanKind.ENERGY]
        return bool(strong) or not _SUBJECT_GROUPS.isdisjoint(message.by_group)
    return not _SUBJECT_GROUPS.isdisjoint(message.by_group)


def _unexplained(message: Message, tables: Tables) -> tuple[int, ...]:
    """The words that no table explains: what the message may be about instead."""
    explained = {index for item in (*message.spans, *message.names, *message.terms, *message.cues, *message.scope,
                                    *message.superlatives) for index in range(item.start, item.end)}  # fmt: skip
    return tuple(
        index
        for index, token in enumerate(message.text.tokens)
        if token.kind is TokenKind.WORD
        and index not in explained
        and len(token.text) >= _SHORTEST_CONTENT
        and message.words[index] not in tables.plain
    )


def makers_models(message: Message, models_of: dict[str, tuple[str, ...]]) -> None:
    """ "The model of Meta": where no model is named, a maker beside a word for models stands for its own.

    A maker with several becomes a name with several candidates.
    """
    if any(name.kind in (NameKind.MODEL, NameKind.ACCELERATOR) for name in message.names) or not message.has("models"):
        return
    names = []
    for name in message.names:
        ids = models_of.get(name.id, ()) if name.kind is NameKind.MAKER else ()
        if ids:
            id = ids[0] if len(ids) == 1 else ""
            names.append(replace(name, kind=NameKind.MODEL, id=id, candidates=() if id else ids, weak=False))
        else:
            names.append(name)
    message.names = names


_COUNTED_NOUNS = {"request": SpanKind.REQUESTS, "tokens": SpanKind.TOKENS}


def across_names(message: Message) -> None:
    """Numbers whose noun stands behind a name, joined to it: "10,000 GPT-4 queries", "one ChatGPT prompt"."""
    ends = {name.start: name.end for name in message.names}
    nouns = {cue.start: cue for cue in message.group("request", "tokens")}
    for index, span in enumerate(message.spans):
        if span.kind not in (SpanKind.NUMBER, SpanKind.ARTICLE) or span.value is None or span.suffix in ("b", "t"):
            continue
        at = span.end
        while at in ends:
            at = ends[at]
        noun = nouns.get(at)
        if noun is not None and (at > span.end or span.kind is SpanKind.NUMBER):
            kind = next(_COUNTED_NOUNS[group] for group in noun.groups if group in _COUNTED_NOUNS)
            message.spans[index] = replace(span, kind=kind, quantity=span.value)
            message.index()


def without_families(message: Message) -> None:
    """A family named beside two or more of its own members only says whose they are: "opus vs haiku (all Claude 3)"."""
    ids = {name.id for name in message.names if name.kind is NameKind.MODEL and name.id}
    families = {id for id in ids if sum(other.startswith(f"{id}-") for other in ids) > 1}
    if families:
        message.names = [name for name in message.names if name.id not in families]


def without_likenesses(message: Message) -> None:
    """Where a model is described by its size, a name only says what it is like: "a 70B llama-style model"."""
    if not any(span.kind is SpanKind.PARAMETERS or span.suffix == "b" for span in message.spans):
        return
    before = {cue.end for cue in message.scope if "alike_before" in cue.groups}
    after = {cue.start for cue in message.scope if "alike_after" in cue.groups}
    message.names = [
        name
        for name in message.names
        if name.kind is not NameKind.MODEL
        or not (name.start in before or name.end in after or (name.end + 1 in after and message.words[name.end] == "-"))
    ]


_NO_COUNT = frozenset({SpanKind.ACCELERATORS, SpanKind.PARAMETERS, SpanKind.TOKENS, SpanKind.ACCELERATOR_HOURS})


def without_articles(message: Message, articles: frozenset[str]) -> list[Span]:
    """The quantities, less those whose number is only an article: "is a parameter the same as a token?"."""
    return [
        replace(span, end=span.start + 1, kind=SpanKind.ARTICLE, quantity=None, unit="")
        if span.kind in _NO_COUNT and span.value == 1 and message.words[span.start] in articles
        else span
        for span in message.spans
    ]


_SPEAKING = frozenset({"define", "help", "quiz", "greeting", "thanks", "out_of_scope"})


def without_phrases(message: Message) -> list[Span]:
    """The quantities, less those that are part of a phrase: "explain it as if I were five"."""
    phrases = [cue for cue in message.cues if not _SPEAKING.isdisjoint(cue.groups) and cue.end - cue.start > 1]
    return [span for span in message.spans if not any(cue.start <= span.start and span.end <= cue.end for cue in phrases)]
