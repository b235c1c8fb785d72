"""A bounded memory of what was made before, for what is made again and again of the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Remembered(Generic[_T]):
    """The results of the last `most` different keys that were asked for; with `most` 0 nothing is remembered.

    For results that follow from their key alone and never change.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._results: dict[Hashable, _T] = {}

    def __len__(self) -> int:
        return len(self._results)

    def get(self, key: Hashable, make: Callable[[], _T], may_keep: Callable[[_T], bool] | None = None) -> _T:
        """The result for a key, made where it is not remembered. What fails or `may_keep` refuses is not remembered."""
        if not self._most:
            return make()
        # A dict is in the order of insertion: what was asked for last is put in last.
        result = self._results.pop(key, None)
        if result is None:
            result = make()
            if may_keep is not None and not may_keep(result):
                return result
            while len(self._results) >= self._most:
                self._results.pop(next(iter(self._results)), None)
        self._results[key] = result
        return result
