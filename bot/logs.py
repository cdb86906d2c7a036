"""Events and ids to standard error, one JSON object a line; names, texts and the token stay out."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# What a line may hold. A field that stands here carries an id, a count, a type or a duration:
# nothing that a person wrote or that says who they are.
ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "logger",
        "alert", "batch", "edition", "error", "failures", "id", "outcome", "ours", "passed", "place",
        "port", "seconds", "since", "statement", "update", "update_type", "version", "watch",
    }
)  # fmt: skip

_OURS = frozenset({"bot", "handlers", "storage"})

# Libraries that quote addresses with the token, or whole updates, in their messages.
_TALKATIVE = (
    "httpx",
    "httpcore",
    "telegram",
    "aiohttp",
    "aiosqlite",
    "alembic",
    "sqlalchemy",
    "uvicorn",
    "asyncio",
)


def set_up_logs(level: str) -> None:
    """Send all logs through one filter; no library's own words pass."""
    first: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    structlog.configure(
        processors=[*first, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*first, structlog.stdlib.ExtraAdder(), _only_our_words],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _only_allowed,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    # Otherwise a line that cannot be written is printed with everything that was to be in it.
    logging.raiseExceptions = False
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def _only_allowed(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: value for key, value in event.items() if key in ALLOWED}


def _only_our_words(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace a library's message, which may quote anything, by the bare fact that there was one."""
    package = str(event.get("logger", "")).partition(".")[0]
    if package not in _OURS:
        event["event"] = "a library reports"
    return event
