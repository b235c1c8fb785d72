"""The conversation: reading questions, working out answers, saying them, on each surface."""

__version__ = "0.1.0"
