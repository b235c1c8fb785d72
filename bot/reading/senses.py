"""Which of the names found are meant as names: "Gemini" of a horoscope, "palm oil" and a van called H100 are none.

A name that is also an ordinary word counts where the message speaks of our subject (training, tokens, energy, another
model ...) or has nothing else to be about. Beside a topic of something else, no name counts unless the message clearly
speaks of our subject.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from bot.reading.cues import Cue, group_names
from bot.reading.message import Message
from bot.reading.names import HARDWARE_AND_MODELS, Name
from bot.reading.spans import Span, SpanKind
from bot.reading.tables import Tables
from bot.reading.text import TokenKind
from knowledge.names import NameKind

_SUBJECT_GROUPS = group_names(
    "energy power carbon tokens parameters compute memory peak_flops context api_price hardware count train models "
    "accelerators table electricity bill consume rent rental"
)
"""Groups of words that speak of language models or accelerators, beside names."""
_SUBJECT_KINDS = frozenset(
    {SpanKind.TOKENS, SpanKind.PARAMETERS, SpanKind.REQUESTS, SpanKind.COMPUTE, SpanKind.ACCELERATORS,
     SpanKind.COMPUTE_RATE, SpanKind.ACCELERATOR_HOURS, SpanKind.PUE, SpanKind.UTILIZATION}
)  # fmt: skip
"""Quantities that only our subject has."""
_TOLD = (SpanKind.ENERGY, SpanKind.POWER, SpanKind.MASS, SpanKind.VOLUME)
"""Quantities that everyday things give the scale of."""
_OF_A_LIST = group_names(
    "models rank choose single on in_unit polite have copula what_is about developer release after_input price_at used "
    "asked_things"
)
"""Groups of words that a list of a maker's models may be asked for with."""
_NEAR_GRID = 2
_LONGEST_GRID = 4
"""Tokens before a place within which a phrase for a grid begins: "centro de datos chileno"."""
_BESIDE = 2
_SHORTEST_CONTENT = 3


def settle_senses(message: Message, tables: Tables, topics: Sequence[Cue]) -> None:
    """Drop the names that are no names here. `topics` are the message's words of something else."""
    _without_parts_of_terms(message)
    _without_fields(message)
    # "Flat out" is no apartment.
    said: list[Name | Span] = [*message.terms, *message.kind(SpanKind.UTILIZATION, SpanKind.HOURS_PER_DAY)]
    covered = {index for term in said for index in range(term.start, term.end)}
    asked_in = {cue.end for cue in message.group("in_unit")}
    told = message.kind(*_TOLD)  # "100 kWh in phone charges" speaks of no phone
    covered |= {
        index
        for cue in message.group("everyday")
        if told or cue.end - cue.start > 1 or cue.start in asked_in  # "and in phones?"
        for index in range(cue.start, cue.end)
    }
    topics = [topic for topic in topics if topic.start not in covered]
    places = [name for name in message.names if name.kind is NameKind.PLACE and _place_meant(message, name, tables)]
    others = [name for name in message.names if name.kind is not NameKind.PLACE and not _beside(name, topics)]
    message.names = sorted([*places, *others], key=lambda name: name.start)
    message.unexplained = _unexplained(message, tables)
    subject = _speaks_of_subject(message) or any(_unmistakable(message, name) for name in others)
    if topics and not subject:
        message.foreign = True
        message.names = places
        return
    strong = any(name.kind in HARDWARE_AND_MODELS and not name.weak for name in others) or _counted(message, others)
    weak_models = {name.id for name in others if name.weak and name.kind is NameKind.MODEL}
    nothing_else = not topics and (subject or not message.unexplained)
    if not (strong or len(weak_models) > 1 or nothing_else):
        message.names = [name for name in message.names if not name.weak or name.kind is NameKind.PLACE]


def _without_parts_of_terms(message: Message) -> None:
    """A name inside a longer term that is asked about belongs to the term: "ley de Chinchilla", "H100-hour"."""
    asked = message.has("define", "what_is", "difference")
    longer = [term for term in message.terms if term.end - term.start > 1]
    message.names = [
        name
        for name in message.names
        if not (asked or name.kind is NameKind.MODEL)
        or not any(
            term.start <= name.start and name.end <= term.end and term.end - term.start > name.end - name.start
            for term in longer
        )
    ]


def _without_fields(message: Message) -> None:
    """What only goes with another word is not asked about: the field in "distillation in AI", "power" of a bill."""
    bills = {index for cue in message.group("bill") if cue.end - cue.start > 1 for index in range(cue.start, cue.end)}
    if bills:
        message.terms = [term for term in message.terms if not bills.issuperset(range(term.start, term.end))]
    message.terms = _without_doubles(message.terms)
    fields = {index for cue in message.group("field") for index in range(cue.start, cue.end)}
    if fields:
        asked = [term for term in message.terms if not fields.issuperset(range(term.start, term.end))]
        message.terms = asked or message.terms


