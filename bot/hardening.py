"""What the process itself must not leave behind: no image of its memory, and no word of what it held."""

import contextlib
import ctypes
import resource
import sys
import threading
import traceback
from collections.abc import Iterator

_PR_SET_DUMPABLE = 4


def leave_no_core_dump() -> None:
    """Let the kernel write no image of this process's memory, which holds what people typed lately and keys.

    Other programs of the same user cannot look into it either (Linux).
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def quote_nothing() -> None:
    """Let an error that nobody catches be printed by kind and place: its message may hold a name or an id."""
    sys.excepthook = lambda _, error, __: _print(error)
    threading.excepthook = lambda told: _print(told.exc_value)
    sys.unraisablehook = lambda told: _print(told.exc_value)


def _print(error: BaseException | None) -> None:
    for one in _each(error):
        frames = traceback.extract_tb(one.__traceback__)
        places = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))
        sys.stderr.write(f"unforeseen error: {type(one).__name__} at {places or '?'}\n")


def _each(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and those that it holds or came from."""
    if error is None:
        return
    if isinstance(error, BaseExceptionGroup):
        for held in error.exceptions:
            yield from _each(held)
        return
    yield error
    yield from _each(error.__cause__ or (None if error.__suppress_context__ else error.__context__))
