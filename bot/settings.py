"""Settings, from environment variables or a file `.env` in the working folder; a variable wins over the file.

A setting that is empty counts as left out. The docstring under each field is its documentation: `descriptions()` hands
them out, and a test compares the tables of the README with it. Importing this module costs some 140 ms
(pydantic-settings), so only commands that need settings do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, Self, TypeVar
from urllib.parse import unquote, urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as SourceError

from bot.errors import SettingsError

TELEGRAM_API_URL = "https://api.telegram.org"
"""Telegram's own Bot API server."""

_T = TypeVar("_T")
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API, setWebhook, secret_token
_HOST = re.compile(r"[A-Za-z0-9.:-]+")
_DATABASE_SCHEMES = {"sqlite", "sqlite+aiosqlite", "postgres", "postgresql", "postgresql+asyncpg"}
_WEBHOOK_FIELDS = ("webhook_url", "webhook_secret", "webhook_port")
_PROBLEMS = {
    "telegram_bot_token": "token-shape",
    "telegram_api_url": "api-url",
    "telegram_profile": "profile",
    "database_url": "database-url",
    "webhook_url": "webhook-url",
    "webhook_secret": "webhook-secret",
    "webhook_port": "port",
    "webhook_host": "host",
    "log_level": "log-level",
}


def _default_database_url() -> SecretStr:
    """An SQLite file in the user's data folder."""
    file = user_data_path("cuesta", appauthor=False) / "cuesta.sqlite3"
    return SecretStr(f"sqlite:///{file.as_posix()}")


