"""The methods of the Bot API, one subject a file. Importing this package fills `HANDLERS`."""

from tests.telegram_server.methods import chats, edits, files, messages, polls, profile, queries, updates
from tests.telegram_server.methods.registry import HANDLERS, Request

__all__ = ["HANDLERS", "Request", "chats", "edits", "files", "messages", "polls", "profile", "queries", "updates"]
