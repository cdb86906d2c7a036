"""Every setting with type, unit and default; all faults in one message."""

import difflib
import os
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    FilePath,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, DotEnvSettingsSource, NoDecode, SettingsConfigDict

from bot.core.errors import UserMistake
from bot.core.lists import PublisherClass
from bot.core.names import read_name
from bot.keys import keyring_of
from bot.sealing import WrongKeys

PREFIX = "VDOMA_"
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
    if not all(re.fullmatch(r"[1-9][0-9]{0,17}", part) for part in parts):
        raise ValueError("write Telegram ids as numbers, with commas between them")
    return [int(part) for part in parts]


def _channels(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",") if part.strip()]
    read = [re.fullmatch(r"(uk|ru|en):(-100[0-9]{5,15})", part) for part in parts]
    if not all(read) or len({m[1] for m in read if m}) < len(parts):
        raise ValueError("write one channel for a language, as uk:-1001234567890, with commas between them")
    return {m[1]: int(m[2]) for m in read if m}


def _classes(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[0-9]{3,20}:[A-Za-z0-9_-]{10,100}", value.get_secret_value()):
        raise ValueError("BotFather's tokens look like 123456:ABC-DEF…")
    return value


def _keys(value: SecretStr) -> SecretStr:
    try:
        keyring_of(value.get_secret_value())
    except WrongKeys as wrong:
        raise ValueError(str(wrong)) from None
    return value


def _names(value: str) -> str:
    for number, name in enumerate((part for part in value.split(";") if part.strip()), 1):
        try:
            read_name(name)
        except UserMistake:
            raise ValueError(f"name {number} lacks a family name or a given name") from None
    return value


def _searchable(value: frozenset[PublisherClass]) -> frozenset[PublisherClass]:
    if not value or not value <= SEARCHABLE:
        raise ValueError(f"only these classes are searched as a whole: {', '.join(sorted(SEARCHABLE))}")
    return value


def _folder(value: object) -> object:
    if not str(value).strip():
        raise ValueError("name a folder, such as data")
    return value


def _bind(value: str) -> str:
    if not 0 < int(value.rpartition(":")[2]) < 65_536:
        raise ValueError("ports are numbers from 1 to 65535")
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)]
Classes = Annotated[
    frozenset[PublisherClass], NoDecode, BeforeValidator(_classes), AfterValidator(_searchable)
]
Channels = Annotated[dict[str, int], NoDecode, BeforeValidator(_channels)]
Token = Annotated[SecretStr, AfterValidator(_token)]
Keys = Annotated[SecretStr, AfterValidator(_keys)]
Names = Annotated[str, AfterValidator(_names)]
Folder = Annotated[Path, BeforeValidator(_folder)]
Bind = Annotated[str, Field(pattern=r"^[^\s:]+:[0-9]{1,5}$"), AfterValidator(_bind)]

# Beyond this a moment plus the duration would leave the calendar.
LONGEST = timedelta(days=366)


