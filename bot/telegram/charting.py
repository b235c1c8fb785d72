"""The chart of an answer, as a photo with the numbers in its caption."""

from __future__ import annotations

import html
import logging

from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden

from bot.reply import Chart, Reply
from bot.storage import charts
from bot.telegram.answered import answer_behind, exchange_of
from bot.telegram.busy import busy
from bot.telegram.pictures import digest
from bot.telegram.presses import Press
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.transport import MaybeSentError
from bot.telegram.turns import this_turn

_logger = logging.getLogger(__name__)


async def show_chart(surface: Surface, press: Press) -> None:
    """Send the chart of the answer whose button was pressed."""
    kept = await answer_behind(surface, press)
    if kept is None:
        return
    chart = exchange_of(surface, press, kept, kept.question).reply.chart
    if chart is None:
        await press.answer(press.say("telegram-button-old"))
        return
    await press.answer()
    scene = press.scene
    async with busy(surface.bot, scene.chat.id, scene.thread_id, ChatAction.UPLOAD_PHOTO):
        await send_chart(surface, scene, chart)


async def send_chart(surface: Surface, scene: Scene, chart: Chart) -> None:
    """Send a chart: by its file id if it was sent before, else drawn; in words where pictures are not allowed."""
    known = await surface.database.run(charts.file_id, digest(chart))
    try:
        if known is not None and await _sent(surface, scene, chart, known):
            return  # else Telegram does not hold it any more
        if not await _sent(surface, scene, chart, await surface.pictures.drawn(chart)):
            await surface.send(
                scene, Reply(html=html.escape(chart.caption), plain=chart.caption, language=chart.language)
            )
    except (MaybeSentError, Forbidden):
        return


async def _sent(surface: Surface, scene: Scene, chart: Chart, photo: str | bytes) -> bool:
    """Send a picture, and keep under which id Telegram holds it; whether Telegram took it."""
    replied = scene.message.message_id if scene.message else None
    try:
        sent = await surface.bot.send_photo(
            scene.chat.id,
            photo,
            caption=chart.caption,
            message_thread_id=scene.thread_id,
            reply_to_message_id=replied,
            allow_sending_without_reply=True,
        )
    except BadRequest as error:
        _logger.info("chart not taken", extra={"reason": error.message})
        return False
    if sent.photo:
        this_turn().keep(charts.keep, digest(chart), sent.photo[-1].file_id)
    return True
