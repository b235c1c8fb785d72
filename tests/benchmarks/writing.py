"""A run as a table in the terminal and as a page of the documentation."""

from __future__ import annotations

from tests.benchmarks.results import Measure, Report

_HEAD = """# Benchmarks

<!-- Written by `make bench`; changes made by hand are lost with the next run. -->

Absolute times tell about the machine; what tells about Cuesta are the ratios, each measured in one run, in turns. The
same numbers as data: [benchmarks.json](benchmarks.json). Run it yourself with `make bench`; it takes some minutes and
wants the machine for itself.
"""


def table(report: Report) -> str:
    """Lines for the terminal."""
    width = max((len(measure.name) for section in report.sections for measure in section.measures), default=0)
    lines = []
    for section in report.sections:
        lines += ["", section.title]
        for measure in section.measures:
            wanted = f"   {_wanted(measure)}: {_reached(measure)}" if _wanted(measure) else ""
            lines.append(f"  {measure.name:<{width}}  {_shown(measure.value):>9} {measure.unit:<5}{wanted}".rstrip())
        lines += [f"  left out: {reason}" for reason in section.skipped]
    return "\n".join(lines[1:])


def page(report: Report) -> str:
    """The page of the documentation."""
    lines = [_HEAD, "## The machine", "", "| | |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in report.machine.items()]
    for section in report.sections:
        lines += ["", f"## {section.title}", "", section.about, ""]
        if section.measures:
            lines += ["| | | goal | reached |", "|---|--:|--:|---|"]
        for measure in section.measures:
            value = f"{_shown(measure.value)} {measure.unit}".strip()
            lines.append(f"| {measure.name} | {value} | {_wanted(measure)} | {_reached(measure)} |")
        lines += [f"Left out: {reason}." for reason in section.skipped]
    return "\n".join(lines) + "\n"


def _shown(value: float) -> str:
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _wanted(measure: Measure) -> str:
    if measure.at_most is not None:
        return f"≤ {_shown(measure.at_most)}"
    return "" if measure.at_least is None else f"≥ {_shown(measure.at_least)}"


def _reached(measure: Measure) -> str:
    return {None: "", True: "yes", False: "no"}[measure.is_reached]
