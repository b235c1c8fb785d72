"""`python -m knowledge`: check the data and say what it covers, lacks and rests on."""

from __future__ import annotations

import argparse
import datetime
import sys

from knowledge import item_coverage
from knowledge.base import load
from knowledge.coverage import lines, report
from knowledge.errors import KnowledgeError
from knowledge.items import load_items


def main(arguments: list[str] | None = None) -> int:
    """Print the report. Exit status 1 where the data cannot be loaded or a required id is missing."""
    parser = argparse.ArgumentParser(prog="python -m knowledge", description=__doc__)
    parser.add_argument("--stale-months", type=int, default=24, help="prices older than this are stale (default 24)")
    options = parser.parse_args(arguments)
    try:
        found = report(load(), datetime.datetime.now(tz=datetime.UTC).date(), options.stale_months)
        items = load_items()
    except KnowledgeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.writelines(f"{line}\n" for line in (*lines(found), *item_coverage.lines(items)))
    return 0 if found.is_complete else 1


if __name__ == "__main__":
    sys.exit(main())
