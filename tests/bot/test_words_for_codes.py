"""Every code that one step hands to the next has its words in every language."""

from __future__ import annotations

import pytest

from bot.question import Metric
from bot.reading.slots.problems import PROBLEM_CODES
from bot.replying.catalogue import languages
from bot.replying.localizer import localizer
from estimator.factors import FACTOR_NAMES
from knowledge.figures import Kind

KEYS = (
    *(f"notice-problem-{code}" for code in PROBLEM_CODES),
    *(f"metric-{metric}" for metric in Metric),
    *(f"factor-{name}" for name in FACTOR_NAMES),
    *(f"kind-{kind}" for kind in Kind),
)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("key", sorted(KEYS))
def test_the_catalogue_has_words_for_every_code(language: str, key: str) -> None:
    assert localizer(language).pattern(key).strip()