class _Common(BaseSettings):
    """Read from the environment and from a `.env` file; each name with the prefix `VDOMA_`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore")

    database_url: str = Field(
        "sqlite:///data/vdoma.db",
        description="Where everything is kept: sqlite:///file, or postgresql://host/database.",
        pattern=r"^(sqlite:///.+|postgresql://.*/.+)$",
    )
    log_level: str = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR.", pattern=r"^(DEBUG|INFO|WARNING|ERROR)$"
    )


class MatcherSettings(_Common):
    """All that the matcher needs where it is a process of its own: no token, no owners."""

    keys: Keys = Field(description="The matcher's half of the keys, or a file of it.")


class Settings(_Common):
    """Everything about the bot."""

    telegram_token: Token = Field(description="The bot's token from BotFather.")
    telegram_api: str = Field(
        "https://api.telegram.org",
        description="Base address of a Bot API server.",
        pattern=r"^https?://[^\s/]+$",
    )
    owners: Ids = Field(frozenset(), description="Telegram ids of the owners, with commas between them.")
    folder: Folder = Field(
        Path("data"),
        description="With PostgreSQL: the folder of what may not be in the database; kept out of backups.",
    )
    operator: str = Field(
        "",
        validate_default=False,  # Nobody may give an empty one: without any, "not stated" is said.
        description="Who is responsible for the data; shown by /start and /privacy.",
        min_length=1,
        max_length=200,
    )
    keys: Keys | None = Field(
        None, description="Sealing keys, or files of them; by default the file `keys` beside the database."
    )
    hold: Duration = Field(
        timedelta(minutes=10), description="How long an agreed confirmation can still be stopped.", le=LONGEST
    )
    second_factor: str = Field(
        "totp",
        description="What a moderator needs beside Telegram to publish or confirm: totp, or off.",
        pattern=r"^(totp|off)$",
    )
    persons_per_hour: int = Field(
        10, description="About so many different people one person may ask in an hour.", ge=1, le=1000
    )
    persons_per_day: int = Field(30, description="The same in a day.", ge=1, le=10_000)
    planted: Names = Field(
        "", description="Invented names that stand on no list, with semicolons between: a trap for sweeps."
    )
    searched: Classes = Field(SEARCHABLE, description="Classes of publishers whose lists are searched.")
    stale_after: Duration = Field(
        timedelta(days=7),
        description="How long a moderator's “looked for new lists” holds.",
        gt=timedelta(0),
        le=LONGEST,
    )
    send_rate: float = Field(
        30,
        description="Messages a second; above 30 Telegram takes its price for alerts (paid broadcasts).",
        gt=0,
        le=1000,
    )
    chat_rate: float = Field(1, description="Messages a second to one private chat.", gt=0, le=1000)
    channels: Channels = Field(
        default_factory=dict,
        description="Public channels by language, as uk:-1001234567890,en:-1002345678901.",
    )
    repeat_after: Duration = Field(
        timedelta(seconds=60),
        description="How long after a crash or a cut connection an alert that may have arrived is repeated.",
        gt=timedelta(0),
        le=LONGEST,
    )
    erase_many_on: date | None = Field(
        None,
        description="The one day on which more may be erased at once than usual, such as 2026-12-06.",
    )
    webhook_url: str | None = Field(
        None,
        description="Public address for Telegram's posts; without it the bot polls.",
        pattern=r"^https://\S+$",
    )
    webhook_secret: SecretStr | None = Field(
        None, description="1 to 256 of A-Z a-z 0-9 _ -; with a webhook only.", validate_default=True
    )
    contacts: FilePath | None = Field(
        None,
        description="A file of official contacts that you checked; it replaces ours, country by country.",
    )
    http_bind: Bind = Field("127.0.0.1:8080", description="Where the webhook listens.")

    @field_validator("webhook_secret")
    @classmethod
    def _secret_of_webhook(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        # An address that cannot be taken is missing here; it was given all the same.
        polls = info.data.get("webhook_url", "") is None
        secret = value.get_secret_value() if value is not None else ""
        if not polls and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise ValueError("needed with VDOMA_WEBHOOK_URL; 1 to 256 of A-Z a-z 0-9 _ -")
        return value


_Read = TypeVar("_Read", bound=_Common)


class WrongSettings(Exception):
    """Some settings cannot be taken; the message names them all."""


def read_settings() -> Settings:
    """Read and check all settings.

    Raises:
        WrongSettings: with one line for each fault; no value stands in it.
    """
    return _read(Settings)


def read_matcher_settings() -> MatcherSettings:
    """Read and check what the matcher needs; the bot's other settings may stand beside it.

    Raises:
        WrongSettings: with one line for each fault; no value stands in it.
    """
    return _read(MatcherSettings)


def _read(kind: type[_Read]) -> _Read:
    faults = [_unknown(name) for name in _given() if name not in _NAMES]
    try:
        settings = kind()
    except ValidationError as error:
        faults = [*(_line(fault["loc"], fault["msg"]) for fault in error.errors()), *faults]
        raise WrongSettings("\n".join(faults)) from None
    if faults:
        raise WrongSettings("\n".join(faults))
    return settings


def _line(place: "tuple[int | str, ...]", message: str) -> str:
    message = message.removeprefix("Value error, ")
    return f"{PREFIX}{str(place[0]).upper()}: {message}" if place else message


_NAMES = frozenset(f"{PREFIX}{field.upper()}" for field in Settings.model_fields)


def _given() -> Sequence[str]:
    """Return every name of ours that stands in the environment or the file; letters' case does not count."""
    names = {name.upper() for name in (*os.environ, *DotEnvSettingsSource(Settings).env_vars)}
    return sorted(name for name in names if name.startswith(PREFIX))


def _unknown(name: str) -> str:
    known = [field.upper() for field in Settings.model_fields]
    near = difflib.get_close_matches(name.removeprefix(PREFIX), known, n=1)
    return f"{name}: there is no such setting" + (f"; is {PREFIX}{near[0]} meant?" if near else "")
