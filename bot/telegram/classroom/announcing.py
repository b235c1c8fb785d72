"""What is said before and after a quiz to those who took part."""

from __future__ import annotations

import dataclasses

from bot.classroom.flow import Delivery, Kind, Quiz
from bot.classroom.own import TOPIC
from bot.classroom.results import Missed, Results
from bot.classroom.rolls import Class
from bot.reply import Button, Reply
from bot.replying.localizer import localizer
from bot.telegram.classroom.times import moment, span
from bot.telegram.surface import Surface
from bot.telegram.talking import joined
from bot.telegram.wording import wording

MOST_MISTAKES = 3
"""Misconceptions that are named at once: more is too much to work on."""


def opening(surface: Surface, quiz: Quiz, language: str, found: Class | None) -> Reply:
    """What is to come: how many questions, on what, how long for each."""
    key = "quiz-opening" if quiz.is_private else "quiz-opening-group"
    return surface.assistant.say(
        "live-opening" if quiz.kind is Kind.LIVE else key,
        language,
        questions=quiz.questions,
        seconds=quiz.seconds,
        topic=topic_name(surface, quiz.topic, language),
        title=found.title if found else "",
    )


def topic_name(surface: Surface, topic: str | None, language: str) -> str:
    """What a topic is called; without one, that it is all of them."""
    if topic == TOPIC:
        return wording("topic-own", language)
    names = surface.classroom.bank.topics().get(topic or "")
    return wording("quiz-all-topics", language) if names is None else names.get(language, topic or "")


def quiz_name(quiz: Quiz, language: str) -> str:
    """What a quiz of a class is called: what it was and when."""
    kind = wording("name-test" if quiz.kind is Kind.TEST else "name-live", language)
    return f"{kind}, {moment(quiz.created_at, language)}"


def invitation(surface: Surface, quiz: Quiz, message: Delivery, found: Class | None) -> Reply:
    """A graded test is there: how long it is, and how to begin."""
    language = message.language
    reply = surface.assistant.say(
        "test-invitation",
        language,
        title=found.title if found else "",
        questions=quiz.questions,
        time=span(quiz.seconds, language),
    )
    if not message.role.plays:
        return reply
    return dataclasses.replace(reply, buttons=((Button(wording("button-begin-test", language), f"begin:{quiz.id}"),),))


def chat_summary(surface: Surface, results: Results, language: str) -> Reply:
    """How it went, and the most missed question explained. In a group no names: each can look up their own."""
    quiz, asked = results.quiz, len(results.asked)
    parts = []
    if not results.answers:
        parts.append(surface.assistant.say("quiz-over-unanswered", language))
    elif quiz.is_private:
        score = results.scores[quiz.person_id]
        parts.append(surface.assistant.say("quiz-over-alone", language, right=score.right, questions=asked))
        parts += [_own_missed(surface, one, language) for one in results.missed[:MOST_MISTAKES]]
    else:
        parts.append(together(surface, results, language))
        parts += [missed(surface, one, language) for one in results.missed[:1]]
    return dataclasses.replace(joined(*parts), buttons=_next_buttons(results, language))


def together(surface: Surface, results: Results, language: str) -> Reply:
    """How all did, without names."""
    mean = localizer(language).number(round(results.mean_right, 1))
    people, asked = len(results.people), len(results.asked)
    key = "quiz-over-group" if results.quiz.class_id is None else "class-quiz-over-group"
    return surface.assistant.say(key, language, people=people, mean=mean, questions=asked)


def own_summary(surface: Surface, results: Results, message: Delivery, found: Class | None) -> Reply:
    """How one student did."""
    language, score = message.language, results.scores.get(message.chat_id)
    title = found.title if found else ""
    if score is None or not results.asked:
        return surface.assistant.say("class-quiz-over", language, title=title)
    reply = surface.assistant.say(
        "class-quiz-result",
        language,
        title=title,
        right=score.right,
        questions=len(results.asked),
    )
    if results.quiz.speed_counts:
        points = surface.assistant.say(
            "class-quiz-points", language, points=localizer(language).number(round(score.points, 2))
        )
        reply = joined(reply, points)
    if mistakes := results.mistakes(language, person_id=message.chat_id):
        formats = localizer(language)
        listed = formats.join([quoted(one.name, language) for one in mistakes[:MOST_MISTAKES]])
        reply = joined(reply, surface.assistant.say("class-quiz-mistakes", language, mistakes=listed))
    buttons = (
        Button(wording("button-review", language), f"review:{results.quiz.id}:0"),
        Button(wording("button-practice", language), "practice:new"),
    )
    return dataclasses.replace(reply, buttons=(buttons,))


def missed(surface: Surface, question: Missed, language: str, *, most: bool = True) -> Reply:
    """A missed question: what was right and why, and what misled most. `most`: none was missed more."""
    words = question.item.wording(language)
    first = surface.assistant.say(
        "quiz-missed" if most else "quiz-missed-too",
        language,
        wrong=question.wrong,
        asked=question.asked,
        stem=words.stem,
        answer=words.options[question.item.key],
        explanation=words.explanation,
    )
    if question.lure is None:
        return first
    mistake = words.mistake(question.lure)
    lure = surface.assistant.say(
        "quiz-lure" if mistake else "quiz-lure-unnamed",
        language,
        people=question.lured,
        asked=question.asked,
        option=quoted(words.options[question.lure], language),
        mistake=mistake,
        feedback=words.feedback[question.lure],
    )
    return Reply(html=f"{first.html}\n{lure.html}", plain=f"{first.plain}\n{lure.plain}", language=language)


def _own_missed(surface: Surface, question: Missed, language: str) -> Reply:
    """A question that the only player missed: what they chose, why that is wrong, what is right and why."""
    words, chosen = question.item.wording(language), question.lure
    mistake = "" if chosen is None else words.mistake(chosen)
    key = "quiz-own-open" if chosen is None else "quiz-own-missed" if mistake else "quiz-own-missed-unnamed"
    return surface.assistant.say(
        key,
        language,
        stem=words.stem,
        option="" if chosen is None else quoted(words.options[chosen], language),
        mistake=mistake,
        feedback="" if chosen is None else words.feedback[chosen],
        answer=words.options[question.item.key],
        explanation=words.explanation,
    )


def quoted(text: str, language: str) -> str:
    """In the quotation marks of the language, where it has none of its own."""
    return text if text[:1] in "«“\"'" else localizer(language).text("quoted", text=text)


def _next_buttons(results: Results, language: str) -> tuple[tuple[Button, ...], ...]:
    if not results.quiz.is_private:
        if not results.answers:
            return ()
        return ((Button(wording("button-my-result", language), f"myresult:{results.quiz.id}"),),)
    row = (
        Button(wording("button-quiz-again", language), f"again:{results.quiz.id}"),
        Button(wording("button-practice", language), "practice:new"),
    )
    if not results.answers:
        return (row,)
    return ((Button(wording("button-review", language), f"review:{results.quiz.id}:0"), *row),)
