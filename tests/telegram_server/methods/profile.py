"""What the bot shows of itself: commands, name, descriptions, menu button."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.telegram_server.methods.registry import Request, method
from tests.telegram_server.refusals import bad_request

COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMAND_DESCRIPTION = 256
LANGUAGE = re.compile(r"[a-z]{2}")
TEXTS = {"Name": (64, "BOT_TITLE_INVALID"), "Description": (512, "BOT_DESCRIPTION_INVALID")}
TEXTS["ShortDescription"] = (120, "BOT_SHORT_DESCRIPTION_INVALID")


def _language(request: Request) -> str:
    language = request.get("language_code", "")
    if language and not LANGUAGE.fullmatch(language):
        raise bad_request("LANG_CODE_INVALID")
    return str(language)


def _commands_key(request: Request) -> tuple[str, str]:
    scope = request.get("scope") or {"type": "default"}
    if "chat_id" in scope:
        chat = request.world.chat(scope["chat_id"])
        if scope["type"] != "chat" and not chat.is_group:
            raise bad_request("can't use the scope in the private chat")
    return json.dumps(scope, sort_keys=True), _language(request)


@method("setMyCommands")
def set_my_commands(request: Request) -> Any:
    """The menu of one scope in one language."""
    commands = request.parameters["commands"]
    if len(commands) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"].strip()) <= COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    if len({command["command"] for command in commands}) < len(commands):
        raise bad_request("BOT_COMMAND_DUPLICATE")
    request.world.commands[_commands_key(request)] = commands
    return True


@method("getMyCommands")
def get_my_commands(request: Request) -> Any:
    """The menu of one scope in one language, empty where none was set."""
    return request.world.commands.get(_commands_key(request), [])


@method("deleteMyCommands")
def delete_my_commands(request: Request) -> Any:
    """Takes a menu away."""
    request.world.commands.pop(_commands_key(request), None)
    return True


def _set(kind: str, field: str) -> None:
    limit, refusal = TEXTS[kind]

    @method(f"setMy{kind}")
    def set_text(request: Request) -> Any:
        text = request.get(field, "")
        if len(text) > limit:
            raise bad_request(refusal)
        request.world.texts[kind, _language(request)] = text
        return True

    @method(f"getMy{kind}")
    def get_text(request: Request) -> Any:
        own = request.world.texts.get((kind, _language(request)))
        default = request.world.texts.get((kind, ""), request.world.bot["first_name"] if kind == "Name" else "")
        return {field: own or default}


for _kind, _field in (("Name", "name"), ("Description", "description"), ("ShortDescription", "short_description")):
    _set(_kind, _field)


@method("setChatMenuButton")
def set_chat_menu_button(request: Request) -> Any:
    """What the button beside the input field opens."""
    request.world.menu_buttons[request.get("chat_id")] = request.get("menu_button", {"type": "default"})
    return True


@method("getChatMenuButton")
def get_chat_menu_button(request: Request) -> Any:
    """The same, asked."""
    default = request.world.menu_buttons.get(None, {"type": "commands"})
    return request.world.menu_buttons.get(request.get("chat_id"), default)


@method("setMyDefaultAdministratorRights")
def set_default_rights(request: Request) -> Any:
    """Rights that the bot asks for when it is made an administrator."""
    request.world.default_rights[request.get("for_channels", False)] = request.get("rights", {})
    return True


@method("getMyDefaultAdministratorRights")
def get_default_rights(request: Request) -> Any:
    """The same, asked."""
    return request.world.default_rights.get(request.get("for_channels", False), {})
