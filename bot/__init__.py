"""The conversation: reading questions, working out answers, saying them, on each surface."""

import os

__version__ = "0.1.0"

# pydantic looks through every installed package for plugins, which takes some 20 ms. We have none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
