"""Menus, name and descriptions in every language, from the one registry."""

from __future__ import annotations

import json

from bot.replying.catalogue import languages
from bot.telegram.commands import Menu, command_named, commands
from bot.telegram.routes import COMMANDS
from tests.bot.telegram.conftest import Running
from tests.telegram_server import TelegramServer


def menu(server: TelegramServer, scope: str, language: str) -> dict[str, str]:
    key = (json.dumps({"type": scope}), language)
    return {command["command"]: command["description"] for command in server.world.commands[key]}


async def test_menus_by_place_and_language(server: TelegramServer, running: Running) -> None:
    async with running():
        await server.record.until(lambda: len(server.record.of("getMyShortDescription")) == 3, what="the whole profile")
    private = menu(server, "all_private_chats", "es")
    assert private["ayuda"] == "Qué se puede preguntar"
    assert "olvidame" in private
    assert "olvidame" not in menu(server, "all_group_chats", "es")
    assert "idioma" not in menu(server, "all_group_chats", "es")
    assert "idioma" in menu(server, "all_chat_administrators", "es")
    assert "help" in menu(server, "all_private_chats", "en")
    assert menu(server, "all_private_chats", "") == private
    assert server.world.texts["Description", "en"].startswith("I answer what language models cost")
    server.record.calls.clear()
    async with running():
        await server.record.until(
            lambda: len(server.record.of("getMyShortDescription")) == 3, what="a look at the profile"
        )
        await server.quiet()
    assert [call for call in server.calls if call.method.startswith("setMy")] == [], "nothing differs: nothing is set"


async def test_name_and_descriptions_are_left_to_whoever_wants_their_own(
    server: TelegramServer, running: Running
) -> None:
    async with running(telegram_profile="menus"):
        await server.record.until(lambda: len(server.record.of("getMyCommands")) == 12, what="all menus")
        await server.quiet()
    assert "ayuda" in menu(server, "all_private_chats", "es")
    assert {call.method for call in server.calls if "My" in call.method} == {"getMyCommands", "setMyCommands"}


def test_every_command_does_something() -> None:
    assert set(commands()) == set(COMMANDS)


def test_every_command_is_in_some_menu_and_has_a_name_in_every_language() -> None:
    for command in commands().values():
        assert command.menus <= set(Menu)
        assert set(command.names) == set(languages())
        for name in command.all_names:
            assert command_named(name) is command
            assert command_named(name.upper()) is command
