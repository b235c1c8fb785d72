"""Features that only say something in company: "a model and tokens" is its use, unless it is trained."""

from __future__ import annotations

from collections.abc import Callable

_SCENARIO = {"count", "duration", "budget", "price given", "pue", "utilization", "hours per day", "accelerator hours",
             "machines", "power given", "region", "range"}  # fmt: skip
_COUNTED = {"count", "duration", "budget", "machines"}
_TRAINED = {"accelerator", "count", "region", "price given", "pue", "utilization", "budget", "duration"}
_DESCRIBED = {"accelerator", "model", "term", "wants"}
_NAMED = {"model", "accelerator"}
_SUM_OF = {"cost word", "price given"}
_UNEXPLAINED = {"unexplained words", "many unexplained words"}
_TELLING = {"wants", "about word", "compare word", "difference word", "use word", "serve word",
            "requests", "times", "tokens", "parameters", "audit word", "table word", "superlative", "several models",
            "several accelerators", "term"}  # fmt: skip
"""What makes a question of a name."""
_SPENT = {"wants rental", "wants rent", "wants cost", "wants pay", "wants bill", "wants electricity", "wants energy",
          "wants consume", "wants carbon", "wants water"}  # fmt: skip
_ASKED_FOR = {"how_many word", "how_much word", "limit word", "enough word"}
_ASKED_OF_USE = {"requests", "tokens", "serve word", "people"}

_DEFINING = {"define word", "what_is word", "term alone"}
_OF_OUR_SUBJECT = {"term", "wants energy", "wants consume", "wants carbon", "wants water", "wants power"}
_ORDERED = {"superlative", "rank word", "more word", "less word", "bound", "choose word", "compare word"}
_NOT_IN_GENERAL = _ORDERED | {
    "train word", "serve word", "requests", "tokens", "people", "parameters", "compute", "term alone", "wants a fact",
    "audit word", "table word", "quiz word", "help word", "out_of_scope word", "foreign", "quantity", "get word",
    "difference word", "everyday word", "wants count", "wants take", "wants tokens", "wants time",
    "have word", "enough word", "limit word", "use word",
}  # fmt: skip
"""What makes more of a question than what one of many things costs or draws."""

