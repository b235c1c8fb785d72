"""The short soak of the suite."""

from __future__ import annotations

from tests.soak.running import soak


def test_nothing_is_lost_doubled_or_piled_up() -> None:
    looks = list(soak(1_500, 3, students=50, seconds_a_look=600))
    assert looks[-1].answered >= 1_500
    assert looks[-1].unasked == 0
    grown = looks[-1].resident_mib - looks[0].resident_mib
    assert grown < 12, f"{grown:.1f} MiB more after 1,000 further messages"
