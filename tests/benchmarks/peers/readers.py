"""How long other readers take for the same texts: texts as JSON on standard input, seconds as JSON on standard output.

None of them does the same work: pint parses one quantity and knows no sentences, so each number with its word is looked
for with a regular expression first; quantulum3 and Microsoft's recognizers find quantities in sentences. None of them
reads names, intents or conversations.
"""

import contextlib
import json
import re
import sys
import time
from collections.abc import Callable

NUMBER_AND_WORD = re.compile(r"([0-9][0-9.,]*)\s*([^\W\d_]+)")


def with_pint() -> Callable[[str, str], object]:
    import pint

    units = pint.UnitRegistry(cache_folder=":auto:")

    def read(text: str, _: str) -> object:
        found = []
        for number, word in NUMBER_AND_WORD.findall(text):
            try:
                found.append(units.Quantity(f"{number.replace(',', '').rstrip('.')} {word}"))
            except Exception:  # whatever it does not know
                found.append(None)
        return found

    return read


def with_quantulum() -> Callable[[str, str], object]:
    from quantulum3 import parser

    return lambda text, _: parser.parse(text)


def with_recognizers() -> Callable[[str, str], object]:
    from recognizers_number import recognize_number
    from recognizers_number_with_unit import recognize_currency

    cultures = {"es": "es-es", "en": "en-us"}

    def read(text: str, language: str) -> object:
        return recognize_number(text, cultures[language]), recognize_currency(text, cultures[language])

    return read


READERS = {"pint": with_pint, "quantulum3": with_quantulum, "recognizers-text": with_recognizers}


def main() -> None:
    given = json.load(sys.stdin)
    read = READERS[given["reader"]]()
    taken = []
    for _ in range(2):  # the first warms up
        taken = []
        for text, language in given["texts"]:
            begun = time.perf_counter()
            with contextlib.suppress(Exception):  # some fail on some texts; the time is theirs all the same
                read(text, language)
            taken.append(time.perf_counter() - begun)
    json.dump(taken, sys.stdout)


main()
