"""Everything that answers say by a code has words in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bot.answering
from bot.replying.catalogue import languages
from bot.replying.localizer import localizer
from estimator.factors import FACTOR_NAMES
from knowledge.base import load

SOURCE = "".join(
    file.read_text(encoding="utf-8") for folder in bot.answering.__path__ for file in sorted(Path(folder).glob("*.py"))
)
NOTICES = re.findall(r'\bnotice\(\s*"([a-z0-9_-]+)"', SOURCE)
STEPS = re.findall(r'\b(?:suggest|offer)\(\s*"([a-z0-9_-]+)"', SOURCE)


@pytest.mark.parametrize("language", languages())
def test_every_code_has_words(language: str) -> None:
    assert len(NOTICES) > 40
    assert len(STEPS) > 10
    for key in [
        *(f"notice-{code}" for code in NOTICES),
        *(f"step-{code}" for code in STEPS),
        *(f"factor-{name}" for name in FACTOR_NAMES),
    ]:
        assert localizer(language).pattern(key), key


@pytest.mark.parametrize("language", languages())
def test_everything_claimed_has_a_name_and_a_verdict_in_words(language: str) -> None:
    metrics = {cell.metric for table in load().class_tables for row in table.rows for cell in row.cells} - {""}
    for metric in metrics:
        assert localizer(language).pattern(f"metric-{metric}")
    for verdict in ("holds", "plausible", "off", "unknowable"):
        assert localizer(language).pattern(f"verdict-{verdict}")
        assert localizer(language).plural_pattern(f"verdicts-{verdict}", 2)
