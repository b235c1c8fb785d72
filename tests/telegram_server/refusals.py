"""What Telegram says when it refuses a request."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):  # noqa: N818 - it is an answer, and the right one
    """A request that Telegram would not carry out: status code, description, and for some a parameter that helps."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(code, description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON that comes back."""
        shown: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            shown["parameters"] = self.parameters
        return shown


def bad_request(problem: str, **parameters: Any) -> Refusal:
    """400: the request itself is wrong."""
    return Refusal(400, f"Bad Request: {problem}", **parameters)


def forbidden(problem: str) -> Refusal:
    """403: the bot may not do this, here or any more."""
    return Refusal(403, f"Forbidden: {problem}")


def conflict(problem: str) -> Refusal:
    """409: two ways of fetching updates at once."""
    return Refusal(409, f"Conflict: {problem}")


def too_many_requests(retry_after: int) -> Refusal:
    """429: a flood limit was reached; ask again after so many seconds."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
