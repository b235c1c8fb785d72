"""Reading beside other readers, and the bot beside bare echo bots: ratios within one run, in turns."""

from __future__ import annotations

import itertools
import json
import statistics
import subprocess
from collections.abc import Callable

from bot.reading.reader import default_reader
from tests.benchmarks.peers import HERE as PEERS
from tests.benchmarks.results import Measure, Section
from tests.benchmarks.telegram import CUESTA, CUESTA_IN_CLASS, Bot, Load, load
from tests.benchmarks.texts import LANGUAGES, messages, questions_of
from tests.benchmarks.timing import each, ratio

READERS = ("pint", "quantulum3", "recognizers-text")
READERS_ABOUT = (
    "The same questions, read by Cuesta (quantities, names, what is asked, conversation) and by libraries that read "
    "quantities alone: Pint for each number with the word after it, quantulum3, and Microsoft's recognizers for "
    "numbers and money. In turns; the ratio is the median of {rounds} rounds. Below 1: Cuesta is faster."
)
BOTS_ABOUT = (
    "{students} students write, each again as soon as the answer before has come: a question drawn from those of the "
    "tests of reading, {texts} different ones, or from 100 of them. Cuesta reads, works out and says full answers, and "
    "keeps updates, conversations and answers in SQLite; the echo bots send back what they are told, everything as "
    "their library has it by default. Over HTTP to a local server that answers after the time given; in turns, "
    "{seconds:g} s a turn, {rounds} rounds; ratios are medians of rounds. Processor time is the bot's own."
)
Progress = Callable[[str], None]


def readers(interpreter: str, rounds: int = 3, most: int = 120) -> Section:
    """Cuesta's reading beside other libraries'."""
    per_language = most // len(LANGUAGES)
    texts = [(text, language) for language in LANGUAGES for text in questions_of(language)[:per_language]]
    read = default_reader().read
    ours: list[float] = []
    theirs: dict[str, list[float]] = {name: [] for name in READERS}
    for _ in range(rounds):
        ours.append(each(lambda pair: read(pair[0]), texts, 3).median)
        for name, medians in theirs.items():
            given = json.dumps({"reader": name, "texts": texts})
            command = [interpreter, str(PEERS / "readers.py")]
            done = subprocess.run(command, input=given, capture_output=True, check=True, text=True)
            medians.append(statistics.median(json.loads(done.stdout)))
    measures = [Measure("Cuesta, median", 1e3 * statistics.median(ours), "ms")]
    for name, medians in theirs.items():
        measures.append(Measure(f"{name}, median", 1e3 * statistics.median(medians), "ms"))
        measures.append(Measure(f"Cuesta / {name}", ratio(ours, medians), "times"))
    return Section("Reading beside others", READERS_ABOUT.format(rounds=rounds), tuple(measures))


def bots(
    others: list[Bot], way: str, latency: float, *, seconds: float, rounds: int, students: int, progress: Progress
) -> Section:
    """Cuesta beside echo bots, one way of receiving and one latency."""
    ours = (CUESTA, CUESTA_IN_CLASS)
    loads: dict[str, list[Load]] = {bot.name: [] for bot in (*others, *ours)}
    for number in range(rounds):
        for bot in (*others, *ours):
            progress(f"{bot.name}, {way}, {1e3 * latency:g} ms, round {number + 1}")
            loads[bot.name].append(load(bot, way=way, latency=latency, seconds=seconds, students=students))
    measures = [measure for name, ran in loads.items() for measure in _measures(name, ran)]
    rates = {name: [one.rate for one in ran] for name, ran in loads.items()}
    for bot, other in itertools.product(ours, others):
        wanted = (25.0 if latency else 2.0) if "telegram-bot" in other.name else None
        title = f"{bot.name} / {other.name}, answers a second"
        measures.append(Measure(title, ratio(rates[bot.name], rates[other.name]), "times", None, wanted))
    about = BOTS_ABOUT.format(students=students, texts=len(messages()), seconds=seconds, rounds=rounds)
    return Section(f"On Telegram by {way}, {1e3 * latency:g} ms latency", about, tuple(measures))


def _measures(name: str, ran: list[Load]) -> list[Measure]:
    def middle(what: Callable[[Load], float | None]) -> float | None:
        values = [value for load in ran if (value := what(load)) is not None]
        return statistics.median(values) if values else None

    rows = [
        (f"{name}: answers a second", middle(lambda load: load.rate), ""),
        (f"{name}: wait of a student, median", middle(lambda load: 1e3 * load.median), "ms"),
        (f"{name}: wait of a student, p99", middle(lambda load: 1e3 * load.p99), "ms"),
        (f"{name}: processor time an answer", middle(lambda load: load.processor_ms), "ms"),
    ]
    return [Measure(title, value, unit) for title, value, unit in rows if value is not None]
