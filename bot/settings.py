"""Every setting with type, unit and default; all faults in one message."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.core.lists import PublisherClass

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
SEARCHABLE = frozenset({PublisherClass.RECEIVING_SIDE, PublisherClass.ICRC, PublisherClass.MEDIA})


def _duration(value: object) -> object:
    """Read 600, 10m, 7d."""
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"(\d{1,7})([smhd]?)", value.strip())
    if match is None:
        raise ValueError("write a duration as 600, 10m, 12h or 7d")
    return timedelta(**{_UNITS[match[2] or "s"]: int(match[1])})


def _ids(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(re.fullmatch(r"\d{1,18}", part) for part in parts):
        raise ValueError("write Telegram ids as numbers, with commas between them")
    return [int(part) for part in parts]


def _classes(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)]
Classes = Annotated[frozenset[PublisherClass], NoDecode, BeforeValidator(_classes)]


class Settings(BaseSettings):
    """Read from the environment and from a `.env` file; each name with the prefix `VDOMA_`."""

    model_config = SettingsConfigDict(env_prefix="VDOMA_", env_file=".env", extra="ignore")

    telegram_token: SecretStr = Field(description="The bot's token from BotFather.")
    telegram_api: str = Field(
        "https://api.telegram.org",
        description="Base address of a Bot API server.",
        pattern=r"^https?://[^\s/]+$",
    )
    database_url: str = Field(
        "sqlite:///data/vdoma.db", description="Where everything is kept.", pattern=r"^sqlite:///.+$"
    )
    owners: Ids = Field(frozenset(), description="Telegram ids of the owners, with commas between them.")
    operator: str = Field(
        "не вказано · не указано · not stated",
        description="Who is responsible for the data; shown by /start and /privacy.",
        min_length=1,
        max_length=200,
    )
    hold: Duration = Field(
        timedelta(minutes=10), description="How long an agreed confirmation can still be stopped."
    )
    stale_after: Duration = Field(
        timedelta(days=7), description="How long a moderator's “looked for new lists” holds.", gt=timedelta(0)
    )
    searched: Classes = Field(SEARCHABLE, description="Classes of publishers whose lists are searched.")
    send_rate: float = Field(30, description="Alerts a second.", gt=0, le=1000)
    webhook_url: str | None = Field(
        None,
        description="Public address for Telegram's posts; without it the bot polls.",
        pattern=r"^https://\S+$",
    )
    webhook_secret: SecretStr | None = Field(
        None, description="1 to 256 of A-Z a-z 0-9 _ -; with a webhook only."
    )
    http_bind: str = Field(
        "127.0.0.1:8080", description="Where the webhook listens.", pattern=r"^[^\s:]+:\d{1,5}$"
    )
    log_level: str = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR.", pattern=r"^(DEBUG|INFO|WARNING|ERROR)$"
    )

    @model_validator(mode="after")
    def _fit_together(self) -> "Settings":
        token = self.telegram_token.get_secret_value()
        if not re.fullmatch(r"\d{3,20}:[A-Za-z0-9_-]{10,100}", token):
            raise ValueError("VDOMA_TELEGRAM_TOKEN: BotFather's tokens look like 123456:ABC-DEF…")
        secret = self.webhook_secret.get_secret_value() if self.webhook_secret is not None else ""
        if self.webhook_url is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise ValueError(
                "VDOMA_WEBHOOK_SECRET: needed with VDOMA_WEBHOOK_URL; 1 to 256 of A-Z a-z 0-9 _ -"
            )
        if not self.searched <= SEARCHABLE:
            allowed = ", ".join(sorted(SEARCHABLE))
            raise ValueError(f"VDOMA_SEARCHED: only these classes are searched as a whole: {allowed}")
        return self


class WrongSettings(Exception):
    """Some settings cannot be taken; the message names them all."""


def read_settings() -> Settings:
    """Read and check all settings.

    Raises:
        WrongSettings: with one line for each fault; no value stands in it.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise WrongSettings(
            "\n".join(_line(fault["loc"], fault["msg"]) for fault in error.errors())
        ) from None


def _line(place: "tuple[int | str, ...]", message: str) -> str:
    message = message.removeprefix("Value error, ")
    return f"VDOMA_{str(place[0]).upper()}: {message}" if place else message
