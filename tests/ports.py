"""Ports to listen on."""

from __future__ import annotations

import random
import socket

_FROM, _TO = 10_000, 30_000
"""Below the ports that systems give to outgoing connections: none of the many here can take it before it is used."""


def free_port() -> int:
    """A port of this computer that is free, and stays so."""
    for port in random.SystemRandom().sample(range(_FROM, _TO), 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("a hundred ports are taken")
