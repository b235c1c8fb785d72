"""From a text to a message with everything found in it: quantities, names, words, what it takes back.

Quantities are read first; names then claim tokens, and quantities are read again where a name took part of one. Words
are looked for in what names leave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.reading.cues import Cue
from bot.reading.lexicon import Lexicon
from bot.reading.mending import mend_quantities
from bot.reading.message import CLAIMED, Message
from bot.reading.names import Name, Node
from bot.reading.naming import MOST_NAMES, NameFinder
from bot.reading.quantities import read_quantities
from bot.reading.scope import apply_scope
from bot.reading.senses import settle_senses, without_families, without_likenesses
from bot.reading.spans import Span
from bot.reading.surroundings import Surroundings
from bot.reading.tables import Tables
from bot.reading.text import Text, Token, TokenKind

_MOST_TOKENS = 1200
_MOST_SPANS = 40
"""Beyond these a message is a list or a text, and no question that one reply could answer."""
_SHORTEST_CORRECTED = 4
_TIMES = "x"
_LONGEST_GLUED = 5
_BINDING = frozenset("'-/&.%$")
"""Signs that make one word of what they stand between."""


def look_up(
    text: Text, lexicon: Lexicon, tables: Tables, earlier: Sequence[Node], likely: str | None
) -> Message | None:
    """Everything found in a text; None where that is more than one question can have."""
    if len(text.tokens) > _MOST_TOKENS:
        return None
    spans = read_quantities(text, lexicon)
    if len(spans) > _MOST_SPANS:
        return None
    words = _corrected(text, tables)
    blocked = _blocked(text, words, tables)
    finder = NameFinder(
        tables.names,
        Surroundings(
            text, words, spans, tables.joining, tables.linking, tables.before_short, tables.things, tables.variants
        ),
        blocked,
        earlier,
    )
    finder.find()
    if len(finder.names) > MOST_NAMES:
        return None
    claimed = {index for name in finder.names for index in range(name.start, name.end)}
    message = Message(text, words, _unclaimed(text, lexicon, spans, claimed), finder.names, _longest(finder.terms))
    message.finder = finder
    topics = _find_words(message, tables, claimed, likely)
    mend_quantities(message, tables.articles, tables.servers)
    settle_senses(message, tables, topics)
    without_families(message)
    without_likenesses(message)
    apply_scope(message)
    if message.has("everyday"):
        message.things = _everyday_things(message, tables)
    return message


def _everyday_things(message: Message, tables: Tables) -> tuple[str, ...]:
    """The everyday things that a quantity is to be told in: "100 kWh in phone charges"."""
    return tuple(dict.fromkeys(thing for cue in tables.everyday.find(message.words) for thing in cue.groups))


def _corrected(text: Text, tables: Tables) -> tuple[str, ...]:
    correct = tables.speller.correct
    words = _in_full(_without_times(text), text, tables.abbreviations)
    return tuple([correct(word) if len(word) >= _SHORTEST_CORRECTED else word for word in words])


def _in_full(words: Sequence[str], text: Text, abbreviations: Mapping[str, str]) -> Sequence[str]:
    """The words, those that chats shorten written out; a letter beside a number or an apostrophe is none: "10 d"."""
    if abbreviations.keys().isdisjoint(words):
        return words
    tokens, size = text.tokens, len(words)
    found = list(words)
    for index, word in enumerate(words):
        meant = abbreviations.get(word)
        if meant is None:
            continue
        before = index and (tokens[index - 1].kind is TokenKind.NUMBER or _glued(tokens[index], tokens[index - 1]))
        after = index + 1 < size and _glued(tokens[index + 1], tokens[index + 1])
        if not before and not after:
            found[index] = meant
    return found


def _glued(token: Token, neighbour: Token) -> bool:
    """Whether a token touches its neighbour, which is no mark of punctuation."""
    return token.joined and (neighbour.kind is not TokenKind.SYMBOL or neighbour.text in _BINDING)


def _without_times(text: Text) -> Sequence[str]:
    """The words, less the x that joins a number to a name of letters and digits: "8xA100"."""
    glued = [index for index, word in enumerate(text.words) if word[0] == _TIMES and 1 < len(word) < _LONGEST_GLUED]
    if not glued:
        return text.words
    words, tokens = list(text.words), text.tokens
    for index in glued:
        around = tokens[index - 1 : index] + tokens[index + 1 : index + 2]
        numbers = len(around) == 2 and all(token.kind is TokenKind.NUMBER for token in around)
        if numbers and tokens[index].joined and tokens[index + 1].joined:
            words[index] = words[index][1:]
    return words


def _blocked(text: Text, words: Sequence[str], tables: Tables) -> set[int]:
    """Tokens of phrases that are no names: "me llama", but not in "someone told me Llama 3 cost ..."."""
    found: set[int] = set()
    for cue in tables.not_names.find(words)[0]:
        version = cue.end < len(words) and text.tokens[cue.end].kind is TokenKind.NUMBER
        node = tables.names.root.next.get(words[cue.end - 1]) if version else None
        if node is None or words[cue.end] not in node.next:
            found.update(range(cue.start, cue.end))
    return found


def _unclaimed(text: Text, lexicon: Lexicon, spans: Sequence[Span], claimed: set[int]) -> list[Span]:
    """The quantities that names leave; read again where a name took part of one."""
    if not claimed:
        return list(spans)
    kept = [span for span in spans if not claimed.issuperset(range(span.start, span.end))]
    if all(claimed.isdisjoint(range(span.start, span.end)) for span in kept):
        return kept
    return list(read_quantities(text, lexicon, claimed))


def _find_words(message: Message, tables: Tables, claimed: set[int], likely: str | None) -> list[Cue]:
    """Fill in the cues; the words that speak of something else."""
    words = message.words
    if claimed:
        words = tuple([CLAIMED if index in claimed else word for index, word in enumerate(words)])
    metrics, intents, scope, superlatives, topics = tables.finder.find(words)
    found = [*metrics, *intents, *superlatives]
    language = tables.detector.detect(message.text.original, message.words, found, likely)
    message.language = language
    message.cues = sorted([cue.spoken(language) for cue in (*metrics, *intents)])
    message.scope = _spoken(scope, language)
    message.superlatives = _spoken(superlatives, language)
    return topics


def _spoken(cues: Sequence[Cue], language: str) -> list[Cue]:
    return [cue.spoken(language) for cue in cues]


def _longest(terms: list[Name]) -> list[Name]:
    """Terms that overlap give way to the longer one."""
    kept: list[Name] = []
    taken: set[int] = set()
    for term in sorted(terms, key=lambda term: (term.start - term.end, term.start)):
        tokens = range(term.start, term.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(term)
    return sorted(kept, key=lambda term: term.start)
