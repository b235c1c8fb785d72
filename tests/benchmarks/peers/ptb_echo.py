"""A bare echo bot on python-telegram-bot, everything as the library has it by default."""

import os
import sys

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text(update.message.text)


def main() -> None:
    root = os.environ["TELEGRAM_API_URL"]
    token = os.environ["TELEGRAM_BOT_TOKEN"]
    application = ApplicationBuilder().token(token).base_url(f"{root}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    if sys.argv[1] == "webhook":
        application.run_webhook(
            "127.0.0.1",
            int(os.environ["WEBHOOK_PORT"]),
            url_path="updates",
            webhook_url=os.environ["WEBHOOK_URL"],
            secret_token=os.environ["WEBHOOK_SECRET"],
        )
    else:
        application.run_polling()


main()
