"""The words of an item in one language, with numbers as that language writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel.numbers import format_decimal

from bot.classroom.items.choosing import Option
from bot.classroom.items.drawing import Territory
from bot.classroom.items.generating import GeneratedItem, Shown
from bot.replying.localizer import Localizer, localizer
from knowledge.base import Knowledge
from knowledge.items import Item, TemplateText
from knowledge.placeholders import Amount, amounts, fill, paths


@dataclass(frozen=True, slots=True)
class RenderedOption:
    """One option. `feedback` says why it is wrong, or why the key is right; the key has no `misconception`."""

    text: str
    feedback: str
    misconception: str | None


@dataclass(frozen=True, slots=True)
class RenderedItem:
    """An item in words. `key` is the index of the right option; `sources` are those of its texts and figures."""

    stem: str
    options: tuple[RenderedOption, ...]
    key: int
    explanation: str
    sources: tuple[str, ...]


def render_fixed(item: Item, language: str, knowledge: Knowledge) -> RenderedItem:
    """A fixed item in a language. Raises KeyError for a language that it has no texts in."""
    formats = localizer(language)
    text = item.texts[language]

    def filled(part: str) -> str:
        worth = amounts(part, knowledge.figure_at)
        return fill(part, {written: _in_words(amount, formats) for written, amount in worth.items()})

    explanation = filled(text.explanation)
    used = (knowledge.figure_at(path).sources for part in text.parts().values() for path in paths(part))
    return RenderedItem(
        stem=filled(text.stem),
        options=tuple(
            RenderedOption(
                text=filled(text.options[letter]),
                feedback=explanation if letter == item.key else filled(text.feedback[letter]),
                misconception=item.distractors.get(letter),
            )
            for letter in item.letters
        ),
        key=item.letters.index(item.key),
        explanation=explanation,
        sources=tuple(dict.fromkeys([*item.sources, *(source for sources in used for source in sources)])),
    )


def render_generated(item: GeneratedItem, language: str) -> RenderedItem:
    """A generated item in a language. Raises KeyError for a language that it has no texts in."""
    formats = localizer(language)
    text = item.template.texts[language]
    shown = {name: _in_words(value, formats) for name, value in item.shown.items()}
    explanation = fill(text.explanation, shown)
    return RenderedItem(
        stem=fill(text.stem, shown),
        options=tuple(
            RenderedOption(
                text=fill(text.option, {"value": _in_words(option.amount, formats)}),
                feedback=_feedback(option, text, shown, language) if option.misconception else explanation,
                misconception=option.misconception,
            )
            for option in item.options
        ),
        key=item.key,
        explanation=explanation,
        sources=item.sources,
    )


def render(item: Item | GeneratedItem, language: str, knowledge: Knowledge) -> RenderedItem:
    """Any item in a language. Raises KeyError for a language that it has no texts in."""
    if isinstance(item, GeneratedItem):
        return render_generated(item, language)
    return render_fixed(item, language, knowledge)


def _feedback(option: Option, text: TemplateText, shown: Mapping[str, str], language: str) -> str:
    """Why a wrong option is wrong; that of two misconceptions says so."""
    why = fill(text.feedback[str(option.misconception)], shown)
    if not option.besides:
        return why
    return f"{why} {localizer(language).text('item-another-slip', name=option.besides[language])}"


def _in_words(value: Shown, formats: Localizer) -> str:
    if isinstance(value, Territory):
        return formats.place(value.alpha2)
    if isinstance(value, Amount):
        if value.unit == "digits":
            return str(format_decimal(value.value, locale=formats.locale, format="#,##0"))
        return formats.amount(value.value, value.unit)
    return value
