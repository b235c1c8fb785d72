"""A small item bank: two topics, eight fixed items and a generated one, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from bot.classroom.played import PlayedItem, Wording

TOPICS = {
    "energy": {"es": "Energía y potencia", "en": "Energy and power"},
    "hardware": {"es": "GPU y aceleradores", "en": "GPUs and accelerators"},
}


def fixed(item_id: str, topic: str, key: int = 0, options: int = 3) -> PlayedItem:
    """An item whose words say what they are."""
    return PlayedItem(
        item_id=item_id,
        topic=topic,
        key=key,
        wordings={
            language: Wording(
                stem=f"{word} {item_id}?",
                options=tuple(f"{option} {number} {item_id}" for number in range(options)),
                explanation=f"{because} {item_id}.",
                feedback=tuple("" if n == key else f"{mistaken} {n} {item_id}." for n in range(options)),
                mistakes=tuple("" if n == key else f"{slip} {n}" for n in range(options)),
            )
            for language, word, option, because, mistaken, slip in (
                ("es", "¿Pregunta", "Opción", "Porque", "Error", "desliz"),
                ("en", "Question", "Option", "Because", "Mistake", "slip"),
            )
        },
        sources=("a-source",),
        misconceptions=tuple(None if n == key else f"slip-{n}" for n in range(options)),
    )


class SmallBank:
    """Satisfies `bot.classroom.bank.Bank`."""

    def __init__(self, each: int = 4) -> None:
        self._fixed = {
            f"{topic}-{number}": fixed(f"{topic}-{number}", topic, key=number % 3)
            for topic in TOPICS
            for number in range(each)
        }

    def topics(self) -> Mapping[str, Mapping[str, str]]:
        return TOPICS

    def ids(self, topic: str | None = None) -> Sequence[str]:
        every = [*self._fixed, "energy-product"]
        return [item_id for item_id in every if topic in (None, self.topic_of(item_id))]

    def is_generated(self, item_id: str) -> bool:
        return item_id not in self._fixed and self.topic_of(item_id) == "energy"

    def topic_of(self, item_id: str) -> str:
        return "energy" if item_id == "energy-product" else self._fixed[item_id].topic

    def item(self, item_id: str, seed: int | None) -> PlayedItem:
        if item_id in self._fixed:
            return self._fixed[item_id]
        hours = Random(seed).randrange(2, 1000)
        options = (f"{3 * hours} kWh", f"{3 * hours} kW", f"{hours} kWh")
        wordings = {
            language: Wording(stem.format(hours), options, f"3 × {hours}", ("", "kW", "3"))
            for language, stem in (("es", "¿Cuánta energía: 3 kW por {} h?"), ("en", "How much energy: 3 kW for {} h?"))
        }
        return PlayedItem("energy-product", "energy", 0, wordings, seed=seed)
