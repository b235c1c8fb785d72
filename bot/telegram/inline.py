"""Inline mode: answers, definitions and models in any chat, in the language of whoever asks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Final

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.assistant import Exchange, Wishes
from bot.errors import InputError
from bot.keeping import stored
from bot.question import DefinitionQuestion, FactQuestion, Question, UnknownQuestion
from bot.replying.catalogue import closest_language
from bot.storage import preferences
from bot.telegram.answer_buttons import EXAMPLES, LABEL
from bot.telegram.links import LinkKind, link
from bot.telegram.lists import matching
from bot.telegram.scene import wishes_of
from bot.telegram.surface import NO_PREVIEW, Surface
from bot.telegram.wording import wording

MOST_MATCHES: Final = 10
CACHE_SECONDS: Final = 60
FROM_INLINE: Final = "inline"
"""The payload with which the private chat is opened where nothing was found: a greeting."""
_NO_ANSWER = frozenset({"unknown", "help", "greeting", "thanks", "quiz"})
_DESCRIPTION: Final = 200
_TITLE: Final = 100


async def on_inline_query(surface: Surface, update: Update) -> None:
    """Show results for what somebody types after our name."""
    query = update.inline_query
    if query is None:
        return
    chosen = await surface.database.run(preferences.of_person, query.from_user.id)
    language = closest_language(chosen.language) or closest_language(query.from_user.language_code)
    exchanges = _distinct(_exchanges(surface, query.query.strip(), language, wishes_of(chosen)))
    results = [_result(surface, exchange) for exchange in exchanges]
    label = wording("inline-ask-in-private", language or surface.assistant.default_language)
    ask = InlineQueryResultsButton(label, start_parameter=FROM_INLINE)
    try:
        # Personal: the same words are answered to others in other languages.
        await query.answer(results, cache_time=CACHE_SECONDS, is_personal=True, button=None if results else ask)
    except BadRequest:
        return  # typed on meanwhile: nobody waits for these results any more


def _exchanges(surface: Surface, text: str, language: str | None, wishes: Wishes) -> Iterator[Exchange]:
    assistant = surface.assistant
    spoken = language or assistant.default_language
    if not text:
        for key in EXAMPLES:
            yield assistant.ask(wording(key, spoken), language=spoken, wishes=wishes)
        return
    try:
        asked = assistant.ask(text, language=language, wishes=wishes)
    except InputError:
        return
    questions: list[Question] = []
    if isinstance(asked.question, UnknownQuestion):
        questions.extend(asked.question.alternatives)
    elif asked.question.intent not in _NO_ANSWER:
        yield asked
    questions += [DefinitionQuestion(terms=(term,)) for term in matching(surface, "terms", text, asked.language)]
    questions += [FactQuestion(models=(model,)) for model in matching(surface, "models", text, asked.language)]
    questions += [
        FactQuestion(accelerators=(chip,)) for chip in matching(surface, "accelerators", text, asked.language)
    ]
    for question in questions[:MOST_MATCHES]:
        yield assistant.ask_question(question, language=asked.language, wishes=wishes)


def _distinct(exchanges: Iterator[Exchange]) -> list[Exchange]:
    return list({_id(exchange): exchange for exchange in exchanges}.values())


def _result(surface: Surface, exchange: Exchange) -> InlineQueryResultArticle:
    title, *lines = [line.strip() for line in exchange.reply.plain.splitlines() if line.strip()]
    content = InputTextMessageContent(exchange.reply.html, ParseMode.HTML, link_preview_options=NO_PREVIEW)
    return InlineQueryResultArticle(
        id=_id(exchange),
        title=title[:_TITLE],
        description=" ".join(lines)[:_DESCRIPTION] or None,
        input_message_content=content,
        reply_markup=_ask_more(surface, exchange),
    )


def _ask_more(surface: Surface, exchange: Exchange) -> InlineKeyboardMarkup | None:
    """A button that opens the private chat with the same question, where a link can hold it."""
    kind, what = _target(exchange)
    address = link(surface.bot.username, kind, what) if what else None
    if address is None:
        address = f"https://t.me/{surface.bot.username}"
    label = wording("inline-ask-more", exchange.language)[:LABEL]
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, url=address)]])


def _target(exchange: Exchange) -> tuple[LinkKind, str]:
    """What a link to the question leads to: the one thing that it is about, else its words."""
    match exchange.question:
        case DefinitionQuestion(terms=(term,)):
            return LinkKind.DEFINITION, term
        case FactQuestion(models=(model,), accelerators=(), metrics=()):
            return LinkKind.MODEL, model
        case FactQuestion(models=(), accelerators=(accelerator,), metrics=()):
            return LinkKind.ACCELERATOR, accelerator
    return LinkKind.QUESTION, exchange.text


def _id(exchange: Exchange) -> str:
    written = json.dumps([stored(exchange.question), exchange.language], sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:32]
