"""Everything that reading looks words up in, prepared once for a lexicon and a set of names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.question import Metric
from bot.reading.cues import CueFinder, CueTable, group_names, strings_in
from bot.reading.language import LanguageDetector
from bot.reading.lexicon import Lexicon
from bot.reading.names import NameTable
from bot.reading.spelling import Speller
from bot.reading.text import words_of
from knowledge.errors import KnowledgeError
from knowledge.names import Alias

METRIC_GROUPS = group_names(
    "cost pay money dear cheap rent rental buy purchase electricity bill energy consume power carbon water time "
    "parameters tokens compute memory peak_flops developer release api_price context hardware count size take price "
    "bandwidth optimal tariff"
)
"""Groups of `metrics.yaml`. Most are metrics; the others become one with what stands around them (see metrics.py).

`pay`, `money`, `dear`, `cheap` ask for a cost, and `price` for that of the API where it is a model's; `rent`, `buy` are
what is done, `rental`, `purchase` what is asked; `electricity` is a cost beside a word for money and an energy
otherwise, `bill` always its cost, `tariff` its price; `consume` is an energy over a time and a power without one;
`size` and `take` are parameters and a time where nothing else is asked, and `optimal` the tokens of training.
"""

INTENT_GROUPS = group_names(
    "train use serve input output summed price_at on single apiece how_much how_many enough have get limit compare "
    "difference choose rank more less models accelerators define what_is about convert everyday audit table quiz help "
    "greeting parting thanks noted formula sources out_of_scope another copula "
    "required machine asked_things per_one budget_is hearsay figures holder people_of people_after field "
    "whenever used in_unit needed polite request after_input after_output inclusive later earlier since onwards "
    "saving speak example"
)
"""Groups of `intents.yaml`: what each says is in intents.py and slots.py, by its name."""

SCOPE_GROUPS = group_names(
    "negation negation_behind leaving left_out instead_of contrast correction "
    " follow_up pronoun same adding halves joining linking before_short opening_weakly "
    "alike_before alike_after"
)
"""Groups of `scope.yaml`, see scope.py and conversation.py."""


class Superlative(NamedTuple):
    """A metric and the end of the list that a superlative names at once."""

    metric: str
    order: str


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of all languages. `function` are small words, `plain` those and the fillers of polite sentences.

    `language_names` gives the languages by their names, `abbreviations` the words that chats shorten: "q" is "que".
    `supply` are words for electricity and what brings it, `clean` those that say how clean it is. `everyday` gives the
    everyday things that words stand for, `servers` how many accelerators those have that a word names.
    """

    metrics: CueTable
    intents: CueTable
    scope: CueTable
    ranking: CueTable
    superlatives: dict[str, Superlative]
    not_names: CueFinder
    topics: CueTable
    finder: CueFinder
    grid: CueTable
    everyday: CueTable
    supply: frozenset[str]
    clean: frozenset[str]
    variants: frozenset[str]
    several: frozenset[str]
    function: frozenset[str]
    plain: frozenset[str]
    joining: frozenset[str]
    linking: frozenset[str]
    before_short: frozenset[str]
    articles: frozenset[str]
    things: frozenset[str]
    names: NameTable
    speller: Speller
    abbreviations: dict[str, str]
    detector: LanguageDetector
    languages: tuple[str, ...]
    language_names: dict[str, str]
    servers: dict[str, float]


def build_tables(lexicon: Lexicon, aliases: Iterable[Alias], servers: Mapping[str, float] | None = None) -> Tables:
    """All tables; `servers` as the reader has them.

    Raises KnowledgeError for a group or a metric that reading does not know.
    """
    names = NameTable(aliases, _number_words(lexicon))
    metrics = CueTable.of(lexicon.data("metrics"), "metrics", METRIC_GROUPS)
    intents = CueTable.of(lexicon.data("intents"), "intents", INTENT_GROUPS)
    scope = CueTable.of(lexicon.data("scope"), "scope", SCOPE_GROUPS)
    ranking, superlatives = _superlatives(lexicon)
    topics, grid = _phrases(lexicon, "outside", "topics"), _phrases(lexicon, "words", "grid")
    vocabulary = {
        language: {group: set(_tokens(phrases)) for group, phrases in groups.items()}
        for language, groups in lexicon.data("words").items()
    }
    function = _union(vocabulary, "function")
    plain = function | _union(vocabulary, "filler")
    joining = frozenset(_group(lexicon, "scope", "joining"))
    return Tables(
        metrics=metrics,
        intents=intents,
        scope=scope,
        ranking=ranking,
        superlatives=superlatives,
        not_names=CueFinder(_phrases(lexicon, "outside", "phrases")),
        topics=topics,
        finder=CueFinder(metrics, intents, scope, ranking, topics),
        grid=grid,
        everyday=_everyday(lexicon),
        supply=frozenset(_union(vocabulary, "supply")),
        clean=frozenset(_union(vocabulary, "clean")),
        variants=frozenset(_union(vocabulary, "variants")),
        several=frozenset(_union(vocabulary, "several")),
        function=frozenset(function),
        plain=frozenset(plain),
        articles=frozenset(_group(lexicon, "numbers", "articles")),
        things=frozenset(_group(lexicon, "intents", "asked_things")),
        before_short=frozenset(_group(lexicon, "scope", "before_short")) | joining,
        linking=frozenset(_group(lexicon, "scope", "linking")),
        joining=joining,
        names=names,
        speller=_speller(lexicon, names, plain, (metrics, intents, ranking), (scope, grid)),
        abbreviations=_abbreviations(lexicon),
        detector=_detector(lexicon, vocabulary),
        languages=lexicon.languages,
        language_names=_language_names(lexicon),
        servers=dict(servers or {}),
    )