class Settings(BaseSettings):
    """All settings, checked. Secrets stay out of `repr`; take them with `get_secret_value()` where they are used."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    telegram_bot_token: SecretStr | None = None
    """The token of your bot, given by @BotFather. Only `cuesta telegram` needs it."""
    telegram_api_url: str = TELEGRAM_API_URL
    """Root of the Bot API server. Left out, Telegram's own."""
    telegram_profile: Literal["all", "menus"] = "all"
    """What the bot shows of itself, brought up to date at each start: `all` (menus of commands, name, descriptions) or
    `menus`, which leaves name and descriptions as you set them at @BotFather."""
    database_url: SecretStr = Field(default_factory=_default_database_url)
    """Where preferences and conversations are kept: `sqlite:///file` or `postgresql://user:password@host/database`.
    Left out, an SQLite file in your data folder."""
    webhook_url: str | None = None
    """Public HTTPS address at which Telegram reaches this bot. With the next two settings, updates come by webhook;
    without all three, by long polling."""
    webhook_secret: SecretStr | None = None
    """Secret that Telegram sends along with each update: 1 to 256 letters, digits, `_` and `-`."""
    webhook_port: int | None = None
    """Port on which this process listens for updates."""
    webhook_host: str = "127.0.0.1"
    """Address on which this process listens for updates. Left out, this computer only; `0.0.0.0` in a container."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "INFO"
    """How much is logged: `DEBUG`, `INFO`, `WARNING`, `ERROR` or `CRITICAL`."""

    @property
    def uses_webhook(self) -> bool:
        """Whether updates come by webhook (all three webhook settings are there) rather than by long polling."""
        return self.webhook_url is not None

    @property
    def bot_token(self) -> str:
        """The token, for the one call that needs it. Raises SettingsError where there is none."""
        if self.telegram_bot_token is None:
            raise SettingsError("TELEGRAM_BOT_TOKEN", "missing")
        return self.telegram_bot_token.get_secret_value()

    def secrets(self) -> tuple[str, ...]:
        """Everything that must never be seen in a log: token, webhook secret, the database's password."""
        kept = [self.telegram_bot_token, self.webhook_secret]
        values = [secret.get_secret_value() for secret in kept if secret is not None]
        password = urlsplit(self.database_url.get_secret_value()).password
        return (*values, password, unquote(password)) if password else tuple(values)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_blanks(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        stripped = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
        return {name: value for name, value in stripped.items() if value != ""}

    @field_validator("telegram_bot_token")
    @classmethod
    def _check_token(cls, token: SecretStr | None) -> SecretStr | None:
        return _checked(token, token is None or _TOKEN.fullmatch(token.get_secret_value()), "telegram_bot_token")

    @field_validator("telegram_api_url")
    @classmethod
    def _check_api_url(cls, url: str) -> str:
        return _checked(url, _is_web_address(url, {"http", "https"}), "telegram_api_url").rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _check_database_url(cls, url: SecretStr) -> SecretStr:
        return _checked(url, _is_database_address(url.get_secret_value()), "database_url")

    @field_validator("webhook_secret")
    @classmethod
    def _check_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        return _checked(
            secret, secret is None or _WEBHOOK_SECRET.fullmatch(secret.get_secret_value()), "webhook_secret"
        )

    @field_validator("webhook_port")
    @classmethod
    def _check_port(cls, port: int | None) -> int | None:
        return _checked(port, port is None or 1 <= port <= 65535, "webhook_port")

    @field_validator("webhook_host")
    @classmethod
    def _check_host(cls, host: str) -> str:
        return _checked(host, _HOST.fullmatch(host), "webhook_host")

    @field_validator("log_level", mode="before")
    @classmethod
    def _any_case(cls, level: Any) -> Any:
        return level.upper() if isinstance(level, str) else level

    @field_validator("telegram_profile", mode="before")
    @classmethod
    def _any_case_of_profile(cls, profile: Any) -> Any:
        return profile.lower() if isinstance(profile, str) else profile

    @model_validator(mode="after")
    def _check_webhook(self) -> Self:
        left_out = [name for name in _WEBHOOK_FIELDS if getattr(self, name) is None]
        if left_out and len(left_out) < len(_WEBHOOK_FIELDS):
            raise _problem(left_out[0], "webhook-incomplete")
        # A Bot API server of one's own takes plain HTTP addresses too; Telegram's takes HTTPS alone.
        schemes = {"https"} if self.telegram_api_url == TELEGRAM_API_URL else {"https", "http"}
        if self.webhook_url is not None and not _is_web_address(self.webhook_url, schemes):
            raise _problem("webhook_url", "webhook-url")
        return self


@dataclass(frozen=True, slots=True)
class SettingDescription:
    """One row of the table of settings: name in the environment, what it is for, what holds when it is left out."""

    name: str
    description: str
    default: str | None


def descriptions() -> tuple[SettingDescription, ...]:
    """Every setting in the order of the documentation. `default` is None where there is none or it is not one value."""
    return tuple(
        SettingDescription(name.upper(), " ".join((field.description or "").split()), _default_of(field.default))
        for name, field in Settings.model_fields.items()
    )


def load_settings(**overrides: Any) -> Settings:
    """The settings of this process. `overrides` (by field name) win over the environment; None leaves one out.

    Raises SettingsError for the first setting that is wrong, never showing its value.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise _settings_error(error) from None  # the cause would carry the values
    except (SourceError, OSError, UnicodeDecodeError) as error:
        raise SettingsError(".env", "unreadable") from error


def telegram_settings() -> Settings:
    """The settings of a process that serves on Telegram. Raises SettingsError, also where there is no token."""
    settings = load_settings()
    if settings.telegram_bot_token is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN", "missing")
    return settings


def _default_of(default: object) -> str | None:
    return default if isinstance(default, str) else None


def _is_web_address(url: str, schemes: set[str]) -> bool:
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        return False
    bare = not parts.query and not parts.fragment and parts.username is None
    return parts.scheme in schemes and bool(parts.hostname) and port_is_fine and bare and " " not in url


def _is_database_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        return False
    if parts.scheme.startswith("sqlite") and parts.netloc:
        return False  # sqlite://folder/file, where three slashes were meant
    return parts.scheme in _DATABASE_SCHEMES and "://" in url and port_is_fine


def _checked(value: _T, holds: object, name: str) -> _T:
    if not holds:
        raise _problem(name, _PROBLEMS[name])
    return value


def _problem(name: str, problem: str) -> PydanticCustomError:
    return PydanticCustomError("setting", "{problem}", {"name": name, "problem": problem})


def _settings_error(error: ValidationError) -> SettingsError:
    first = error.errors(include_url=False, include_input=False)[0]
    context = first.get("ctx", {})
    name = str(context.get("name") or (first["loc"][0] if first["loc"] else ""))
    return SettingsError(name.upper(), str(context.get("problem") or _PROBLEMS.get(name, "wrong")))
