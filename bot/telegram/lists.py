"""/models, /accelerators and the list of terms: pages of buttons, each of which shows what is known."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from bot.folding import folded
from bot.question import DefinitionQuestion, FactQuestion, Question, RankingQuestion
from bot.reply import Button, Reply
from bot.storage import answers
from bot.storage.records import SentAnswer
from bot.telegram.answer_buttons import pairs, shortened
from bot.telegram.answered import answer_behind, show_question
from bot.telegram.naming import name_of
from bot.telegram.presses import Press
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.turns import this_turn
from bot.telegram.typed import Typed

PAGE = 10
MOST_FOUND = 30

_QUESTIONS: dict[str, Callable[[str], Question]] = {
    "models": lambda entry: FactQuestion(models=(entry,)),
    "accelerators": lambda entry: FactQuestion(accelerators=(entry,)),
    "terms": lambda entry: DefinitionQuestion(terms=(entry,)),
}
_STANDS_FOR: dict[str, Question] = {
    "models": RankingQuestion(of="models"),
    "accelerators": RankingQuestion(of="accelerators"),
    "terms": DefinitionQuestion(),
}
"""The question by which a list is remembered, so that its buttons know who asked."""


async def models(surface: Surface, scene: Scene, typed: Typed) -> None:
    """List the models; those that are called so, where a name follows."""
    await send_list(surface, scene, "models", typed.argument)


async def accelerators(surface: Surface, scene: Scene, typed: Typed) -> None:
    """List the accelerators; those that are called so, where a name follows."""
    await send_list(surface, scene, "accelerators", typed.argument)


async def send_list(surface: Surface, scene: Scene, kind: str, name: str = "") -> None:
    """Send the first page of a list, or its entries with this in their name, if there are some."""
    language = surface.language_of(scene)
    found = matching(surface, kind, name, language)[:MOST_FOUND] if name else []
    shown = _page(surface, kind, found, (0, 0), language) if found else page(surface, kind, 0, language)
    sent = await surface.send(scene, shown)
    if sent is not None:
        asked = scene.message.message_id if scene.message else None
        row = SentAnswer(scene.chat.id, sent, scene.person.id, _STANDS_FOR[kind], language, asked)
        this_turn().keep(answers.keep, row)


async def turn_page(surface: Surface, press: Press) -> None:
    """Show another page of a list, in place of whatever the message shows."""
    kept = await answer_behind(surface, press)
    if kept is None:
        return
    kind, _, number = press.argument.partition(":")
    if kind not in _QUESTIONS or not number.isdecimal():
        await press.answer(press.say("telegram-button-old"))
        return
    language = press.scene.language or kept.language
    await press.show(page(surface, kind, int(number), language))
    this_turn().keep(answers.keep, dataclasses.replace(kept, question=_STANDS_FOR[kind], language=language))


async def show_item(surface: Surface, press: Press) -> None:
    """Show what is known of one entry of a list."""
    kept = await answer_behind(surface, press)
    if kept is None:
        return
    kind, _, entry = press.argument.partition(":")
    if entry not in dict(_entries(surface, kind, kept.language)):
        await press.answer(press.say("telegram-button-old"))
        return
    await show_question(surface, press, kept, _QUESTIONS[kind](entry))


def page(surface: Surface, kind: str, number: int, language: str) -> Reply:
    """One page of a list; a number too high shows the last page."""
    entries = _entries(surface, kind, language)
    last = max(0, (len(entries) - 1) // PAGE)
    number = min(number, last)
    shown = [entry for entry, _ in entries[number * PAGE : (number + 1) * PAGE]]
    return _page(surface, kind, shown, (number, last), language)


def _page(surface: Surface, kind: str, entries: list[str], number_and_last: tuple[int, int], language: str) -> Reply:
    number, last = number_and_last
    names = [(entry, name_of(surface.assistant, kind, entry, language)) for entry in entries]
    buttons = [Button(shortened(name), f"item:{kind}:{entry}") for entry, name in names]
    reply = surface.assistant.say(f"list-{kind}", language, page=number + 1, pages=last + 1)
    return dataclasses.replace(reply, buttons=(*pairs(buttons), *page_row(f"list:{kind}", number, last)))


def matching(surface: Surface, kind: str, text: str, language: str) -> list[str]:
    """The ids of entries whose name holds the text, those that begin with it first."""
    wanted = folded(text)
    found = [(folded(name), entry) for entry, name in _entries(surface, kind, language) if wanted in folded(name)]
    return [entry for _, entry in sorted(found, key=lambda one: (not one[0].startswith(wanted), one[0]))]


def page_row(action: str, number: int, last: int) -> tuple[tuple[Button, ...], ...]:
    """The row of buttons that turns pages, first to last and round again."""
    if last == 0:
        return ()
    before, after = (number - 1) % (last + 1), (number + 1) % (last + 1)
    return ((Button(f"‹ {before + 1}", f"{action}:{before}"), Button(f"{after + 1} ›", f"{action}:{after}")),)


def _entries(surface: Surface, kind: str, language: str) -> list[tuple[str, str]]:
    """Ids and names, sorted as people of the language would look for them."""
    knowledge = surface.assistant.knowledge
    ids = {"models": knowledge.models, "accelerators": knowledge.accelerators, "terms": knowledge.terms}.get(kind, {})
    named = [(entry, name_of(surface.assistant, kind, entry, language)) for entry in ids]
    return sorted(named, key=lambda entry: folded(entry[1]))
