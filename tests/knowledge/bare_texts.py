"""Texts without what may hold digits though it is no figure."""

from __future__ import annotations

import re
from collections.abc import Iterable


def without_names(text: str, names: Iterable[str]) -> str:
    """A text without placeholders, these names, years and digits that are joined to letters."""
    bare = re.sub(r"\{[^}]*\}", "", text)
    for name in names:
        bare = bare.replace(name, "")
    bare = re.sub(r"\b(?:19|20)[0-9]{2}\b", "", bare)
    return re.sub(r"\b(?=\w*[^\W\d])[\w.-]*\d[\w.-]*", "", bare)
