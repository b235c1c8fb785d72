"""The chart of an answer, as a photo with the numbers in its caption."""

from __future__ import annotations

from telegram import Message
from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden

from bot.reply import Chart
from bot.telegram.answered import answer_behind, exchange_of
from bot.telegram.busy import busy
from bot.telegram.presses import Press
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.transport import MaybeSentError


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
    """Send a chart: by its file id if it was sent before, else drawn."""
    known = surface.pictures.file_id(chart)
    try:
        if known is not None:
            try:
                await _send(surface, scene, chart, known)
            except BadRequest:
                surface.pictures.forget(chart)
            else:
                return
        sent = await _send(surface, scene, chart, await surface.pictures.drawn(chart))
        if sent.photo:
            surface.pictures.remember(chart, sent.photo[-1].file_id)
    except (MaybeSentError, Forbidden):
        return


async def _send(surface: Surface, scene: Scene, chart: Chart, photo: str | bytes) -> Message:
    replied = scene.message.message_id if scene.message else None
    return await surface.bot.send_photo(
        scene.chat.id,
        photo,
        caption=chart.caption,
        message_thread_id=scene.thread_id,
        reply_to_message_id=replied,
        allow_sending_without_reply=True,
    )
