"""Polls and quizzes."""

from __future__ import annotations

import time
from typing import Any

from tests.telegram_server.markup import formatted
from tests.telegram_server.methods.messages import place
from tests.telegram_server.methods.registry import Request, method
from tests.telegram_server.refusals import bad_request

QUESTION = 300
OPTION = 100
OPTIONS = 12
EXPLANATION = 200
EXPLANATION_LINES = 2
DESCRIPTION = 1024
OPEN_SECONDS = range(5, 2_628_001)


@method("sendPoll")
def send_poll(request: Request) -> Any:
    """A poll or a quiz."""
    request.chat().check_reachable(request.world.bot_id)
    question = _question(request)
    options = _options(request)
    kind = request.get("type", "regular")
    if kind not in ("regular", "quiz"):
        raise bad_request("unsupported poll type specified")
    if request.chat().type == "channel" and not request.get("is_anonymous", True):
        raise bad_request("non-anonymous polls can't be sent to channel chats")
    shown: dict[str, Any] = {
        "id": request.world.number("poll"),
        "question": question,
        "options": options,
        "total_voter_count": 0,
        "is_closed": request.get("is_closed", False),
        "is_anonymous": request.get("is_anonymous", True),
        "type": kind,
        "allows_multiple_answers": request.get("allows_multiple_answers", False),
        "allows_revoting": request.get("allows_revoting", kind == "regular"),
        "members_only": request.get("members_only", False),
    }
    shown |= _quiz(request, kind, len(options)) | _closing(request)
    if len(request.get("description", "")) > DESCRIPTION:
        raise bad_request("message caption is too long")
    sent = place(request, {"poll": shown}, question)
    request.world.polls[shown["id"]] = request.chat().messages[sent["message_id"]]
    return sent


def _question(request: Request) -> str:
    question, _ = formatted(request.parameters["question"], request.get("question_parse_mode"), None)
    if not question.strip():
        raise bad_request("poll question must be non-empty")
    if len(question) > QUESTION:
        raise bad_request(f"poll question length must not exceed {QUESTION}")
    return question


def _options(request: Request) -> list[dict[str, Any]]:
    options = request.parameters["options"]
    if not options:
        raise bad_request("poll must have at least 1 option")
    if len(options) > OPTIONS:
        raise bad_request(f"poll can't have more than {OPTIONS} options")
    shown = []
    for number, option in enumerate(options):
        text, _ = formatted(option["text"], option.get("text_parse_mode"), option.get("text_entities"))
        if not text.strip():
            raise bad_request("poll options must be non-empty")
        if len(text) > OPTION:
            raise bad_request(f"poll options length must not exceed {OPTION}")
        shown.append({"text": text, "voter_count": 0, "persistent_id": f"option-{number}"})
    if len({option["text"] for option in shown}) < len(shown):
        raise bad_request("POLL_OPTION_DUPLICATE")
    return shown


def _quiz(request: Request, kind: str, options: int) -> dict[str, Any]:
    right = request.get("correct_option_ids")
    explanation = request.get("explanation")
    if kind != "quiz":
        if right is not None or explanation is not None:
            raise bad_request("only quizzes have right options and an explanation")
        return {}
    if not right:
        raise bad_request("correct quiz option list must be non-empty")
    if sorted(set(right)) != right:
        raise bad_request("correct quiz option list must be increasing")
    if not all(0 <= number < options for number in right):
        raise bad_request("wrong correct option ID specified")
    shown: dict[str, Any] = {"correct_option_ids": right}
    if explanation is not None:
        text, entities = formatted(
            explanation, request.get("explanation_parse_mode"), request.get("explanation_entities")
        )
        if len(text) > EXPLANATION or text.count("\n") > EXPLANATION_LINES:
            raise bad_request("quiz explanation is too long")
        shown |= {"explanation": text} | ({"explanation_entities": entities} if entities else {})
    return shown


def _closing(request: Request) -> dict[str, Any]:
    period, date = request.get("open_period"), request.get("close_date")
    if period is not None and date is not None:
        raise bad_request("open_period and close_date can't be used together")
    if period is not None:
        if period not in OPEN_SECONDS:
            raise bad_request("poll open period is out of range")
        return {"open_period": period}
    if date is not None:
        if int(date - time.time()) not in OPEN_SECONDS:
            raise bad_request("poll close date is out of range")
        return {"close_date": date}
    return {}


@method("stopPoll")
def stop_poll(request: Request) -> Any:
    """Closes a poll of the bot."""
    message = request.message("message with poll to stop not found")
    if message.sender["id"] != request.world.bot_id or "poll" not in message.content:
        raise bad_request("message with poll to stop not found")
    if message.content["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    message.content["poll"]["is_closed"] = True
    message.version += 1
    return message.content["poll"]
