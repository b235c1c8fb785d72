"""Files that were uploaded: an upload gets an id, and the id can be sent again."""

from __future__ import annotations

import hashlib
import itertools
import struct
from dataclasses import dataclass
from typing import Any

from tests.telegram_server.refusals import Refusal, bad_request

PHOTO_BYTES = 10 * 1024 * 1024
DOCUMENT_BYTES = 50 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20


@dataclass(frozen=True)
class Upload:
    """A file as it came in a multipart request."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class StoredFile:
    """A file that Telegram holds."""

    id: str
    unique_id: str
    kind: str
    upload: Upload

    def json(self) -> dict[str, Any]:
        """The Bot API's File object."""
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.upload.content),
            "file_path": f"{self.kind}s/{self.unique_id}",
        }


class Files:
    """All files that one bot may use."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._numbers = itertools.count(1)

    def stored(self, given: Any, attached: dict[str, Upload], kind: str) -> StoredFile:
        """The file that a parameter means: an upload, `attach://name`, or the id of an earlier one."""
        if isinstance(given, Upload):
            return self.keep(given, kind)
        if given.startswith("attach://"):
            name = given.removeprefix("attach://")
            if name not in attached:
                raise bad_request(f"there is no file {name} in the request")
            return self.keep(attached[name], kind)
        if given.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        found = self._by_id.get(given)
        if found is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if found.kind != kind:
            raise bad_request(f"can't use file of type {found.kind.title()} as {kind.title()}")
        return found

    def keep(self, upload: Upload, kind: str) -> StoredFile:
        """Takes in an upload. Refuses what is empty, too large, or no picture where one is needed."""
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > (PHOTO_BYTES if kind == "photo" else DOCUMENT_BYTES):
            raise Refusal(413, "Request Entity Too Large")
        if kind == "photo":
            picture_size(upload.content)
        unique = hashlib.sha256(upload.content).hexdigest()[:16]
        kept = StoredFile(f"{kind[0].upper()}gACAgIAAxk{next(self._numbers):08d}{unique}", unique, kind, upload)
        self._by_id[kept.id] = kept
        return kept

    def by_id(self, file_id: str) -> StoredFile:
        """The file with this id, for downloading."""
        found = self._by_id.get(file_id)
        if found is None:
            raise bad_request("invalid file_id")
        if len(found.upload.content) > DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        return found

    def by_path(self, path: str) -> StoredFile | None:
        """The file that `getFile` gave this path."""
        return next((kept for kept in self._by_id.values() if kept.json()["file_path"] == path), None)


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG picture. Raises Refusal as Telegram does of what it cannot show."""
    size = _png_size(content) or _jpeg_size(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > PHOTO_SIDES or max(size) > PHOTO_RATIO * max(min(size), 1):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size


def _png_size(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 < len(content):
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker in (0xC0, 0xC1, 0xC2):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