def _without_doubles(terms: list[Name]) -> list[Name]:
    """Of two terms side by side the one that is no ordinary word: "MFU utilization" asks about the MFU."""
    plain = {term.start: term for term in terms if not term.weak}
    ends = {term.end for term in terms if not term.weak}
    return [term for term in terms if not term.weak or (term.start not in ends and term.end not in plain)]


def _beside(name: Name, topics: Sequence[Cue]) -> bool:
    """Whether a word of something else stands right beside a name: "furgoneta H100", "thyroid T4"."""
    return any(0 <= name.start - topic.end < _BESIDE or 0 <= topic.start - name.end < _BESIDE for topic in topics)


def _unmistakable(message: Message, name: Name) -> bool:
    """Whether nothing else has such a name: a model's with its version, "Claude 3 Haiku"."""
    numbered = any(word[0].isdigit() for word in message.words[name.start : name.end])
    return name.kind is NameKind.MODEL and not name.weak and numbered and name.end - name.start > 1


def _counted(message: Message, names: Sequence[Name]) -> bool:
    """Whether a number, "how many" or an article stands before a card's number: "two 4090s", "cuántas 3090"."""
    ends = {span.end for span in message.spans if span.kind in (SpanKind.NUMBER, SpanKind.ARTICLE)}
    ends |= {cue.end for cue in message.group("how_many", "single")}
    return any(name.start in ends for name in names if name.kind is NameKind.ACCELERATOR)


def _place_meant(message: Message, name: Name, tables: Tables) -> bool:
    """An adjective of a country means its electricity only beside words for a grid."""
    if not name.weak:
        return True
    for start in range(max(0, name.start - _LONGEST_GRID), min(len(message.words), name.end + _NEAR_GRID)):
        cue = tables.grid.longest(message.words, start)
        if cue is not None and (0 <= name.start - cue.end < _NEAR_GRID or name.end <= cue.start <= name.end + 1):
            return True
    return False


def _speaks_of_subject(message: Message) -> bool:
    if any(span.kind in _SUBJECT_KINDS for span in message.spans):
        return True
    return not _SUBJECT_GROUPS.isdisjoint(message.by_group)


def _unexplained(message: Message, tables: Tables) -> tuple[int, ...]:
    """The words that no table explains: what the message may be about instead."""
    plain, words = tables.plain, message.words
    own = [
        index
        for index, token in enumerate(message.text.tokens)
        if token.kind is TokenKind.WORD and words[index] not in plain and len(token.text) >= _SHORTEST_CONTENT
    ]
    if not own:
        return ()
    found = (message.spans, message.names, message.terms, message.cues, message.scope, message.superlatives)
    explained = {index for things in found for thing in things for index in range(thing.start, thing.end)}
    return tuple([index for index in own if index not in explained])


def settle_makers(message: Message, models_of: Mapping[str, tuple[str, ...]], several: Set[str]) -> None:
    """Let a maker stand for its own models where none is named: "the model of Meta".

    A maker with several becomes a name with several candidates. A plural with nothing else, "models by Meta", asks for
    a list of them; `several` are such plurals.
    """
    if not message.has("models") or any(name.kind in HARDWARE_AND_MODELS for name in message.names):
        return
    makers = message.ids(NameKind.MAKER)
    alone = len(makers) == len(message.names) == 1 and not message.unexplained and not message.spans
    if alone and not several.isdisjoint(message.words) and _OF_A_LIST.issuperset(message.by_group):
        message.maker = makers[0]
        return
    message.names = [_as_model(name, models_of.get(name.id, ())) for name in message.names]


def _as_model(name: Name, models: tuple[str, ...]) -> Name:
    if name.kind is not NameKind.MAKER or not models:
        return name
    only = models[0] if len(models) == 1 else ""
    return name._replace(kind=NameKind.MODEL, id=only, candidates=() if only else models, weak=False)


def without_families(message: Message) -> None:
    """Drop a family named beside two or more of its own members, whose they are: "opus vs haiku (all Claude 3)"."""
    ids = message.ids(NameKind.MODEL)
    families = {family for family in ids if sum(other.startswith(f"{family}-") for other in ids) > 1}
    if families:
        message.names = [name for name in message.names if name.id not in families]


def without_likenesses(message: Message) -> None:
    """Drop names that only say what a described model is like: "a 70B llama-style model"."""
    if not any(span.kind is SpanKind.PARAMETERS or span.suffix == "b" for span in message.spans):
        return
    before = {cue.end for cue in message.scope if "alike_before" in cue.groups}
    after = {cue.start for cue in message.scope if "alike_after" in cue.groups}

    def likens(name: Name) -> bool:
        hyphened = name.end < len(message.words) and message.words[name.end] == "-" and name.end + 1 in after
        return name.kind is NameKind.MODEL and (name.start in before or name.end in after or hyphened)

    message.names = [name for name in message.names if not likens(name)]
