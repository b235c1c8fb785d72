"""What can be known of the container without building it: what goes in, as whom it runs, what it may write, how it is
asked for its health, and that the settings it is given are the program's."""

from __future__ import annotations

import http.server
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from tests.ports import free_port

PROJECT = Path(__file__).parent.parent
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's, in order: name and rest of the line."""
    text = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines if line]


def environment() -> dict[str, str]:
    """What the image sets for the program."""
    (text,) = (rest for name, rest in instructions() if name == "ENV" and "HOME" in rest)
    return dict(part.split("=", 1) for part in shlex.split(text))


def copied() -> list[str]:
    """What of the project goes into the image."""
    return [
        source
        for name, rest in instructions()
        if name == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    ]


def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))
    return content["services"]["bot"]


def test_what_goes_in_is_there_and_let_in() -> None:
    lines = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in lines, "nothing else: no token, no database"
    assert sorted(copied()) == sorted(line[1:] for line in lines if line.startswith("!"))
    assert all((PROJECT / source).exists() for source in copied())


def test_the_program_is_complete_with_that(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in copied():
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(PROJECT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
    subprocess.run(
        [*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path, source], check=True, timeout=600
    )
    (wheel,) = tmp_path.glob("cuesta-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed_files = {name for name in packed.namelist() if ".dist-info/" not in name}
    folders = [PROJECT / name for name in copied() if (PROJECT / name).is_dir()]
    data = {
        file.relative_to(PROJECT).as_posix()
        for folder in folders
        for file in folder.rglob("*")
        if file.suffix in {".py", ".yaml", ".jinja", ".po"} and "__pycache__" not in file.parts
    }
    assert data <= packed_files


def test_what_builds_it_is_locked_with_the_rest() -> None:
    locked = (PROJECT / "requirements.txt").read_text(encoding="utf-8")
    (removed,) = (re.search(r"uninstall --yes (.+)", rest) for name, rest in instructions() if "uninstall" in rest)
    assert removed is not None
    for name in set(removed[1].split()) - {"pip"}:
        assert re.search(rf"^{name}==.+\\\n +--hash=", locked, re.MULTILINE), name


def test_it_runs_as_an_ordinary_user_with_no_more_rights_than_needed() -> None:
    user = next(rest for name, rest in reversed(instructions()) if name == "USER")
    number, group = map(int, user.split(":"))
    assert min(number, group) >= 1000
    service = compose()
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.keys() & {"privileged", "cap_add", "volumes", "ports", "network_mode", "user"}
    (volume,) = (rest for name, rest in instructions() if name == "VOLUME")
    (mounted,) = (entry for entry in service["tmpfs"] if entry.startswith(f"{volume}:"))
    assert mounted == f"{volume}:uid={number},gid={group},mode=0700"
    assert "/tmp" in service["tmpfs"]


def test_everything_that_is_written_lies_in_the_volume() -> None:
    (volume,) = (rest for name, rest in instructions() if name == "VOLUME")
    folders = {name: value for name, value in environment().items() if name != "PATH" and value.startswith("/")}
    assert folders.keys() >= {"HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "MPLCONFIGDIR"}
    assert all(value == volume or value.startswith(f"{volume}/") for value in folders.values())
    code = "from bot.settings import Settings; print(Settings(_env_file=None).database_url.get_secret_value())"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **folders, "DATABASE_URL": ""},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    ).stdout
    assert told.startswith(f"sqlite:///{folders['XDG_DATA_HOME']}/")


def test_the_command_is_the_programs() -> None:
    parts = {name: rest for name, rest in instructions() if name in {"ENTRYPOINT", "CMD", "STOPSIGNAL"}}
    assert [*json.loads(parts["ENTRYPOINT"]), *json.loads(parts["CMD"])] == ["cuesta", "telegram"]
    assert parts["STOPSIGNAL"] == "SIGTERM"


@contextmanager
def listening(status: int) -> Iterator[tuple[int, list[str]]]:
    """A server that answers with a status; its port, and what it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1], asked
        finally:
            server.shutdown()
            thread.join()


def health(port: str) -> int:
    """What the image's health check says: 0 is well."""
    (rest,) = (rest for name, rest in instructions() if name == "HEALTHCHECK")
    python, *arguments = json.loads(rest.split("CMD", 1)[1])
    assert python == "python"
    variables = {**os.environ, "WEBHOOK_PORT": port}
    return subprocess.run(
        [sys.executable, *arguments], env=variables, stderr=subprocess.DEVNULL, timeout=600
    ).returncode


def test_the_health_check() -> None:
    with listening(200) as (port, asked):
        assert health(str(port)) == 0
    assert asked == ["/healthz"]
    with listening(503) as (port, _):
        assert health(str(port)) != 0
    assert health(str(free_port())) != 0
    assert health("") == 0, "with long polling there is nothing to ask"


def filled_in(given: dict[str, str]) -> dict[str, str]:
    """The environment that compose makes of a file `.env`: the three kinds of variables that ours has."""

    def value(found: re.Match[str]) -> str:
        name, operator, rest = found[1], found[2], found[3]
        if operator == ":?":
            return given[name]
        if operator == ":+":
            return rest if given.get(name) else ""
        return given.get(name) or rest

    pattern = re.compile(r"\$\{(\w+)(:[-?+])([^}]*)\}")
    return {name: pattern.sub(value, text) for name, text in compose()["environment"].items()}


def test_its_settings_are_the_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {name.upper() for name in Settings.model_fields}
    assert set(compose()["environment"]) <= names
    for name in names:
        monkeypatch.delenv(name, raising=False)
    least = {"TELEGRAM_BOT_TOKEN": TOKEN, "POSTGRES_PASSWORD": "s3cretWord"}
    by_polling = Settings(_env_file=None, **{name.lower(): value for name, value in filled_in(least).items()})
    assert not by_polling.uses_webhook
    assert by_polling.bot_token == TOKEN
    assert by_polling.database_url.get_secret_value() == "postgresql://cuesta:s3cretWord@database/cuesta"
    hook = {"WEBHOOK_URL": "https://cuesta.example/updates", "WEBHOOK_SECRET": "of_ours-1"}
    by_webhook = Settings(_env_file=None, **{name.lower(): value for name, value in filled_in(least | hook).items()})
    assert (by_webhook.uses_webhook, by_webhook.webhook_host, by_webhook.webhook_port) == (True, "0.0.0.0", 8080)
    assert compose()["expose"] == ["8080"]


def test_whoever_misses_a_setting_is_told() -> None:
    with pytest.raises(KeyError, match="POSTGRES_PASSWORD"):
        filled_in({"TELEGRAM_BOT_TOKEN": TOKEN})


def test_the_service_of_systemd_starts_the_same_with_the_same_settings() -> None:
    unit = (PROJECT / "deploy" / "cuesta.service").read_text(encoding="utf-8")
    assert "\nExecStart=/opt/cuesta/bin/cuesta telegram\n" in unit
    for line in ("DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet="):
        assert f"\n{line}\n" in unit
    told = re.findall(r"^Environment=(.+)$", unit, re.MULTILINE)
    assert {part.split("=")[0] for part in " ".join(told).split()} == {
        "XDG_DATA_HOME",
        "XDG_CACHE_HOME",
        "MPLCONFIGDIR",
    }
