"""Telegram's limits, in one place and without importing the telegram package.

`cuesta ask` must answer before that import alone would be done; a test compares every value with
`telegram.constants`, so the library stays the authority.
"""

from __future__ import annotations

MESSAGE_TEXT = 4096
"""Characters (UTF-16 code units) of a message after its entities are parsed."""
CAPTION = 1024
"""Characters of a caption after its entities are parsed."""
CALLBACK_DATA_BYTES = 64
"""Bytes that a button carries back."""
BUTTONS = 100
"""Buttons of one keyboard."""
POLL_QUESTION = 300
POLL_OPTION = 100
POLL_EXPLANATION = 200
CALLBACK_ANSWER = 200
"""Characters of the notice shown when a button is pressed."""
