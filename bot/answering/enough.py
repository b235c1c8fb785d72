"""Whether what there is is enough for what is needed, and how sure that is."""

from __future__ import annotations

from bot.answering.worksheet import Worksheet
from estimator.estimates import Factor, product
from knowledge.figures import Figure


def judge(sheet: Worksheet, what: str, *, needed: Figure, allowed: Figure) -> None:
    """Note whether `what` ("budget", "time") is enough: surely, probably, probably not or surely not."""
    share = product("", Factor("needed", needed), Factor("allowed", allowed, -1))
    if share.high <= 1:
        sheet.notice(f"{what}-enough")
    elif share.central <= 1:
        sheet.notice(f"{what}-probably-enough")
    elif share.low <= 1:
        sheet.notice(f"{what}-probably-not-enough")
    else:
        sheet.notice(f"{what}-not-enough")
