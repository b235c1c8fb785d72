"""What the bot uses: memory as messages go by, the time of its first answer, and a chart."""

from __future__ import annotations

import time

from bot.assistant import Assistant
from bot.replying.charts import draw
from tests.benchmarks.results import Measure, Section
from tests.benchmarks.telegram import CUESTA, load
from tests.benchmarks.timing import Samples, each

MEMORY_ABOUT = (
    "The bot's process, by polling: from its start to its first answer on Telegram, and the memory it has resident "
    "after so many messages."
)
CHART_ABOUT = "The picture of a comparison. The first one also loads the library that draws."
QUESTION = "compara A100, H100 y B200 en precio de alquiler"


def memory(messages: int = 10_000) -> Section:
    """The bot as a process over many messages."""
    short = load(CUESTA, seconds=1, warm_up=0.2)
    ran = load(CUESTA, seconds=900, messages=messages)
    measures = [Measure("first answer on Telegram", 1e3 * min(short.first_answer, ran.first_answer), "ms", 1000.0)]
    if short.resident_mib is not None and ran.resident_mib is not None:
        measures += [
            Measure(f"memory after {short.answered} messages", short.resident_mib, "MiB"),
            Measure(f"memory after {messages} messages", ran.resident_mib, "MiB", 110.0),
        ]
    return Section("The bot's process", MEMORY_ABOUT, tuple(measures))


def chart(rounds: int = 5) -> Section:
    """Drawing a chart."""
    described = Assistant().ask(QUESTION).reply.chart
    if described is None:
        return Section("A chart", CHART_ABOUT, skipped=(f"“{QUESTION}” has no chart",))
    begun = time.perf_counter()
    draw(described)
    first = Samples((time.perf_counter() - begun,))
    later = each(draw, [described], rounds)
    measures = (*first.measures("the first")[:1], *later.measures("a later one")[:1])
    return Section("A chart", CHART_ABOUT, measures)
