"""/quiz and /practice at the terminal."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.storage.classroom import practice
from bot.storage.records import TERMINAL_PERSON
from bot.terminal.chat import Talk
from bot.terminal.memory import Memory
from bot.terminal.quizzing import Quizzing
from tests.bot.classroom.small_bank import SmallBank


@pytest.fixture
async def memory(tmp_path: Path) -> AsyncIterator[Memory]:
    async with Memory(f"sqlite:///{tmp_path / 'cuesta.sqlite3'}") as opened:
        yield opened


@pytest.fixture
async def quizzing(memory: Memory) -> Quizzing:
    return Quizzing(Assistant(), memory, SmallBank())


def letter(text: str, *, rightly: bool) -> str:
    """The letter of the right option, or of a wrong one, of the last question in a text."""
    item = re.findall(r"¿Pregunta ((?:energy|hardware)-\d)\?", text)[-1]
    lines = re.findall(rf"([A-C])\) Opción (\d) {item}(?! [✓✗])", text)[-3:]
    return next(one for one, option in lines if (int(option) == int(item[-1]) % 3) is rightly)


async def test_a_quiz(quizzing: Quizzing) -> None:
    said = (await quizzing.quiz("3 GPU", "es")).plain
    assert said.startswith("Cuestionario · GPU y aceleradores. Preguntas: 3.")
    for number, rightly in enumerate((True, False, True), 1):
        assert f"{number}. ¿Pregunta hardware-" in said
        reply = await quizzing.answer(letter(said, rightly=rightly).lower(), "es")
        assert reply is not None
        said = reply.plain
        assert ("✓ correcto" if rightly else "✗ su respuesta") in said
    assert "Aciertos: 2 de 3." in said
    assert await quizzing.answer("A", "es") is None


async def test_practice_is_kept(quizzing: Quizzing, memory: Memory) -> None:
    said = (await quizzing.practice("GPU", "es")).plain
    reply = await quizzing.answer(letter(said, rightly=True) + ")", "es")
    assert reply is not None
    assert "Vuelve en 10 minutos." in reply.plain
    (card,) = await memory.run(practice.cards, TERMINAL_PERSON)
    assert card.reviews == 1
    said = (await quizzing.stop("es")).plain
    assert "Preguntas vistas: 1, dominadas: 0" in said
    assert "GPU y aceleradores: vistas 1, dominadas 0" in said


@pytest.mark.parametrize("text", ["", "D", "abc", "1", "¿A?", "what is PUE?"])
async def test_what_is_no_answer_is_a_message(quizzing: Quizzing, text: str) -> None:
    await quizzing.quiz("3 GPU", "es")
    assert await quizzing.answer(text, "es") is None


async def test_stopping(quizzing: Quizzing) -> None:
    assert "No hay ningún" in (await quizzing.stop("es")).plain
    said = (await quizzing.quiz("3 GPU", "es")).plain
    await quizzing.answer(letter(said, rightly=True), "es")
    assert "Aciertos: 1 de 1." in (await quizzing.stop("es")).plain


async def test_in_a_conversation(memory: Memory) -> None:
    """With the items that Cuesta is delivered with, by command and in a sentence, in both languages."""
    talk = Talk(Assistant(), memory, language="en")
    for typed in ("/quiz 2 energy", "/cuestionario", "give me a quiz on GPUs", "/practice"):
        reply = await talk.answer(typed)
        assert reply is not None
        assert "A) " in reply.plain, typed
    answered = await talk.answer("a")
    assert answered is not None
    assert "right" in answered.plain or "this is the answer" in answered.plain
    other = await talk.answer("what is PUE?")
    assert other is not None
    assert "PUE" in other.plain
    stopped = await talk.answer("/stop")
    assert stopped is not None
    assert "Questions seen: 1" in stopped.plain


async def test_topics_can_be_told_apart(quizzing: Quizzing) -> None:
    """Their names have commas and "and" in them."""
    names = [words["es"] for words in quizzing.bank.topics().values()]
    for said, example in (
        (await quizzing.quiz("tema raro", "es"), "/quiz 10"),
        (await quizzing.practice("tema raro", "es"), "/practicar"),
    ):
        assert "tema raro" in said.plain
        listed = said.plain.split("Temas: ")[1].split(".\n")[0]
        assert listed.split(" · ") == names
        assert example in said.plain
