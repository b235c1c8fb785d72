"""Numbers in digits, by their shape alone, whatever the language.

"8,000" and "8.000" are eight thousand, "1,5" and "1.5" one and a half, "0,125" an eighth: a separator groups thousands
where exactly three digits follow it and one to three digits, not beginning with zero, stand before it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.reading.quantities.sentence import WALL, Sentence

MOST_DIGITS = 40
"""Longer runs of digits are no quantity of anything; what is left stays far inside a float."""
LARGEST_EXPONENT = 36
"""No quantity that anybody asks for is greater; beyond it a number is unusable."""
_TEN, _PLAIN = 10.0, 1e15
_LARGEST_BASE = 1e6
_FRACTION_DENOMINATORS = frozenset({"2", "3", "4", "5", "6", "8", "10", "12", "16", "100"})
_SEPARATOR = re.compile(r"[.,'_]")


def digits_value(text: str) -> float | None:
    """The number that a digit token stands for; None where its shape is a version, a list or a date ("1.5.2").

    Raises OverflowError beyond MOST_DIGITS digits.
    """
    if text.isdigit() and len(text) <= MOST_DIGITS:
        return float(text)
    parts = _SEPARATOR.split(text)
    if sum(map(len, parts)) > MOST_DIGITS:
        raise OverflowError
    separators = [character for character in text if not character.isdigit()]
    if len(parts) == 2:
        return _two_parts(parts[0], parts[1], separators[0])
    return _many_parts(parts, separators)


def _two_parts(before: str, after: str, separator: str) -> float | None:
    if before and len(after) == 3 and len(before) <= 3 and before[0] != "0":
        return float(before + after)
    if separator in "'_":
        return None
    return float(f"{before or 0}.{after}")


def _many_parts(parts: list[str], separators: list[str]) -> float | None:
    groups_of_three = all(len(part) == 3 for part in parts[1:])
    if not 1 <= len(parts[0]) <= 3 or parts[0][0] == "0":
        return None
    alike = len(set(separators)) == 1
    if groups_of_three and (alike or separators[0] == "'"):  # 1'500.000 marks millions by an apostrophe
        return float("".join(parts))
    if alike:
        indian = separators[0] == "," and len(parts[-1]) == 3 and all(len(part) == 2 for part in parts[1:-1])
        return float("".join(parts)) if indian else None
    whole, last = parts[:-1], separators[-1]
    if last in ".," and last not in separators[:-1] and all(len(part) == 3 for part in whole[1:]):
        return float(f"{''.join(whole)}.{parts[-1]}")
    return None


def as_decimal(text: str, number: float, highest: float) -> float:
    """The number with its separator as a decimal point, where by its shape it is beyond anything it can be.

    "PUE 1.250" and "$0.095, $1.125 per kWh" have thousands by their shape, which no PUE and no tariff has.
    """
    decimal = text.replace(",", ".")
    odd = number > highest and decimal.count(".") == 1 and decimal.replace(".", "").isdigit()
    return float(decimal) if odd else number


class DigitNumber(NamedTuple):
    """A number in digits and the token after it. `value` is None where it is too large to use.

    `plain`: one run of digits and nothing else. `raised`: written as a power or with an exponent.
    """

    value: float | None
    end: int
    plain: bool
    raised: bool


def read_digits(sentence: Sentence, start: int) -> DigitNumber | None:
    """Digits with all that belongs to them: groups apart, an exponent, a power, a fraction. None where none count."""
    text = sentence.words[start]
    try:
        value = digits_value(text)
    except OverflowError:
        return DigitNumber(None, start + 1, False, False)
    if value is None:
        return None
    end = start + 1
    plain = text.isdigit()
    if plain and len(text) <= 3 and text[0] != "0":
        value, end = _groups_apart(sentence, text, end)
    raised = _with_exponent(sentence, text, value, end)
    if raised is not None:
        return raised
    if plain and end == start + 1:
        value, end = _with_fraction(sentence, text, value, end)
    return DigitNumber(value, end, plain and end == start + 1, False)


def _groups_apart(sentence: Sentence, text: str, at: int) -> tuple[float, int]:
    """As in "1 000 000", "1 234,56": groups of three set apart by one space."""
    tokens, digits = sentence.text.tokens, text
    while sentence.numbers[at] and not sentence.joined[at] and len(digits) < MOST_DIGITS:
        group = sentence.words[at]
        if tokens[at].start != tokens[at - 1].end + 1 or len(group) < 3 or not group[:3].isdigit():
            break
        decimals = group[4:]
        if len(group) > 3 and (group[3] not in ".," or not decimals.isdigit() or len(decimals) > 2):
            break
        digits += group.replace(",", ".")
        at += 1
        if decimals:
            break
    return float(digits), at


def _with_exponent(sentence: Sentence, text: str, value: float, at: int) -> DigitNumber | None:
    """As in "3e23", "10^24", "10**24", "10 a la 24", "6.3 x 10^23"; "1,001E3" has decimals, whatever their shape."""
    words, joined = sentence.words, sentence.joined
    if words[at] == "e" and joined[at] and joined[at + 1]:
        return read_exponent(sentence, _mantissa(text, value), 10.0, at + 1)
    power = power_length(sentence, at)
    if power:
        return read_exponent(sentence, 1.0, value, at + power)
    mark = sentence.mark(at, "times")
    times = mark.length if mark else int(words[at] in ("x", "*"))
    if times and words[at + times] == "10":
        power = power_length(sentence, at + times + 1)
        return read_exponent(sentence, _mantissa(text, value), 10.0, at + times + 1 + power) if power else None
    return None


def _mantissa(text: str, value: float) -> float:
    decimal = text.replace(",", ".")
    return float(decimal) if decimal.count(".") == 1 and decimal.replace(".", "").isdigit() else value


def power_length(sentence: Sentence, at: int) -> int:
    """How many tokens from here say "to the power of"; words say so only behind a 10 or a 2."""
    words = sentence.words
    if words[at] == "^":
        return 2 if words[at + 1] in ("{", "(") else 1
    if words[at] == "*" and words[at + 1] == "*":
        return 2
    mark = sentence.mark(at, "powers")
    return mark.length if mark and words[at - 1] in ("10", "2") else 0


def read_exponent(sentence: Sentence, factor: float, base: float, at: int) -> DigitNumber | None:
    """Read factor × base^exponent, the exponent's sign and digits beginning at `at`; None where none stands there."""
    words = sentence.words
    signed = 1 if words[at] in ("+", "-") else 0
    if not sentence.numbers[at + signed]:
        return None
    digits = words[at + signed]
    end = at + signed + 1
    if words[end] in ("}", ")") and words[at - 1] in ("{", "("):
        end += 1
    while sentence.words[end] == "^" and end < sentence.size:  # a tower of powers is no number of anything
        digits, end = "", end + (1 if words[end + 1] == WALL else 2)
    exponent = int(digits) if digits.isdigit() and len(digits) <= 4 else LARGEST_EXPONENT + 1
    if exponent > LARGEST_EXPONENT or base > _LARGEST_BASE:
        return DigitNumber(None, end, False, True)
    if words[at] == "-":
        exponent = -exponent
    if base == 0:
        return DigitNumber(0.0, end, False, True)
    # As a literal, because 10.0 ** 23 is not 1e23.
    value = float(f"{factor!r}e{exponent}") if base == _TEN and abs(factor) < _PLAIN else factor * float(base**exponent)
    return DigitNumber(value, end, False, True)


def _with_fraction(sentence: Sentence, text: str, value: float, at: int) -> tuple[float, int]:
    """As in "3/4" and "2 1/2"; anything else with a slash is no fraction."""
    words, joined = sentence.words, sentence.joined
    if words[at] == "/" and joined[at]:
        above, slash, whole = text, at, 0.0
    elif sentence.numbers[at] and not joined[at] and words[at + 1] == "/" and joined[at + 1]:
        above, slash, whole = words[at], at + 1, value
    else:
        return value, at
    below = words[slash + 1]
    if not joined[slash + 1] or below not in _FRACTION_DENOMINATORS or words[slash + 2] == "/":
        return value, at
    if not above.isdigit() or len(above) > 3 or not 0 < int(above) < int(below):
        return value, at
    return whole + int(above) / int(below), slash + 2
