"""A bare echo bot on aiogram, everything as the library has it by default."""

import asyncio
import os
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web


async def echo(message: Message) -> None:
    await message.answer(message.text)


def main() -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"]))
    bot = Bot(os.environ["TELEGRAM_BOT_TOKEN"], session=session)
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    if sys.argv[1] == "webhook":
        run_webhook(bot, dispatcher)
    else:
        asyncio.run(dispatcher.start_polling(bot))


def run_webhook(bot: Bot, dispatcher: Dispatcher) -> None:
    url, secret = os.environ["WEBHOOK_URL"], os.environ["WEBHOOK_SECRET"]

    async def on_startup(bot: Bot) -> None:
        await bot.set_webhook(url, secret_token=secret)

    dispatcher.startup.register(on_startup)
    application = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=secret).register(application, path="/updates")
    setup_application(application, dispatcher, bot=bot)
    web.run_app(application, host="127.0.0.1", port=int(os.environ["WEBHOOK_PORT"]), print=None)


main()
