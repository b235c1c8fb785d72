"""Making an item: numbers drawn, the key worked out, and each wrong option by a misconception at work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from bot.classroom.items.drawing import Chance, Territory
from bot.classroom.items.problems import OTHER_UNITS, WRONG_WAYS, Problem, Wrong, slips
from knowledge.errors import KnowledgeError
from knowledge.items import ItemBank, Template
from knowledge.placeholders import Amount, rounded
from knowledge.units import canonical

FEWEST_WRONG = 2
_WRONG = (2, 3, 3)
"""How many wrong options an item has: mostly three. That they vary keeps the key from always standing at one place."""

_ATTEMPTS = 100
_APART = 1.09
"""Two options of one unit must differ by this factor at least, so that rounding on the way cannot decide."""

_SMALLEST, _LARGEST = 0.01, 1e6
"""Between these, values with a unit are easy to read."""

_SLIP = "off-by-1000"
_TIMES = 1000.0
"""A misconception that goes wrong in either direction: the one is taken that leaves a value one could believe."""

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

    `wrong` are the misconceptions that do something of their own here. `digits` are the significant digits of options
    (by default those of `knowledge.placeholders.rounded`); `whole`: options are whole numbers. Wrong results below
    `smallest` would give themselves away.
    """

    problem: Problem
    units: tuple[str, ...] = ("",)
    shown: Mapping[str, Shown] = field(default_factory=dict)
    wrong: Mapping[str, Wrong] = field(default_factory=dict)
    digits: int | None = None
    whole: bool = False
    smallest: float = 0.1


@dataclass(frozen=True)
class Option:
    """A value on offer; `misconception` is None where it is the right one."""

    amount: Amount
    misconception: str | None = None


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
    for attempt in range(_ATTEMPTS):
        chance = Chance(f"{template_id}:{seed}:{attempt}", bank.knowledge)
        draft = make(chance)
        options = _options(template, draft, chance)
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


def _options(template: Template, draft: Draft, chance: Chance) -> tuple[Option, ...] | None:
    """The key and its wrong options, in order of size; None where too few of them are apart."""
    key = Option(_shown(draft.problem.answer(), draft.units, draft.digits))
    if not _is_readable(key.amount, draft, _SMALLEST):
        return None
    apart = [key]
    for option in _wrong_options(template, draft, key.amount, chance):
        if all(_are_apart(option.amount, other.amount) for other in apart):
            apart.append(option)
    if len(apart) <= FEWEST_WRONG:
        return None
    chosen = [key, *chance.some_of(apart[1:], chance.one_of(*_WRONG))]
    return tuple(sorted(chosen, key=lambda option: (option.amount.value, option.misconception is not None)))


def _wrong_options(template: Template, draft: Draft, key: Amount, chance: Chance) -> Iterator[Option]:
    """A readable wrong option for each misconception that yields one."""
    for name in template.misconceptions:
        if name in draft.wrong:
            ways = [draft.wrong[name]]
        elif name in OTHER_UNITS:
            yield Option(Amount(key.value, OTHER_UNITS[name][key.unit]), name)
            continue
        else:
            ways = [slips(_TIMES), slips(1 / _TIMES)] if name == _SLIP else [WRONG_WAYS[name]]
        amounts = [_shown(wrong(draft.problem), (key.unit,), draft.digits) for wrong in ways]
        readable = [amount for amount in amounts if _is_readable(amount, draft, draft.smallest)]
        if readable:
            yield Option(chance.one_of(*readable), name)


def _shown(value: float, units: tuple[str, ...], digits: int | None) -> Amount:
    """A value in canonical units as it is shown: in the largest of the units that leaves at least one."""
    fitting = [unit for unit in units if value >= _size(unit)] or [units[0]]
    return Amount(rounded(value / _size(fitting[-1]), digits), fitting[-1])


def _size(unit: str) -> float:
    return 1.0 if unit in _ANY_SIZE else canonical(1, unit)


def _is_readable(amount: Amount, draft: Draft, smallest: float) -> bool:
    if draft.whole and not float(amount.value).is_integer():
        return False
    return amount.value >= smallest and (amount.unit in _ANY_SIZE or amount.value < _LARGEST)


def _are_apart(one: Amount, other: Amount) -> bool:
    smaller, larger = sorted((one.value, other.value))
    return one.unit != other.unit or larger / smaller >= _APART
