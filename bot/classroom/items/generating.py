"""Making an item: numbers drawn, the key worked out, and each wrong option by a misconception at work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from bot.classroom.items.choosing import Option, Target, are_apart, choose, target
from bot.classroom.items.drawing import Chance, Territory
from bot.classroom.items.problems import OTHER_UNITS, SLIPS, WRONG_WAYS, Problem, Wrong
from knowledge.errors import KnowledgeError
from knowledge.items import ItemBank, Template
from knowledge.placeholders import Amount, shown_amount
from knowledge.units import canonical

_ATTEMPTS, _CHOOSY = 100, 12
"""Draws that are tried, and those of them in which the key must stand where it is wanted."""

_SMALLEST, _LARGEST = 0.01, 1e6
"""Between these, values with a unit are easy to read."""

_LONG = 1e5
"""Values with a unit are right from here on only in the largest unit that fits."""

_ANY_SIZE = frozenset({"", "FLOP", "USD", "digits"})

ENERGY = ("Wh", "kWh", "MWh", "GWh")
CARBON = ("kgCO2e", "tCO2e")
WATER = ("L", "m3")
MEMORY = ("GB", "TB")
"""Units that an answer may be shown in, smallest first."""

Shown = Amount | Territory | str
"""What a text shows: a number with its unit, a country, or a name that is the same in every language."""


@dataclass(frozen=True)
class Draft:
    """What a generator drew: the problem, the units its answer may be shown in, and what else the texts show.

    `wrong` are the misconceptions that do something of their own here, each in one way or several. `digits` are the
    significant digits of options (by default those of `knowledge.placeholders.rounded`); `whole`: options are whole
    numbers. Wrong results below `smallest` would give themselves away.
    """

    problem: Problem
    units: tuple[str, ...] = ("",)
    shown: Mapping[str, Shown] = field(default_factory=dict)
    wrong: Mapping[str, Wrong | tuple[Wrong, ...]] = field(default_factory=dict)
    digits: int | None = None
    whole: bool = False
    smallest: float = 1


@dataclass(frozen=True)
class GeneratedItem:
    """An item without a language. `shown` is what its texts show, by name; options are in order of size."""

    template: Template
    seed: int
    shown: Mapping[str, Shown]
    options: tuple[Option, ...]
    sources: tuple[str, ...]

    @property
    def key(self) -> int:
        """The index of the right option."""
        return next(index for index, option in enumerate(self.options) if option.misconception is None)


Generator = Callable[[Chance], Draft]


def generate(bank: ItemBank, template_id: str, seed: int) -> GeneratedItem:
    """The item of a template and a seed, always the same one.

    Raises UnknownIdError for a template that is not on file, and KnowledgeError where what is on file yields too few
    options that differ.
    """
    template = bank.template(template_id)
    make = generators()[template_id]
    wanted = target(Chance(f"{template_id}:{seed}", bank.knowledge))
    for attempt in range(_ATTEMPTS):
        chance = Chance(f"{template_id}:{seed}:{attempt}", bank.knowledge)
        draft = make(chance)
        choices = (wanted, wanted.fewer()) if attempt < _CHOOSY else (None,)
        options = _options(bank, template, draft, choices, chance)
        if options is not None:
            key = next(option.amount for option in options if option.misconception is None)
            return GeneratedItem(
                template=template,
                seed=seed,
                shown={**draft.problem.given, **draft.shown, "answer": key},
                options=options,
                sources=tuple(dict.fromkeys([*template.sources, *chance.sources])),
            )
    raise KnowledgeError("generated.yaml", template_id, "misconceptions", "too few options that differ")


@cache
def generators() -> Mapping[str, Generator]:
    """Every generator by the id of its template."""
    from bot.classroom.items.generators import carbon_and_water, compute, energy, money, numbers, serving

    modules = (compute, serving, energy, carbon_and_water, money, numbers)
    return {name: make for module in modules for name, make in module.GENERATORS.items()}


def _options(
    bank: ItemBank, template: Template, draft: Draft, choices: tuple[Target | None, ...], chance: Chance
) -> tuple[Option, ...] | None:
    """The key and its wrong options, in order of size, by the first choice that can be had; None where none can."""
    value = draft.problem.answer()
    key = Option(_shown(value, chance.one_of(*_fitting(value, draft.units)), draft.digits))
    if not _is_readable(key.amount, draft, _SMALLEST):
        return None
    plain = [option for option in _plain(template, draft, key.amount.unit) if are_apart(option.amount, key.amount)]
    twins = [twin for option in (key, *plain) for twin in _twins(bank, template, draft, option)]
    found = (choose(key, plain, twins, wanted, chance) for wanted in choices)
    return next((options for options in found if options is not None), None)


def _plain(template: Template, draft: Draft, unit: str) -> Iterator[Option]:
    """A readable wrong option for each way in which a misconception calculates."""
    for name in template.misconceptions:
        if name in draft.wrong or name in WRONG_WAYS:
            ways = draft.wrong.get(name) or WRONG_WAYS[name]
            for way in ways if isinstance(ways, tuple) else (ways,):
                amount = _shown(way(draft.problem), unit, draft.digits)
                if _is_readable(amount, draft, draft.smallest):
                    yield Option(amount, name)


def _twins(bank: ItemBank, template: Template, draft: Draft, of: Option) -> Iterator[Option]:
    """What becomes of an option by the misconceptions that keep its digits."""
    if of.amount.value == 1:
        return  # Who finds that nothing changes has no decimal point to move.
    besides = {}
    if of.misconception is not None:
        besides = {language: text.name for language, text in bank.misconceptions[of.misconception].items()}
    for name in template.misconceptions:
        if name in draft.wrong:
            continue
        amounts = [
            *(_times(of.amount, times, draft.digits) for times in SLIPS.get(name, ())),
            *(Amount(of.amount.value, units[of.amount.unit]) for units in (OTHER_UNITS.get(name),) if units),
        ]
        for amount in amounts:
            if _is_readable(amount, draft, draft.smallest):
                yield Option(amount, name, twin_of=of, besides=besides)


def _times(amount: Amount, times: float, digits: int | None) -> Amount:
    return shown_amount(amount.value * times, amount.unit, digits)


def _fitting(value: float, units: tuple[str, ...]) -> tuple[str, ...]:
    """The units that a value reads well in: the largest one that leaves at least one, and the one below it.

    That it is not always the largest keeps the key from always being the shortest number.
    """
    fitting = [unit for unit in units if value >= _size(unit)] or [units[0]]
    return tuple(unit for unit in fitting[-2:] if unit == fitting[-1] or value / _size(unit) < _LONG)


def _shown(value: float, unit: str, digits: int | None) -> Amount:
    """A value in its canonical unit as it is shown in another."""
    return shown_amount(value / _size(unit), unit, digits)


def _size(unit: str) -> float:
    return 1.0 if unit in _ANY_SIZE else canonical(1, unit)


def _is_readable(amount: Amount, draft: Draft, smallest: float) -> bool:
    if draft.whole and not float(amount.value).is_integer():
        return False
    return amount.value >= smallest and (amount.unit in _ANY_SIZE or amount.value < _LARGEST)
