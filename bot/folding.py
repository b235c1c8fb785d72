"""Names as people type them in a hurry: without accents and capitals."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """The text without accents and capitals, to compare or sort it by."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
