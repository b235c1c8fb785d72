"""Settings: what is accepted, what is refused, and that no secret is shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, descriptions, load_settings

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_12345"
WEBHOOK = {
    "WEBHOOK_URL": "https://bot.example.edu.ec/telegram",
    "WEBHOOK_SECRET": "a-secret_Word",
    "WEBHOOK_PORT": "8443",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder without `.env`, an environment without settings."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets environment variables."""

    def put(values: dict[str, str]) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return put


def test_nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.settings.user_data_path", lambda name, **_: Path("/home/ana/data") / name)
    settings = load_settings()
    assert settings.telegram_bot_token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.database_url.get_secret_value() == "sqlite:////home/ana/data/cuesta/cuesta.sqlite3"
    assert not settings.uses_webhook
    assert settings.webhook_host == "127.0.0.1"
    assert settings.log_level == "INFO"
    assert settings.secrets() == ()
    with pytest.raises(SettingsError) as caught:
        _ = settings.bot_token
    assert (caught.value.setting, caught.value.problem) == ("TELEGRAM_BOT_TOKEN", "missing")


def test_the_default_database_is_one_that_storage_understands() -> None:
    from bot.storage.address import file_of, parsed

    file = file_of(parsed(load_settings().database_url.get_secret_value()))
    assert file is not None
    assert file.is_absolute()
    assert file.name == "cuesta.sqlite3"


def test_everything_set(environment: Any) -> None:
    environment({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": "http://127.0.0.1:8081/", **WEBHOOK})
    environment({"DATABASE_URL": "postgresql://ana:p%40ss@db/cuesta", "WEBHOOK_HOST": "0.0.0.0", "LOG_LEVEL": "debug"})
    settings = load_settings()
    assert settings.bot_token == TOKEN
    assert settings.telegram_api_url == "http://127.0.0.1:8081"
    assert settings.uses_webhook
    assert (settings.webhook_url, settings.webhook_port) == ("https://bot.example.edu.ec/telegram", 8443)
    assert settings.webhook_host == "0.0.0.0"
    assert settings.log_level == "DEBUG"
    assert settings.secrets() == (TOKEN, "a-secret_Word", "p%40ss", "p@ss")
    for shown in (repr(settings), str(settings), str(settings.model_dump()), settings.model_dump_json()):
        assert not any(secret in shown for secret in settings.secrets())


def test_the_file_and_the_environment(folder: Path, environment: Any) -> None:
    (folder / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nLOG_LEVEL=ERROR # few\nOTHER=año\n", encoding="utf-8")
    environment({"LOG_LEVEL": "WARNING"})
    settings = load_settings()
    assert (settings.bot_token, settings.log_level) == (TOKEN, "WARNING")


def test_what_is_given_in_the_call_wins_and_none_counts_as_left_out(environment: Any) -> None:
    environment({"LOG_LEVEL": "WARNING", "DATABASE_URL": "sqlite:///environment.sqlite3"})
    settings = load_settings(database_url="sqlite:///call.sqlite3", log_level=None)
    assert settings.database_url.get_secret_value() == "sqlite:///call.sqlite3"
    assert settings.log_level == "WARNING"


@pytest.mark.parametrize("empty", ["", "  ", "\t"])
def test_what_is_empty_counts_as_left_out(environment: Any, folder: Path, empty: str) -> None:
    environment({name.upper(): empty for name in Settings.model_fields})
    assert load_settings() == Settings()
    (folder / ".env").write_text((ROOT / ".env.example").read_text(encoding="utf-8"), encoding="utf-8")
    assert load_settings() == Settings()


def test_blanks_around_a_value_do_no_harm(environment: Any) -> None:
    environment({"TELEGRAM_BOT_TOKEN": f" {TOKEN}\n", "LOG_LEVEL": " info "})
    assert load_settings().bot_token == TOKEN


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("TELEGRAM_BOT_TOKEN", "secret", "token-shape"),
        ("TELEGRAM_BOT_TOKEN", "secret:AAF-abcdefghijklmnopqrstuvwxyz_12345", "token-shape"),
        ("TELEGRAM_BOT_TOKEN", "123456789:", "token-shape"),
        ("TELEGRAM_BOT_TOKEN", "123456789:secret secret", "token-shape"),
        ("TELEGRAM_BOT_TOKEN", "bot123456789:secret", "token-shape"),
        ("TELEGRAM_API_URL", "secret", "api-url"),
        ("TELEGRAM_API_URL", "ftp://secret.example.com", "api-url"),
        ("TELEGRAM_API_URL", "https://", "api-url"),
        ("TELEGRAM_API_URL", "https://ana:secret@api.example.com", "api-url"),
        ("TELEGRAM_API_URL", "https://api.example.com:secret", "api-url"),
        ("TELEGRAM_API_URL", "https://api.example.com:99999", "api-url"),
        ("TELEGRAM_API_URL", "https://[secret", "api-url"),
        ("DATABASE_URL", "secret", "database-url"),
        ("DATABASE_URL", "sqlite:secret", "database-url"),
        ("DATABASE_URL", "sqlite://secret.sqlite3", "database-url"),
        ("DATABASE_URL", "mysql://ana:secret@db/cuesta", "database-url"),
        ("DATABASE_URL", "postgresql://ana@db:secret/cuesta", "database-url"),
        ("DATABASE_URL", "postgresql://[secret", "database-url"),
        ("WEBHOOK_HOST", "secret host", "host"),
        ("LOG_LEVEL", "secret", "log-level"),
        ("TELEGRAM_PROFILE", "secret", "profile"),
    ],
)
def test_what_is_refused(environment: Any, name: str, value: str, problem: str) -> None:
    environment({name: value})
    _refused(name, problem, value)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("WEBHOOK_URL", "http://bot.example.edu.ec", "webhook-url"),
        ("WEBHOOK_URL", "secret", "webhook-url"),
        ("WEBHOOK_SECRET", "secret!", "webhook-secret"),
        ("WEBHOOK_SECRET", "señal-secret", "webhook-secret"),
        ("WEBHOOK_SECRET", "s" * 257, "webhook-secret"),
        ("WEBHOOK_PORT", "secret", "port"),
        ("WEBHOOK_PORT", "0", "port"),
        ("WEBHOOK_PORT", "-1", "port"),
        ("WEBHOOK_PORT", "65536", "port"),
        ("WEBHOOK_PORT", "80.5", "port"),
    ],
)
def test_what_is_refused_of_a_webhook(environment: Any, name: str, value: str, problem: str) -> None:
    environment({**WEBHOOK, name: value})
    _refused(name, problem, value)