TOGETHER: dict[str, Callable[[set[str]], bool]] = {
    "accelerator in a scenario": lambda found: "accelerator" in found and bool(found & _SCENARIO),
    "accelerators of no name in a scenario": lambda found: (
        "accelerators word" in found and "accelerator" not in found and bool(found & _COUNTED)
    ),
    "model trained in a scenario": lambda found: {"train word", "model"} <= found and bool(found & _TRAINED),
    "training in a scenario": lambda found: (
        "train word" in found and "model" not in found and bool(found & {"accelerator", "count", "budget", "duration"})
    ),
    "training of a model": lambda found: {"train word", "model"} <= found and not found & _TRAINED,
    "model on accelerators": lambda found: (
        {"model", "accelerator"} <= found and "train word" not in found and not found & _ASKED_OF_USE
    ),
    "serving a model": lambda found: (
        "serve word" in found and "train word" not in found and bool(found & {"model", "parameters"})
    ),
    "people who use a model": lambda found: (
        {"model", "people"} <= found
        and bool(found & {"duration", "hours per day", "period"})
        and not found & {"train word", "accelerator", "requests", "tokens"}
    ),
    "tables judged": lambda found: (
        {"no name", "table word"} <= found and bool(found & {"less word", "more word", "superlative"})
    ),
    "people to serve": lambda found: (
        {"people", "accelerator"} <= found
        and bool(found & {"wants count", "serve word"})
        and not found & {"model", "train word", "budget", "power given", "duration", "buy word", "rent word"}
    ),
    "tokens of a model": lambda found: {"model", "tokens"} <= found and not found & {"train word", "bound"},
    "using a model": lambda found: (
        {"model", "use word"} <= found and not found & {"train word", "requests", "tokens"}
    ),
    "memory of a model": lambda found: (
        {"model", "wants memory"} <= found and not found & {"train word", "accelerator"}
    ),
    "budget for a model": lambda found: (
        {"model", "budget"} <= found and "train word" not in found and bool(found & {"wants tokens", "how_many word"})
    ),
    "times of a model": lambda found: (
        {"model", "times"} <= found and not found & {"train word", "compare word", "superlative"}
    ),
    "enough for a model": lambda found: (
        {"model", "accelerator", "enough word"} <= found and not found & {"train word", "tokens", "budget", "duration"}
    ),
    "used by a model": lambda found: (
        {"model", "accelerator", "used word"} <= found and not found & ({"train word", "serve word"} | _SCENARIO)
    ),
    "accelerators compared": lambda found: (
        "several accelerators" in found and bool(found & {"compare word", "choose word"})
    ),
    "tokens in and out": lambda found: "tokens" in found and bool(found & {"input word", "output word"}),
    "parameters and tokens": lambda found: {"parameters", "tokens"} <= found,
    "data for a described model": lambda found: (
        "parameters" in found and "model" not in found and bool(found & {"wants tokens", "wants compute"})
    ),
    "compute to spend": lambda found: "compute" in found and "bound" not in found,
    "quantity in everyday terms": lambda found: {"quantity to tell", "everyday word"} <= found,
    "quantity to convert": lambda found: {"quantity", "convert word"} <= found,
    "model in a table": lambda found: {"model", "table word"} <= found,
    "check of a model or table": lambda found: "audit word" in found and bool(found & {"model", "table word"}),
    "things in general": lambda found: "no name" in found and bool(found & {"models word", "accelerators word"}),
    "things in order": lambda found: (
        {"no name", "wants"} <= found
        and bool(found & {"models word", "accelerators word"})
        and bool(found & {"more word", "less word"})
        and "term alone" not in found  # "maximum power of a GPU" is a term
    ),
    "things asked about": lambda found: (
        {"no name", "wants"} <= found
        and bool(found & {"models word", "accelerators word"})
        and not found & (_SCENARIO | _UNEXPLAINED | _NOT_IN_GENERAL)
        and bool(found & _OF_OUR_SUBJECT)  # a card may be one of credit
        and (not found & {"define word", "what_is word"} or bool(found & {"wants cost", "wants price"}))
    ),
    "training in general": lambda found: (
        {"no name", "wants", "train word", "models word"} <= found
        and not found & (_SCENARIO | _UNEXPLAINED | _ORDERED | _DEFINING | {"wants a fact"})
    ),
    "buying or renting in general": lambda found: (
        {"no name", "accelerators word", "buy word", "rent word"} <= found and not found & (_SCENARIO | _UNEXPLAINED)
    ),
    "things of a year": lambda found: (
        {"no name", "year of a list"} <= found
        and bool(found & {"models word", "accelerators word"})
        and not found & _SCENARIO
    ),
    "budget to rent with": lambda found: (
        {"no name", "budget", "rent word"} <= found
        and bool(found & {"get word", "how_many word"})
        and not found & (_UNEXPLAINED | _ASKED_OF_USE | {"foreign", "region", "models word", "out_of_scope word"})
    ),
    "ranked things": lambda found: (
        {"no name", "count"} <= found
        and bool(found & {"models word", "accelerators word"})
        and bool(found & {"superlative", "more word", "less word"})
        and ("superlative" in found or not found & {"buy word", "rent word"})
        and found & _SCENARIO == {"count"}
    ),
    "out of scope in a scenario": lambda found: (
        {"out_of_scope word", "wants"} <= found
        and ({"accelerator", "count"} <= found or {"model", "requests"} <= found or {"accelerator", "budget"} <= found
             or {"accelerator", "wants count"} <= found)
    ),
    "period asked about": lambda found: {"accelerator", "period"} <= found and bool(found & _SPENT),
    "size of a model to train": lambda found: (
        "wants size" in found
        and not found & {"model", "serve word", "buy word", "rent word"}
        and bool(found & {"count", "budget", "compute"})
    ),
    "named for nothing": lambda found: (
        bool(found & _NAMED) and bool(found & _UNEXPLAINED) and not found & (_SCENARIO | _TELLING)
    ),
    "claim": lambda found: (
        bool(found & {"audit word", "hearsay word", "cost asked back", "figure asked back"})
        and ("quantity to tell" in found or ("budget" in found and bool(found & _SUM_OF) and bool(found & _NAMED)))
        and bool(found & _NAMED)
        and not found & _ASKED_FOR
    ),
    "time claimed": lambda found: (
        {"model", "duration", "train word"} <= found
        and bool(found & {"audit word", "hearsay word"})
        and not found & (_ASKED_FOR | {"accelerator", "count", "budget", "price given"})
    ),
    "speed of a model": lambda found: (
        "speed of tokens" in found and bool(found & {"model", "parameters"}) and "train word" not in found
    ),
    "hardware claimed": lambda found: (
        "trained on what is named" in found
        and bool(found & {"audit word", "hearsay word"})
        and not found & (_ASKED_FOR | {"budget", "duration", "price given"})
    ),
    "another alone": lambda found: "another word" in found and not found & _DESCRIBED,
}  # fmt: skip
