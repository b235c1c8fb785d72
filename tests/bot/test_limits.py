"""Our copy of Telegram's limits says what the library says, so that the library stays the authority."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from telegram import constants

from bot import limits

ROOT = Path(__file__).parents[2]
AUTHORITY = {
    "MESSAGE_TEXT": constants.MessageLimit.MAX_TEXT_LENGTH,
    "CAPTION": constants.MessageLimit.CAPTION_LENGTH,
    "CALLBACK_DATA_BYTES": constants.InlineKeyboardButtonLimit.MAX_CALLBACK_DATA,
    "BUTTONS": constants.InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER,
    "POLL_QUESTION": constants.PollLimit.MAX_QUESTION_LENGTH,
    "POLL_OPTION": constants.PollLimit.MAX_OPTION_LENGTH,
    "POLL_EXPLANATION": constants.PollLimit.MAX_EXPLANATION_LENGTH,
    "CALLBACK_ANSWER": constants.CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH,
}


@pytest.mark.parametrize("name", [name for name in vars(limits) if name.isupper()])
def test_a_limit_is_the_librarys(name: str) -> None:
    assert getattr(limits, name) == int(AUTHORITY[name])


def test_none_is_missing() -> None:
    assert {name for name in vars(limits) if name.isupper()} == set(AUTHORITY)


def test_limits_are_known_without_importing_telegram() -> None:
    program = "import sys, bot.reply; print('telegram' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
