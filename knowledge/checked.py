"""What every part of a data file has in common once it is checked."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

_NOT_TOLD: set[str] = set()


class Checked(BaseModel):
    """Content of a data file: nothing unknown is allowed, nothing changes after loading.

    Checks are prepared when they are first needed; most starts load what was checked before.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def model_post_init(self, _: Any, /) -> None:
        """Forget which fields were given: nobody asks, and these sets take more room than all else that is known."""
        object.__setattr__(self, "__pydantic_fields_set__", _NOT_TOLD)
