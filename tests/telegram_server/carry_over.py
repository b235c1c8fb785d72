"""Writes `bot_api.json`, the part of the Bot API that the stand-in speaks, from a machine-readable specification.

    python -m tests.telegram_server.carry_over api.json

The input is the JSON of github.com/PaulSonOfLars/telegram-bot-api-spec, which follows core.telegram.org/bots/api.
Only names, types and whether a field is required are carried over: `!` marks a required field, `[]` an array,
`|` alternatives, `=value` the one value a field of a union's member may have.
"""

from __future__ import annotations

import itertools
import json
import re
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).with_name("bot_api.json")

METHODS = {
    "updates": ["getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo", "getMe", "logOut", "close"],
    "messages": ["sendMessage", "sendPhoto", "sendDocument", "copyMessage", "sendChatAction", "setMessageReaction"],
    "changes": ["deleteMessage", "deleteMessages", "pinChatMessage", "unpinChatMessage"],
    "edits": ["editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup"],
    "polls": ["sendPoll", "stopPoll"],
    "files": ["getFile"],
    "chats": ["getChat", "getChatMember", "getChatMemberCount", "getChatAdministrators", "leaveChat"],
    "queries": ["answerCallbackQuery", "answerInlineQuery"],
    "menus": ["setMyCommands", "getMyCommands", "deleteMyCommands", "setChatMenuButton", "getChatMenuButton"],
    "rights": ["setMyDefaultAdministratorRights", "getMyDefaultAdministratorRights"],
    "texts": [f"{verb}My{text}" for verb in ("set", "get") for text in ("Name", "Description", "ShortDescription")],
}

BUILT_IN = {"Integer", "String", "Boolean", "Float", "InputFile"}

CONSTANT = re.compile(r"(?:must be|always) [“\"]?([a-z_0-9]+)[”\"]?\.?$")


def short(type_name: str) -> str:
    """`Array of Array of X` as `[][]X`."""
    return type_name.replace("Array of ", "[]")


def fields(entries: list[dict[str, Any]], *, of_union: bool) -> dict[str, str]:
    """Name → type of one method's or type's fields."""
    written = {}
    for entry in entries:
        constant = CONSTANT.search(entry["description"]) if of_union else None
        kind = f"={constant[1]}" if constant else "|".join(short(name) for name in entry["types"])
        written[entry["name"]] = ("!" if entry["required"] else "") + kind
    return written


def carried(specification: dict[str, Any]) -> dict[str, Any]:
    """The part that `METHODS` and every type reachable from their parameters need."""
    methods = {
        name: fields(specification["methods"][name].get("fields", []), of_union=False)
        for name in sorted(itertools.chain.from_iterable(METHODS.values()))
    }
    types: dict[str, dict[str, str]] = {}
    unions: dict[str, list[str]] = {}
    waiting = [kind for parameters in methods.values() for kind in parameters.values()]
    while waiting:
        for name in re.findall(r"[A-Z]\w+", waiting.pop()):
            if name in BUILT_IN or name in types or name in unions:
                continue
            entry = specification["types"][name]
            if "subtypes" in entry:
                unions[name] = entry["subtypes"]
                waiting.extend(entry["subtypes"])
            else:
                types[name] = fields(entry.get("fields", []), of_union="subtype_of" in entry)
                waiting.extend(types[name].values())
    return {
        "version": specification["version"],
        "methods": methods,
        "unions": dict(sorted(unions.items())),
        "types": dict(sorted(types.items())),
    }


def written(part: dict[str, Any]) -> str:
    """JSON with one method, union or type a line."""
    lines = [f'{{\n"version": {json.dumps(part["version"])}']
    for section in ("methods", "unions", "types"):
        entries = ",\n".join(f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in part[section].items())
        lines.append(f"{json.dumps(section)}: {{\n{entries}\n}}")
    return ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    TARGET.write_text(written(carried(json.loads(Path(sys.argv[1]).read_text()))))