def _phrases(lexicon: Lexicon, file: str, group: str) -> CueTable:
    """A table of one group of phrases of a file."""
    table = CueTable()
    for language, groups in lexicon.data(file).items():
        for phrase in groups.get(group, ()):
            table.add(str(phrase), group, language)
    return table


def _everyday(lexicon: Lexicon) -> CueTable:
    """Which everyday things words stand for."""
    table = CueTable()
    for language, things in lexicon.data("everyday").items():
        for thing, phrases in things.items():
            for phrase in phrases:
                table.add(str(phrase), thing, language)
    return table


def _speller(
    lexicon: Lexicon, names: NameTable, plain: set[str], asking: Sequence[CueTable], others: Sequence[CueTable]
) -> Speller:
    """What puts misspelled words right: towards names and the words that ask, never from a word that is known."""
    targets = {word for table in asking for word in table.words | table.stems} | names.words
    known = plain | names.words | _every_word(lexicon)
    stems = {stem for table in (*asking, *others) for stem in table.stems}
    sounds = [file.get("sounds", {}) for file in lexicon.data("spelling").values()]
    return Speller(targets - plain, known, stems, sounds)


def _detector(lexicon: Lexicon, vocabulary: Mapping[str, Mapping[str, set[str]]]) -> LanguageDetector:
    """What tells languages apart: by their small words and fillers, and by letters that only one has."""
    own_words = {
        language: groups.get("function", set()) | groups.get("filler", set()) for language, groups in vocabulary.items()
    }
    letters = {language: str(file.get("letters", "")) for language, file in lexicon.data("language").items()}
    return LanguageDetector(own_words, letters)


def _language_names(lexicon: Lexicon) -> dict[str, str]:
    """The language that each name of one stands for, in whatever language it is named."""
    files = lexicon.data("language").items()
    return {word: language for language, file in files for word in _tokens(file.get("names", ()))}


def _superlatives(lexicon: Lexicon) -> tuple[CueTable, dict[str, Superlative]]:
    table, kinds = CueTable(), {}
    for language, entries in lexicon.data("ranking").items():
        for entry in entries:
            metric, order = entry["metric"], entry["order"]
            if metric not in set(Metric) or order not in ("asc", "desc"):
                raise KnowledgeError(f"{language}/ranking.yaml", metric, "order", f"{order!r} of {metric!r} is unknown")
            group = f"{metric} {order}"
            kinds[group] = Superlative(metric, order)
            for phrase in entry["words"]:
                table.add(phrase, group, language)
    return table, kinds


def _every_word(lexicon: Lexicon) -> set[str]:
    """Every word of every file of words, which is therefore no misspelling."""
    files = ("metrics", "intents", "scope", "ranking", "outside", "words", "numbers", "units", "ordinary", "everyday")
    contents = (content for file in files for content in lexicon.data(file).values())
    # A file at a time: to cut its thousands of phrases one by one takes ten times as long.
    return {word for content in contents for word in words_of("\n".join(strings_in(content)))} - {"\n"}


def _abbreviations(lexicon: Lexicon) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in lexicon.data("spelling").values():
        for short, meant in file.get("abbreviations", {}).items():
            found.setdefault(short, meant)
    return found


def _number_words(lexicon: Lexicon) -> dict[str, str]:
    """Numbers of one word with their digits: "cien" and "100"."""
    found = {}
    for content in lexicon.data("numbers").values():
        spelled = {**content.get("cardinals", {}), 100: content.get("hundred", ())}
        for value, phrases in spelled.items():
            cut = [words_of(phrase) for phrase in phrases]
            found.update({words[0]: str(value) for words in cut if len(words) == 1})
    return found


def _group(lexicon: Lexicon, name: str, group: str) -> set[str]:
    return {word for content in lexicon.data(name).values() for word in _tokens(content.get(group, ()))}


def _tokens(phrases: Iterable[Any]) -> Iterator[str]:
    for phrase in phrases:
        yield from words_of(str(phrase))


def _union(vocabulary: dict[str, dict[str, set[str]]], group: str) -> set[str]:
    return set().union(*(groups.get(group, set()) for groups in vocabulary.values()))