@pytest.mark.parametrize("given", range(1, 7))
def test_a_webhook_needs_all_three(environment: Any, given: int) -> None:
    """Every choice of one or two of the three; the first that is missing is named."""
    names = list(WEBHOOK)
    chosen = [name for bit, name in enumerate(names) if given >> bit & 1]
    environment({name: WEBHOOK[name] for name in chosen})
    _refused(next(name for name in names if name not in chosen), "webhook-incomplete", "a-secret_Word")


def test_a_bot_api_server_of_ones_own_takes_plain_addresses(environment: Any) -> None:
    environment({**WEBHOOK, "TELEGRAM_API_URL": "http://127.0.0.1:8081", "WEBHOOK_URL": "http://127.0.0.1:8443/x"})
    assert load_settings().webhook_url == "http://127.0.0.1:8443/x"


@pytest.mark.parametrize("secret", ["s", "A-Za-z0-9_-", "s" * 256])
def test_webhook_secrets_that_telegram_takes(environment: Any, secret: str) -> None:
    environment({**WEBHOOK, "WEBHOOK_SECRET": secret})
    kept = load_settings().webhook_secret
    assert kept is not None
    assert kept.get_secret_value() == secret


def test_a_file_that_is_no_text(folder: Path) -> None:
    (folder / ".env").write_bytes(b"TELEGRAM_BOT_TOKEN=\xff\xfe\n")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert (caught.value.setting, caught.value.problem) == (".env", "unreadable")


def test_settings_do_not_change(environment: Any) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().log_level = "DEBUG"


def test_every_setting_is_described() -> None:
    described = descriptions()
    assert [row.name for row in described] == [
        "TELEGRAM_BOT_TOKEN",
        "TELEGRAM_API_URL",
        "TELEGRAM_PROFILE",
        "DATABASE_URL",
        "WEBHOOK_URL",
        "WEBHOOK_SECRET",
        "WEBHOOK_PORT",
        "WEBHOOK_HOST",
        "LOG_LEVEL",
    ]
    assert all(re.fullmatch(r"[A-Z].{20,}\.", row.description) for row in described)
    assert [row.default for row in described] == [
        None,
        "https://api.telegram.org",
        "all",
        None,
        None,
        None,
        None,
        "127.0.0.1",
        "INFO",
    ]


def test_the_example_file_says_the_same() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    comments: list[str] = []
    found = []
    for line in lines[2:]:
        if line.startswith("#"):
            comments.append(line.removeprefix("# "))
        elif line:
            found.append((line.removesuffix("="), " ".join(comments)))
            comments = []
    assert found == [(row.name, row.description) for row in descriptions()]


def _refused(name: str, problem: str, secret: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert (caught.value.setting, caught.value.problem) == (name, problem)
    error: BaseException | None = caught.value
    while error is not None:
        assert secret not in str(error)
        error = error.__cause__
    assert caught.value.__suppress_context__


def test_every_problem_has_words() -> None:
    """In each language: the command line looks them up as `error-settings-<problem>`."""
    import bot.settings

    problems = {*bot.settings._PROBLEMS.values(), "missing", "webhook-incomplete", "unreadable", "wrong"}
    for catalogue in (ROOT / "locales").glob("*/LC_MESSAGES/cuesta.po"):
        text = catalogue.read_text(encoding="utf-8")
        assert {problem for problem in problems if f'msgid "error-settings-{problem}"' not in text} == set()
