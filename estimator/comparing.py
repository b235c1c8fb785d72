"""How many times one figure is another, where both may rest on the same uncertain parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from estimator.estimates import Estimate, Factor, product
from knowledge.figures import Figure


def times(one: Figure, other: Figure) -> Estimate:
    """One positive figure over another; a part of both, such as the load that both assume, widens nothing.

    Parts are the same where they have the same name and figure and count with the same power. What a `Dependence`
    takes off an interval is not taken off here, so that the result is rather too wide than too narrow.
    """
    above, below = Counter(_parts(one)), Counter(_parts(other))
    shared = above & below
    left = [part._replace(power=part.power * count) for part, count in (above - shared).items()]
    right = [part._replace(power=-part.power * count) for part, count in (below - shared).items()]
    return product("", *left, *right)


def _parts(figure: Figure, name: str = "", power: float = 1) -> Iterator[Factor]:
    """The parts of a product that are no products themselves, with their powers in the whole."""
    if isinstance(figure, Estimate) and figure.operation == "product":
        for factor in figure.factors:
            yield from _parts(factor.figure, factor.name, power * factor.power)
    else:
        yield Factor(name, figure, power)
