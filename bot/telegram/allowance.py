"""How many messages may leave so that no second at Telegram ever holds more than it takes.

When a message counts at Telegram nobody tells us: some time between its leaving here and the coming of the answer. So
it keeps a place until one that leaves now is sure to count in another second. What the way takes at least, there and
back, is known from the quickest so far, and is not counted twice; what one message took longer than that is: where
the network or either computer is held up, fewer leave, and no limit is broken when what was held up arrives together.
"""

from __future__ import annotations

import itertools
from collections import deque
from typing import Final

from telegram.constants import FloodLimit

SECOND: Final = 1.015
"""The second of the limit, and by how much computers may measure it differently."""
STUCK_SECONDS: Final = 2.0
"""An answer that takes longer is not waited for: the message has counted, or never will."""
ENOUGH: Final = 20
"""Answers that must have come before the quickest of them tells what the way takes."""
_LOOK_SECONDS: Final = 0.01


class Allowance:
    """The places of one bot. All times are those of one steady clock."""

    def __init__(self, most: int = FloodLimit.MESSAGES_PER_SECOND) -> None:
        self._most = most
        self._numbers = itertools.count()
        self._on_their_way: dict[int, float] = {}
        self._kept_until: deque[float] = deque()
        self._quickest = float("inf")
        self._answers = 0

    def wait(self, now: float) -> float:
        """Seconds until one more may leave; zero where it may now."""
        self._let_go(now)
        too_many = len(self._on_their_way) + len(self._kept_until) - self._most
        if too_many < 0:
            return 0.0
        if too_many < len(self._kept_until):
            return self._kept_until[too_many] - now
        return _LOOK_SECONDS

    def take(self, now: float) -> int:
        """A message is to leave, whether there is room or not; the number of its place."""
        self._let_go(now)
        place = next(self._numbers)
        self._on_their_way[place] = now
        return place

    def give_back(self, place: int) -> None:
        """It did not leave."""
        self._on_their_way.pop(place, None)

    def answered(self, place: int, left: float, now: float) -> None:
        """Telegram's answer to it came, or it is known that none will; it left at `left`."""
        if self._on_their_way.pop(place, None) is None:
            return
        self._answers += 1
        self._quickest = min(self._quickest, now - left)
        way = self._quickest if self._answers >= ENOUGH else 0.0
        self._kept_until.append(now - way + SECOND)

    def fill(self, now: float) -> None:
        """Nobody knows what left within the last second: another process may have sent all there may be."""
        self._kept_until.extend([now + SECOND] * self._most)

    def _let_go(self, now: float) -> None:
        while self._kept_until and self._kept_until[0] <= now:
            self._kept_until.popleft()
        while self._on_their_way:
            oldest = next(iter(self._on_their_way))
            if now - self._on_their_way[oldest] < STUCK_SECONDS:
                return
            del self._on_their_way[oldest]
