"""Updates made by a shorter way are those that the library makes."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, Update
from telegram.ext import ExtBot

from bot.telegram.parsing import update_of

ANA = {"id": 7, "is_bot": False, "first_name": "Ana", "last_name": "Paz", "username": "ana", "language_code": "es"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ana", "username": "ana"}
GROUP = {"id": -100123, "type": "supergroup", "title": "Física 1"}
PLAIN: dict[str, Any] = {"message_id": 5, "date": 1_763_000_000, "chat": PRIVATE, "from": ANA, "text": "¿cuánto?"}


def _cases() -> dict[str, dict[str, Any]]:
    return {
        "plain": {"update_id": 9, "message": PLAIN},
        "in a group": {"update_id": 9, "message": {**PLAIN, "chat": GROUP}},
        "premium": {"update_id": 9, "message": {**PLAIN, "from": {**ANA, "is_premium": True}}},
        "a command": {
            "update_id": 9,
            "message": {
                **PLAIN,
                "text": "/start",
                "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
            },
        },
        "a reply": {"update_id": 9, "message": {**PLAIN, "reply_to_message": {**PLAIN, "message_id": 4}}},
        "of a kind of user not known yet": {"update_id": 9, "message": {**PLAIN, "from": {**ANA, "is_robot": True}}},
        "an edit": {"update_id": 9, "edited_message": {**PLAIN, "edit_date": 1_763_000_050}},
        "two at once": {"update_id": 9, "message": PLAIN, "new_kind": {"a": 1}},
        "without a sender": {"update_id": 9, "message": {k: v for k, v in PLAIN.items() if k != "from"}},
    }


@pytest.fixture
def bot() -> Bot:
    return ExtBot("110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1")


@pytest.mark.parametrize("case", _cases())
def test_the_same_as_the_librarys_own(case: str, bot: Bot) -> None:
    payload = _cases()[case]
    made, theirs = update_of(payload, bot), Update.de_json(payload, bot)
    assert made.to_dict() == theirs.to_dict()
    assert made.effective_user == theirs.effective_user
    assert made.effective_chat == theirs.effective_chat
    message, other = made.effective_message, theirs.effective_message
    assert message == other
    if message is not None and other is not None:
        assert message.date == other.date
        assert message.date.tzinfo == other.date.tzinfo
        assert message.get_bot() is bot


@pytest.mark.parametrize(
    "message",
    [
        {**PLAIN, "chat": 5},
        {**PLAIN, "chat": {"type": "private"}},
        {**PLAIN, "from": {"id": 5}},
        {**PLAIN, "date": "yesterday"},
        {**PLAIN, "date": 10**20},
    ],
)
def test_what_is_malformed_is_raised(message: dict[str, Any], bot: Bot) -> None:
    with pytest.raises((TypeError, ValueError, OverflowError, AttributeError, OSError)):
        update_of({"update_id": 9, "message": message}, bot)
