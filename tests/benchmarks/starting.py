"""From the start of a process to its first answer."""

from __future__ import annotations

import subprocess
import sys
import time

from tests.benchmarks.processes import environment
from tests.benchmarks.results import Section
from tests.benchmarks.timing import Samples

ABOUT = (
    "A new process each time; compiled modules and copies of the data are there, as from the second start on. "
    "`python -c pass` is what an empty process takes here. `cuesta ask` is measured until it has ended."
)
QUESTION = "costo de 512 A100 por un mes"


def measured(times: int = 7) -> Section:
    """Starting `cuesta ask` and an empty process, in turns."""
    empty, ask, version = [], [], []
    _seconds("-m", "bot", "ask", QUESTION)
    for _ in range(times):
        empty.append(_seconds("-c", "pass"))
        version.append(_seconds("-m", "bot", "--version"))
        ask.append(_seconds("-m", "bot", "ask", QUESTION))
    measures = [
        Samples(tuple(empty)).measures("an empty process")[0],
        Samples(tuple(version)).measures("cuesta --version")[0],
        Samples(tuple(ask)).measures("cuesta ask", 700.0)[0],
    ]
    return Section("Starting", ABOUT, tuple(measures))


def _seconds(*arguments: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment(LANG="es_EC"))
    return time.perf_counter() - begun
