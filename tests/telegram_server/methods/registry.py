"""What a method is given, and the table of methods."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.telegram_server.chats import Chat, Message
from tests.telegram_server.files import Upload
from tests.telegram_server.refusals import bad_request

if TYPE_CHECKING:
    from tests.telegram_server.world import World


@dataclass
class Request:
    """A request whose parameters have been checked."""

    method: str
    parameters: dict[str, Any]
    attached: dict[str, Upload]
    world: World

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter, or `default` where it was left out."""
        return self.parameters.get(name, default)

    def chat(self) -> Chat:
        """The chat that `chat_id` means."""
        if "chat_id" not in self.parameters:
            raise bad_request("chat_id is empty")
        return self.world.chat(self.parameters["chat_id"])

    def message(self, missing: str) -> Message:
        """The message that `chat_id` and `message_id` mean; `missing` is said where there is none."""
        if "chat_id" not in self.parameters or "message_id" not in self.parameters:
            raise bad_request("message identifier is not specified")
        found = self.chat().messages.get(self.parameters["message_id"])
        if found is None:
            raise bad_request(missing)
        return found


Handler = Callable[[Request], Awaitable[Any] | Any]
HANDLERS: dict[str, Handler] = {}


def method(name: str) -> Callable[[Handler], Handler]:
    """Enters a function into the table of methods."""

    def enter(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        return handler

    return enter
