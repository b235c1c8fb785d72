"""`python -m tests.benchmarks`: measure, print a table, write the page and the JSON.

python -m tests.benchmarks                         everything, some ten minutes
python -m tests.benchmarks --quick                 everything, short: for a look while working
python -m tests.benchmarks --only answers start    some parts
python -m tests.benchmarks --folder docs           also write docs/benchmarks.md and docs/benchmarks.json
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.benchmarks import answers, beside, growing, starting
from tests.benchmarks.machine import described
from tests.benchmarks.peers import PeersMissingError, interpreter
from tests.benchmarks.results import Report, Section
from tests.benchmarks.telegram import STUDENTS, echo_bots
from tests.benchmarks.writing import page, table

WAYS = ("polling", "webhook")
LATENCIES = (0.0, 0.05)
Options = argparse.Namespace


def main() -> None:
    """The command line."""
    options = _options()
    report = Report(described())
    for name in options.only:
        _progress(name)
        for section in PARTS[name](options):
            report.sections.append(section)
    sys.stdout.write(table(report) + "\n")
    if options.folder is not None:
        options.folder.mkdir(exist_ok=True)
        (options.folder / "benchmarks.md").write_text(page(report), encoding="utf-8")
        data = json.dumps(report.data(), ensure_ascii=False, indent=1)
        (options.folder / "benchmarks.json").write_text(data + "\n", encoding="utf-8")


def _answers(options: Options) -> Iterable[Section]:
    return answers.measured(3 if options.quick else 9)


def _start(options: Options) -> Iterable[Section]:
    yield starting.measured(3 if options.quick else 15)


def _chart(options: Options) -> Iterable[Section]:
    yield growing.chart(3 if options.quick else 9)


def _readers(options: Options) -> Iterable[Section]:
    try:
        yield beside.readers(interpreter(), 1 if options.quick else 5)
    except PeersMissingError as error:
        yield Section("Reading beside others", "", skipped=(f"the others cannot be installed here ({error})",))


def _telegram(options: Options) -> Iterable[Section]:
    skipped: tuple[str, ...] = ()
    try:
        others = echo_bots(interpreter())
    except PeersMissingError as error:
        others, skipped = [], (f"the others cannot be installed here ({error})",)
    seconds, rounds = (2.0, 1) if options.quick else (5.0, 3)
    for way in WAYS:
        for latency in LATENCIES:
            yield beside.bots(
                others, way, latency, seconds=seconds, rounds=rounds, students=options.students, progress=_progress
            )
    if skipped:
        yield Section("Echo bots", "", skipped=skipped)


def _memory(options: Options) -> Iterable[Section]:
    _progress("memory: thousands of messages")
    yield growing.memory(1_000 if options.quick else 10_000)


PARTS: dict[str, Callable[[Options], Iterable[Section]]] = {
    "answers": _answers,
    "start": _start,
    "chart": _chart,
    "readers": _readers,
    "telegram": _telegram,
    "memory": _memory,
}


def _options() -> Options:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="short rounds, rough numbers")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--folder", type=Path, help="where to write benchmarks.md and benchmarks.json")
    parser.add_argument("--students", type=int, default=STUDENTS, help="how many write at the same time")
    return parser.parse_args()


def _progress(what: str) -> None:
    sys.stderr.write(f"… {what}\n")


if __name__ == "__main__":
    main()
