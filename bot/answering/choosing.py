"""Which accelerator to take: the one that needs the fewest, and of those the one that costs least."""

from __future__ import annotations

from estimator import memory
from knowledge.base import Knowledge
from knowledge.entries import Accelerator
from knowledge.figures import Figure


def choices(knowledge: Knowledge, needed: Figure) -> list[Accelerator]:
    """The accelerators that can be bought and of which the fewest hold so much memory (GB), the cheapest first."""
    ranked = []
    for accelerator in knowledge.accelerators.values():
        held, price = accelerator.figure("memory"), accelerator.figure("purchase_cost")
        if accelerator.sold and held is not None and price is not None:
            count = memory.minimum_count(memory=needed, accelerator_memory=held).central
            ranked.append((count, price.central, accelerator.id))
    fewest = min((count for count, *_ in ranked), default=0.0)
    return [knowledge.accelerators[one] for count, _, one in sorted(ranked) if count == fewest]
