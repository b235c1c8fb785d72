"""Which intent a message has: evidence with weights, summed for each intent; the highest sum wins by a margin.

The weights are set by hand, in halves, and read as sentences: "a number of accelerators speaks for hardware by 3 and
against fact by 2". Every sum keeps its parts, so that a reading can say why its winner won.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bot.reading.features.gathering import Facts

THRESHOLD = 2.5
"""What the best intent must reach; below it the message is not understood."""
MARGIN = 0.5
"""By how much the best must lead; within it the assistant asks which was meant."""

WEIGHTS: Mapping[str, Mapping[str, float]] = {
    # names
    "accelerator": {"hardware": 1.5, "fact": 0.5, "definition": -3, "ranking": -4, "conversion": -4, "help": -3},
    "model": {"fact": 0.5, "usage": 0.5, "hardware": -6, "definition": -3, "ranking": -4, "conversion": -4, "help": -3},
    "one name": {"fact": 2.5},
    "several accelerators": {"comparison": 4.5, "hardware": -3, "fact": -2},
    "several models": {"comparison": 4.5, "fact": -2, "usage": -2, "training": -2},
    "no name": {"fact": -6, "comparison": -6},
    # scenarios
    "accelerator in a scenario": {"hardware": 2, "fact": -1},
    "accelerators of no name in a scenario": {"hardware": 3},
    "count": {"hardware": 2, "fact": -2, "definition": -2},
    "duration": {"hardware": 1, "fact": -1.5, "definition": -2, "help": -2},
    "budget": {"hardware": 1.5, "fact": -2, "definition": -2},
    "price given": {"hardware": 1, "fact": -2},
    "accelerator hours": {"hardware": 2, "fact": -2},
    "hours per day": {"hardware": 1},
    "power given": {"hardware": 0.5},
    "pue": {"fact": -1},
    "utilization": {"fact": -1},
    "rent word": {"hardware": 0.5},
    "budget to rent with": {"hardware": 1},
    "buy word": {"hardware": 0.5},
    # training
    "train word": {"training": 1.5, "usage": -1},
    "model trained in a scenario": {"training": 5, "hardware": -2, "fact": -2},
    "training in a scenario": {"training": 3, "hardware": -2.5},
    "training of a model": {"fact": 1},
    "parameters": {"training": 2, "hardware": -3, "fact": -2, "usage": 0.5},
    "parameters and tokens": {"training": 3, "usage": -1},
    "data for a described model": {"training": 3},
    "compute to spend": {"training": 1.5, "ranking": -3},
    "used word": {"fact": 0.5, "training": -1.5},
    "compute": {"training": 3, "hardware": -4, "fact": -2},
    "tokens": {"training": 1, "hardware": -2, "fact": -2},
    # use
    "requests": {"usage": 5, "fact": -3, "hardware": -4, "training": -3},
    "times of a model": {"usage": 4, "fact": -3},
    "used by a model": {"fact": 3, "training": -4},
    "enough for a model": {"usage": 4, "training": -2},
    "accelerators compared": {"comparison": 6, "training": -1},
    "people": {"usage": 0.5},
    "tokens of a model": {"usage": 5, "training": -1},
    "tokens in and out": {"usage": 2, "training": -2},
    "serving a model": {"usage": 4, "hardware": -2, "training": -2, "fact": -1},
    "using a model": {"usage": 3},
    "people who use a model": {"usage": 3, "fact": -2},
    "people to serve": {"usage": 5, "fact": -3, "hardware": -3},
    "speed of a model": {"usage": 5, "training": -2, "fact": -1},
    "memory of a model": {"usage": 4.5, "fact": -1},
    "model on accelerators": {"training": 3.5, "usage": 0.5, "fact": -1},
    "budget for a model": {"usage": 4.5},
    # comparing and ranking
    "compare word": {"comparison": 1, "conversion": 0.5},
    "saving word": {"comparison": 1},
    "superlative": {"ranking": 2.5, "comparison": 0.5},
    "rank word": {"ranking": 2},
    "bound": {"ranking": 2.5},
    "more word": {"ranking": 1.5},
    "less word": {"ranking": 1.5},
    "choose word": {"ranking": 0.5},
    "things in general": {"ranking": 1.5},
    "things asked about": {"ranking": 2.5},
    "training in general": {"training": 4},
    "buying or renting in general": {"hardware": 5},
    "things in order": {"ranking": 0.5, "definition": -2},
    "models of a maker": {"ranking": 3},
    "things of a year": {"ranking": 2.5},
    "ranked things": {"ranking": 4, "hardware": -3},
    # terms
    "term": {"definition": 1.5},
    "term to define": {"help": -2},
    "something else to define": {"definition": -3},
    "several terms": {"definition": 0.5},
    "define word": {"definition": 2},
    "what_is word": {"definition": 2},
    "difference word": {"definition": 1},
    "wants more than terms": {"definition": -2},
    # facts
    "about word": {"fact": 1},
    "wants": {"fact": 0.5},
    "wants a fact": {"fact": 1},
    # conversion
    "number beside terms": {"definition": -4},
    "quantity and unit": {"conversion": 4},
    "energy and a mass": {"conversion": 4},
    "quantity in everyday terms": {"conversion": 4},
    "quantity to convert": {"conversion": 2.5},
    "power over a time": {"conversion": 5},
    "power and energy": {"conversion": 4},
    # audit
    "audit word": {"audit": 1.5},
    "table word": {"audit": 1},
    "check of a model or table": {"audit": 3.5},
    "model in a table": {"audit": 3},
    "tables judged": {"audit": 3.5},
    "claim": {"audit": 6, "hardware": -3, "training": -6, "usage": -4, "fact": -3, "comparison": -3, "conversion": -3},
    "hardware claimed": {"audit": 6, "training": -6, "fact": -3, "comparison": -3},
    "time claimed": {"audit": 6, "hardware": -3, "training": -6, "usage": -4, "fact": -3},
    # talk
    "quiz word": {"quiz": 4},
    "help word": {"help": 3.5},
    "greeting alone": {"greeting": 4},
    "thanks alone": {"thanks": 4.5},
    "term alone": {"definition": 2},
    "term of a place": {"definition": 4.5},
    "opens with a term": {"definition": 2.5, "conversion": -1},
    "another alone": {"quiz": 3},
    # outside
    "foreign": {"unknown": 6},
    "out_of_scope word": {"unknown": 5},
    "many unexplained words": {"unknown": 1.5, "greeting": -3, "thanks": -3},
    "unexplained words": {"unknown": 0.5, "greeting": -1, "thanks": -1},
    "named for nothing": {"unknown": 4},
    "period asked about": {"hardware": 2, "fact": -1},
    "size of a model to train": {"training": 5.5, "hardware": -2, "ranking": -4},
    "out of scope in a scenario": {"unknown": -4},
    "sum of numbers": {"unknown": 8},
    "electricity of a place": {"unknown": 6},
    "other quantity": {"unknown": 1},
}

INTENTS = (
    "hardware", "training", "usage", "fact", "comparison", "ranking", "definition", "conversion", "audit", "quiz",
    "help", "greeting", "thanks", "unknown",
)  # fmt: skip

_NEEDS: Mapping[str, frozenset[str]] = {
    "hardware": frozenset({"accelerator", "accelerators word", "accelerator hours", "count", "budget to rent with"}),
    "training": frozenset(
        {
            "size of a model to train",
            "model on accelerators",
            "train word",
            "compute",
            "parameters",
            "parameters and tokens",
        }
    ),
    "usage": frozenset({"model", "parameters", "models word", "people to serve"}),
    "fact": frozenset({"one name", "used by a model"}),
    "comparison": frozenset({"several accelerators", "several models"}),
    "ranking": frozenset({"things in general", "superlative", "bound"}),
    "definition": frozenset({"term"}),
    "conversion": frozenset({"quantity"}),
    "audit": frozenset(
        {"audit word", "model in a table", "tables judged", "claim", "hardware claimed", "time claimed"}
    ),
    "quiz": frozenset({"quiz word", "another alone"}),
    "help": frozenset({"help word"}),
    "greeting": frozenset({"greeting alone"}),
    "thanks": frozenset({"thanks alone"}),
}
"""Without one of these an intent is out of the question."""


_PLACED = {
    feature: tuple([(INTENTS.index(intent), weight) for intent, weight in weights.items()])
    for feature, weights in WEIGHTS.items()
}
_POSSIBLE = tuple([(intent, _NEEDS.get(intent)) for intent in INTENTS])


class Score(NamedTuple):
    """The sum of the evidence for one intent."""

    intent: str
    total: float


def weigh(facts: Facts) -> tuple[Score, ...]:
    """Every intent that is possible at all, the best first; those with equal sums in the order of INTENTS."""
    totals = [0.0] * len(INTENTS)
    features = facts.features
    for feature in features:
        for place, weight in _PLACED.get(feature, ()):
            totals[place] += weight
    scores = [
        Score(intent, totals[place])
        for place, (intent, needs) in enumerate(_POSSIBLE)
        if needs is None or not features.isdisjoint(needs)
    ]
    scores.sort(key=_total, reverse=True)
    return tuple(scores)


def _total(score: Score) -> float:
    return score.total


def parts(intent: str, facts: Facts) -> dict[str, float]:
    """What makes up the sum for an intent: the weight of each feature, the heaviest for it first."""
    found = {
        feature: WEIGHTS[feature][intent] for feature in facts.features if intent in WEIGHTS.get(feature, _NOTHING)
    }
    return dict(sorted(found.items(), key=lambda part: (-part[1], part[0])))


_NOTHING: Mapping[str, float] = {}
