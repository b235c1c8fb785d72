"""What is said before and after a quiz in a chat."""

from __future__ import annotations

import dataclasses

from bot.classroom.flow import Quiz
from bot.classroom.results import Missed, Results
from bot.reply import Button, Reply
from bot.replying.localizer import localizer
from bot.telegram.surface import Surface
from bot.telegram.talking import joined
from bot.telegram.wording import wording


def opening(surface: Surface, quiz: Quiz, language: str) -> Reply:
    """What is to come: how many questions, on what, how long for each."""
    return surface.assistant.say(
        "quiz-opening" if quiz.is_private else "quiz-opening-group",
        language,
        questions=quiz.questions,
        seconds=quiz.seconds,
        topic=topic_name(surface, quiz.topic, language),
    )


def topic_name(surface: Surface, topic: str | None, language: str) -> str:
    """What a topic is called; without one, that it is all of them."""
    names = surface.classroom.bank.topics().get(topic or "")
    return wording("quiz-all-topics", language) if names is None else names.get(language, topic or "")


def chat_summary(surface: Surface, results: Results, language: str) -> Reply:
    """How it went, and the most missed question explained. In a group no names: each can look up their own."""
    quiz, asked = results.quiz, len(results.asked)
    parts = []
    if not results.answers:
        parts.append(surface.assistant.say("quiz-over-unanswered", language))
    elif quiz.is_private:
        score = results.scores[quiz.person_id]
        parts.append(surface.assistant.say("quiz-over-alone", language, right=score.right, questions=asked))
    else:
        mean = localizer(language).number(round(results.mean_right, 1))
        people = len(results.people)
        parts.append(surface.assistant.say("quiz-over-group", language, people=people, mean=mean, questions=asked))
    if results.answers and results.missed:
        parts.append(missed(surface, results.missed[0], language))
    reply = joined(*parts)
    return dataclasses.replace(reply, buttons=_next_buttons(results, language))


def missed(surface: Surface, question: Missed, language: str) -> Reply:
    """A missed question: what was right and why, and what misled most."""
    words = question.item.wording(language)
    first = surface.assistant.say(
        "quiz-missed",
        language,
        wrong=question.wrong,
        asked=question.asked,
        stem=words.stem,
        answer=words.options[question.item.key],
        explanation=words.explanation,
    )
    feedback = "" if question.lure is None else words.feedback[question.lure]
    if question.lure is None or not feedback:
        return first
    lure = surface.assistant.say(
        "quiz-lure", language, people=question.lured, option=words.options[question.lure], feedback=feedback
    )
    return Reply(html=f"{first.html}\n{lure.html}", plain=f"{first.plain}\n{lure.plain}", language=language)


def _next_buttons(results: Results, language: str) -> tuple[tuple[Button, ...], ...]:
    if not results.quiz.is_private:
        if not results.answers:
            return ()
        return ((Button(wording("button-my-result", language), f"myresult:{results.quiz.id}"),),)
    return (
        (
            Button(wording("button-quiz-again", language), f"again:{results.quiz.id}"),
            Button(wording("button-practice", language), "practice:new"),
        ),
    )
