"""Results for the teacher: how all did, what was missed, each student, each question, a histogram."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from html import escape

from bot.classroom.charting import bars, histogram
from bot.classroom.flow import Delivery, Quiz, Role
from bot.classroom.questions_file import OPTIONS
from bot.classroom.results import Results
from bot.classroom.rolls import Class, Member, named
from bot.classroom.statistics import ENOUGH, ItemStatistics
from bot.reply import Button, Chart, Reply
from bot.replying.localizer import localizer
from bot.replying.markup import plain_text, shortened
from bot.telegram.classroom.announcing import MOST_MISTAKES, missed, quiz_name, together
from bot.telegram.lists import page_row
from bot.telegram.raw import Rows
from bot.telegram.surface import Surface
from bot.telegram.talking import joined
from bot.telegram.wording import wording

MOST_MISSED = 3
RANKED = 10
PAGE = 30
ITEMS_ON_PAGE = 3
_STEM, _OPTION, _MISTAKE = 120, 40, 40
"""Longest question, option and name of a misconception in a list of questions."""


def class_summary(
    surface: Surface, results: Results, found: Class, members: Sequence[Member], message: Delivery
) -> Reply:
    """How it went: for all to see with no names but nicknames, for the teacher with all that can be looked up."""
    language = message.language
    reply = summary(surface, results, found, members, language)
    if message.role is not Role.TEACHER:
        return reply
    return dataclasses.replace(reply, buttons=result_rows(results.quiz, found, language))


def summary(surface: Surface, results: Results, found: Class, members: Sequence[Member], language: str) -> Reply:
    """How all did, the ranking if there is one, and what was missed most."""
    head = surface.assistant.say(
        "class-quiz-over-all", language, title=found.title, name=quiz_name(results.quiz, language)
    )
    if not results.answers:
        return joined(head, surface.assistant.say("quiz-over-unanswered", language))
    parts = [head, together(surface, results, language)]
    if len(results.asked) > 1 and (mistakes := results.mistakes(language)[:MOST_MISTAKES]):
        lines = "\n".join(f"• {one.name}: {one.answers}" for one in mistakes)
        parts.append(surface.assistant.say("class-mistakes", language, lines=lines))
    if found.shows_ranking and (ranked := ranking(results, members)):
        formats = localizer(language)
        lines = "\n".join(f"{rank}. {name}: {formats.number(points)}" for rank, name, points in ranked)
        parts.append(surface.assistant.say("class-ranking", language, lines=lines))
    parts += [missed(surface, one, language, most=at == 0) for at, one in enumerate(results.missed[:MOST_MISSED])]
    return joined(*parts)


def ranking(results: Results, members: Sequence[Member]) -> list[tuple[int, str, float]]:
    """Rank, nickname and points of those who want to be seen. Equal points share a rank."""
    shown = [
        (results.scores[member.person_id].points, member.nickname)
        for member in members
        if member.nickname and member.person_id in results.scores
    ]
    best = sorted(shown, key=lambda one: (-one[0], one[1]))
    points = [one[0] for one in best]
    return [(points.index(worth) + 1, name, round(worth, 2)) for worth, name in best[:RANKED]]


def result_rows(quiz: Quiz, found: Class, language: str) -> Rows:
    """Everything that a teacher can look up of a quiz."""

    def button(what: str, key: str) -> Button:
        return Button(wording(key, language), f"res:{quiz.id}:{what}")

    return (
        (button("students:0", "button-students"), button("items:0", "button-items")),
        (button("histogram", "button-histogram"), button("csv", "button-csv"), button("xlsx", "button-xlsx")),
        (button("gift", "button-questions-gift"),),
        (Button(wording("button-back", language), f"class:{found.code}:results:0"),),
    )


def students(results: Results, found: Class, members: Sequence[Member], page: int, language: str) -> Reply:
    """Each student's score, in the order of the roster."""
    formats, asked = localizer(language), len(results.asked)
    last = max(0, (len(members) - 1) // PAGE)
    page = min(page, last)
    lines = []
    for member in members[page * PAGE : (page + 1) * PAGE]:
        score = results.scores.get(member.person_id)
        reached = wording("class-absent", language) if score is None else f"{formats.number(score.right)}/{asked}"
        if score is not None and results.quiz.speed_counts:
            reached += f" · {formats.number(round(score.points, 2))}"
        lines.append(f"{escape(named(member))}: {reached}")
    head = formats.text("class-students", name=quiz_name(results.quiz, language), title=escape(found.title))
    html = "\n".join([head, "", *lines])
    return _with_pages(results.quiz, html, language, "students", page, last)


def items(results: Results, page: int, language: str) -> Reply:
    """Each question: how many were right, facility and discrimination where they mean something, what was chosen."""
    formats = localizer(language)
    last = max(0, (len(results.asked) - 1) // ITEMS_ON_PAGE)
    page = min(page, last)
    blocks = [formats.text("class-items", name=quiz_name(results.quiz, language))]
    chosen = list(zip(results.asked, results.statistics, strict=True))[
        page * ITEMS_ON_PAGE : (page + 1) * ITEMS_ON_PAGE
    ]
    blocks += [_item_block(results, number, one, language) for number, one in chosen]
    if all(one.facility is None for _, one in chosen):
        blocks.append(formats.text("items-too-few", enough=ENOUGH))
    return _with_pages(results.quiz, "\n\n".join(blocks), language, "items", page, last)


def _item_block(results: Results, number: int, found: ItemStatistics, language: str) -> str:
    """One question: counts, indices if there are, and who chose what; with other numbers for each, which mistakes."""
    formats, item = localizer(language), results.item(number)
    words = item.wording(language)
    lines = [
        f"<b>{number}. {escape(shortened(words.stem, _STEM))}</b>",
        formats.text("item-counts", right=found.right, answers=found.answers, open=found.left_open),
    ]
    if found.facility is not None:
        discrimination = "–" if found.discrimination is None else formats.number(round(found.discrimination, 2))
        facility = formats.percent(round(found.facility, 2))
        lines.append(formats.text("item-indices", facility=facility, discrimination=discrimination))
    for option, count in enumerate(found.chosen):
        mark = wording("item-key", language) if option == item.key else words.mistake(option)
        shown = f"• {escape(shortened(words.options[option], _OPTION))}: {count}"
        lines.append(f"{shown} · {escape(shortened(mark, _MISTAKE))}" if mark else shown)
    if not found.chosen:
        lines += [f"• {escape(one.name)}: {one.answers}" for one in results.mistakes(language, number)[: OPTIONS.stop]]
    return "\n".join(lines)


def scores_chart(results: Results, found: Class, language: str) -> Chart:
    """How many students reached how many right answers. The caption tells all of it."""
    say = localizer(language).text
    counts = histogram([score.right for score in results.scores.values()], len(results.asked))
    values = {
        (str(low) if low == high else f"{low}\N{EN DASH}{high}"): (count, str(count))
        for (low, high), count in counts.items()
    }
    title = say("histogram-title", title=found.title)
    told = ", ".join(f"{label}: {count}" for label, (count, _) in values.items())
    caption = say("histogram-caption", title=title, name=quiz_name(results.quiz, language), told=told)
    return bars(title, say("histogram-note"), caption, values, language)


def _with_pages(quiz: Quiz, html: str, language: str, what: str, page: int, last: int) -> Reply:
    back = (Button(wording("button-back", language), f"res:{quiz.id}:panel"),)
    rows = (*page_row(f"res:{quiz.id}:{what}", page, last), back)
    return Reply(html, plain_text(html), language, buttons=rows)
