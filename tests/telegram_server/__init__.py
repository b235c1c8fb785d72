"""A strict local stand-in for Telegram's Bot API, with people who use the bot.

It answers over HTTP on the loopback interface as Telegram does and refuses what Telegram refuses. Tests run the real
bot against it, by polling or by webhook:

    async with TelegramServer() as server:
        ana = server.person(1001, language_code="es")
        reply = await ana.asks("costo de 512 A100 por un mes")
        await ana.presses(reply, "Fórmula")

Where it is stricter than Telegram, the module that is says so: unknown parameters and fields, unknown HTML entities,
unusable links and unknown update types are passed over by Telegram without a word and are refused here.
"""

from tests.telegram_server.chats import Chat, Message
from tests.telegram_server.faults import Fault, Kind
from tests.telegram_server.floods import FloodLimits
from tests.telegram_server.people import Person
from tests.telegram_server.records import Call
from tests.telegram_server.server import TOKEN, TelegramServer

__all__ = ["TOKEN", "Call", "Chat", "Fault", "FloodLimits", "Kind", "Message", "Person", "TelegramServer"]
