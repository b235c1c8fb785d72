"""`python -m tests.soak [MESSAGES]`: memory at every tenth. Exit status 1 where it grows or answers are doubled."""

from __future__ import annotations

import sys

from tests.soak.running import soak

MESSAGES = 100_000
LOOKS = 10
MOST_MIB = 110.0
GROWTH_MIB = 5.0
"""How much more memory the end may take than the first tenth: what the allocator keeps, not what messages leave."""


def main() -> int:
    """Run it and say how it went."""
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    taken = []
    for look in soak(messages, LOOKS):
        taken.append(look)
        sys.stdout.write(f"{look.answered:>9,} answered   {look.resident_mib:6.1f} MiB   {look.unasked} doubled\n")
        sys.stdout.flush()
    grown = taken[-1].resident_mib - taken[0].resident_mib
    sys.stdout.write(f"{'':>9} growth since the first tenth: {grown:.1f} MiB\n")
    return int(grown > GROWTH_MIB or taken[0].resident_mib > MOST_MIB or taken[-1].unasked > 0)


if __name__ == "__main__":
    sys.exit(main())
