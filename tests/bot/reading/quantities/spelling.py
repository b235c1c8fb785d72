"""Whole numbers in Spanish and English words, to be read back: the rules of each language, for the tests."""

from __future__ import annotations

_SPANISH = (
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
    "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno",
    "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho",
    "veintinueve",
)  # fmt: skip
_SPANISH_TENS = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_SPANISH_HUNDREDS = (
    "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos",
    "ochocientos", "novecientos",
)  # fmt: skip
_ENGLISH = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_ENGLISH_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spanish(number: int) -> str:
    """A number below 10^18: long scale, "millón" with its plural, "un" before a scale."""
    if number < 30:
        return _SPANISH[number]
    if number < 100:
        tens = _SPANISH_TENS[number // 10 - 3]
        return f"{tens} y {_SPANISH[number % 10]}" if number % 10 else tens
    if number < 1000:
        if number == 100:
            return "cien"
        hundreds = _SPANISH_HUNDREDS[number // 100 - 1]
        return f"{hundreds} {spanish(number % 100)}" if number % 100 else hundreds
    for scale, one, many in ((10**12, "un billón", "billones"), (10**6, "un millón", "millones"), (1000, "mil", "mil")):
        if number >= scale:
            count, rest = divmod(number, scale)
            head = one if count == 1 else f"{_before_a_noun(spanish(count))} {many}"
            return f"{head} {spanish(rest)}" if rest else head
    raise AssertionError(number)


def _before_a_noun(words: str) -> str:
    if words.endswith("veintiuno"):
        return words.removesuffix("uno") + "ún"
    return words.removesuffix("o") if words.endswith(" uno") or words == "uno" else words


def english(number: int) -> str:
    """A number below 10^15: hyphens in tens, "and" behind hundreds."""
    if number < 20:
        return _ENGLISH[number]
    if number < 100:
        tens = _ENGLISH_TENS[number // 10 - 2]
        return f"{tens}-{_ENGLISH[number % 10]}" if number % 10 else tens
    for scale, name in (
        (10**12, "trillion"),
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if number >= scale:
            count, rest = divmod(number, scale)
            link = " and " if scale == 100 else " "
            return f"{english(count)} {name}{link}{english(rest)}" if rest else f"{english(count)} {name}"
    raise AssertionError(number)
