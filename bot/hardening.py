"""What the process itself must not leave behind: no image of its memory, on no crash."""

import contextlib
import ctypes
import resource
import sys

_PR_SET_DUMPABLE = 4


def leave_no_core_dump() -> None:
    """Let the kernel write no image of this process's memory, which holds what people typed lately and keys.

    Other programs of the same user cannot look into it either (Linux).
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
