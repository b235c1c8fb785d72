"""Checks the parameters of a request against the Bot API: names, types, required fields, at any depth.

Stricter than Telegram in one way: Telegram ignores a parameter or field that it does not know, and so hides a
misspelling; here it is refused.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.telegram_server.refusals import Refusal, bad_request

_API = json.loads(Path(__file__).with_name("bot_api.json").read_text(encoding="utf-8"))
METHODS: dict[str, dict[str, str]] = _API["methods"]
_TYPES: dict[str, dict[str, str]] = _API["types"]
_UNIONS: dict[str, list[str]] = _API["unions"]
_BY_LOWER_NAME = {name.lower(): name for name in METHODS}

_INTEGER_RANGE = range(-(2**63), 2**63)


def method_name(written: str) -> str:
    """The method as spelled in the documentation; names are not case sensitive. 404 where there is none."""
    try:
        return _BY_LOWER_NAME[written.lower()]
    except KeyError:
        raise Refusal(404, "Not Found: method not found") from None


def check_parameters(method: str, raw: dict[str, Any], files: dict[str, Any]) -> dict[str, Any]:
    """The parameters with their types. `raw` values may be text (form, query) or JSON values."""
    known = METHODS[method]
    for name in [*raw, *files]:
        if name not in known and not name.startswith("attach"):
            raise bad_request(f'unknown parameter "{name}" of {method}')
    checked: dict[str, Any] = {}
    for name, kind in known.items():
        required, kinds = kind.startswith("!"), kind.removeprefix("!").split("|")
        if name in files:
            if "InputFile" not in kinds:
                raise bad_request(f'parameter "{name}" takes no file')
            checked[name] = files[name]
        elif name in raw:
            checked[name] = _parameter(name, raw[name], kinds)
        elif required:
            raise bad_request(_missing(name))
    return checked


def _missing(name: str) -> str:
    known = {
        "text": "message text is empty",
        "chat_id": "chat_id is empty",
        "photo": "there is no photo in the request",
    }
    return known.get(name, f'parameter "{name}" is required')


def _parameter(name: str, raw: Any, kinds: list[str]) -> Any:
    simple = [kind for kind in kinds if kind in ("String", "InputFile")]
    if isinstance(raw, str) and not simple:
        raw = _from_text(name, raw, kinds)
    elif isinstance(raw, str) and "Integer" in kinds and raw.lstrip("-").isdecimal():
        raw = int(raw)
    return _value(name, raw, kinds)


def _from_text(name: str, raw: str, kinds: list[str]) -> Any:
    if kinds == ["Boolean"]:
        if raw.lower() not in ("true", "false", "1", "0"):
            raise bad_request(f'parameter "{name}" must be a Boolean')
        return raw.lower() in ("true", "1")
    try:
        return json.loads(raw)
    except ValueError:
        raise bad_request(f"can't parse {name} JSON object") from None


def _value(place: str, value: Any, kinds: list[str]) -> Any:
    problems = []
    for kind in kinds:
        try:
            return _one(place, value, kind)
        except Refusal as refusal:
            problems.append(refusal)
    # Of several alternatives the one that went deepest says best what is wrong.
    raise max(problems, key=lambda refusal: refusal.description.count("."))


def _one(place: str, value: Any, kind: str) -> Any:
    if kind.startswith("[]"):
        if not isinstance(value, list):
            raise bad_request(f"expected an Array of {kind[2:]} in {place}")
        return [_one(f"{place}.{index}", item, kind[2:]) for index, item in enumerate(value)]
    if kind.startswith("="):
        if value != kind[1:]:
            raise bad_request(f'field "{place}" must be "{kind[1:]}"')
        return value
    if kind in _UNIONS:
        return _of_union(place, value, kind)
    if kind in _TYPES:
        return _object(place, value, kind)
    return _plain(place, value, kind)


def _plain(place: str, value: Any, kind: str) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    fits = {
        "Integer": is_number and isinstance(value, int) and value in _INTEGER_RANGE,
        "Float": is_number,
        "Boolean": isinstance(value, bool),
        "String": isinstance(value, str),
        "InputFile": isinstance(value, str),
    }[kind]
    if not fits:
        raise bad_request(f'field "{place}" must be of type {kind}')
    return value


def _of_union(place: str, value: Any, union: str) -> Any:
    members = _UNIONS[union]
    if isinstance(value, dict) and "type" in value and any("type" in _TYPES[name] for name in members):
        members = [name for name in members if _TYPES[name].get("type", "").endswith(f"={value['type']}")]
        if not members:
            raise bad_request(f'unsupported type "{value["type"]}" of {union} in {place}')
    return _value(place, value, members)


def _object(place: str, value: Any, kind: str) -> Any:
    if kind == "InputPollOption" and isinstance(value, str):
        return {"text": value}
    if not isinstance(value, dict):
        raise bad_request(f"object expected as {kind} in {place}")
    known = _TYPES[kind]
    for name in value:
        if name not in known:
            raise bad_request(f'unknown field "{place}.{name}" of {kind}')
    for name, field in known.items():
        if field.startswith("!") and name not in value:
            raise bad_request(f"can't parse {kind}: Can't find field \"{name}\" in {place}")
    return {
        name: _value(f"{place}.{name}", item, known[name].removeprefix("!").split("|")) for name, item in value.items()
    }
