"""Telegram's flood limits. Off unless a test turns them on."""

from __future__ import annotations

import math
import time
from collections import Counter, deque
from dataclasses import dataclass, field

from tests.telegram_server.refusals import too_many_requests

COUNTED = ("sendMessage", "sendPhoto", "sendDocument", "sendPoll", "copyMessage")


@dataclass
class FloodLimits:
    """About one message a second in a chat with short bursts, 30 a second overall, 20 a minute in a group."""

    chat_burst: int = 3
    chat_seconds: float = 1.0
    overall_per_second: int = 30
    group_per_minute: int = 20
    minute: float = 60.0
    """Length of the group's minute, so that a test need not wait for a whole one."""
    hits: int = 0
    """How often a request was refused."""
    broken: Counter[str] = field(default_factory=Counter)
    """The same by what was broken and by which method: "overall sendPoll"."""
    _chats: dict[int, deque[float]] = field(default_factory=dict)
    _overall: deque[float] = field(default_factory=deque)

    def check(self, method: str, chat_id: int, *, group: bool) -> None:
        """Counts a message. Refuses with 429 once there are too many."""
        if method not in COUNTED:
            return
        now = time.monotonic()
        chat = self._chats.setdefault(chat_id, deque())
        waits = {
            "overall": _wait(self._overall, now, self.overall_per_second, 1.0),
            "chat": _wait(chat, now, self.chat_burst, self.chat_burst * self.chat_seconds),
            "group": _wait(chat, now, self.group_per_minute, self.minute) if group else 0.0,
        }
        longest = max(waits.values())
        if longest > 0:
            self.hits += 1
            self.broken[f"{max(waits, key=lambda limit: waits[limit])} {method}"] += 1
            raise too_many_requests(max(1, math.ceil(longest)))
        chat.append(now)
        self._overall.append(now)
        while self._overall and now - self._overall[0] > 1.0:
            self._overall.popleft()
        while chat and now - chat[0] > max(self.minute, self.chat_burst * self.chat_seconds):
            chat.popleft()


def _wait(times: deque[float], now: float, allowed: int, seconds: float) -> float:
    """Seconds until one more is allowed, where `allowed` are within `seconds`."""
    if len(times) < allowed:
        return 0.0
    return max(0.0, times[-allowed] + seconds - now)
