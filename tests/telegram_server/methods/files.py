"""Downloading files."""

from __future__ import annotations

from typing import Any

from tests.telegram_server.methods.registry import Request, method


@method("getFile")
def get_file(request: Request) -> Any:
    """Where a file can be downloaded."""
    return request.world.files.by_id(request.parameters["file_id"]).json()
