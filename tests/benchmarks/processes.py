"""Processes that are measured: what they use, and that they end."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@contextlib.contextmanager
def running(command: Sequence[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[str]]:
    """A process with its output in a file; told to stop at the end, killed if it does not."""
    with (
        log.open("w", encoding="utf-8") as output,
        subprocess.Popen(command, env=environment, stdout=output, stderr=output, text=True) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(8)
            except subprocess.TimeoutExpired:
                process.kill()


@contextlib.contextmanager
def serving(command: Sequence[str]) -> Iterator[int]:
    """A server of ours, which prints its port and ends with its standard input; the port."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()


def environment(**changes: str) -> dict[str, str]:
    """This process's environment without settings of Cuesta; Python keeps compiled modules, as it usually does."""
    left_out = ("TELEGRAM", "WEBHOOK", "DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(left_out)} | changes


def processor_seconds(process_id: int) -> float | None:
    """Seconds of processor time that a process has used, of all its threads; None where that cannot be told."""
    try:
        status = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8")
    except OSError:
        return None
    fields = status.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident_mib(process_id: int) -> float | None:
    """MiB of memory that a process has resident; None where that cannot be told."""
    try:
        lines = Path(f"/proc/{process_id}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), None)
