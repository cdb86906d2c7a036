"""A process that can do nothing but compute on what it was handed: no network, no other program.

The limits are the kernel's. On Linux the system calls that would reach outside are closed as well; elsewhere
Python's own audit refuses what Python would do.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
import sys

from bot.files.order import Limits

_LARGEST_SPOOL = 1 << 31
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_ALLOW, _REFUSE_AS_EPERM, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
# A filter's instructions (linux/bpf_common.h): load a word, jump if equal, return.
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ARCHITECTURE_AT, _CALL_AT = 4, 0
# socket, connect, bind, socketpair; clone, fork, vfork, execve, execveat, clone3: it is one process and one
# thread; ptrace, process_vm_readv and _writev; io_uring_setup, whose ring passes no filter.
_CLOSED = {
    "x86_64": (0xC000003E, (41, 42, 49, 53, 56, 57, 58, 59, 322, 435, 101, 310, 311, 425)),
    "aarch64": (0xC00000B7, (198, 203, 200, 199, 220, 221, 281, 435, 117, 270, 271, 425)),
}
_REFUSED_EVENTS = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ctypes.")


def confine(limits: Limits) -> None:
    """Give up, for good, everything that reading a file does not take."""
    # Whoever asks a question goes before a file.
    os.nice(10)
    _limit(resource.RLIMIT_AS, limits.memory)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, _LARGEST_SPOOL)
    # At the limit the kernel sends a signal that ends the process; a second later one that nothing can stop.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s, limits.cpu_s + 1))
    if sys.platform == "linux":
        _close_calls()
    sys.addaudithook(_refuse)


def _limit(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(kind, (most, most))


def _close_calls() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    # It dies with its parent, and no debugger reads what it holds.
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if platform.machine() not in _CLOSED:
        return
    program = _filter(*_CLOSED[platform.machine()])
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.create_string_buffer(header, len(header)), 0, 0)


def _filter(architecture: int, calls: tuple[int, ...]) -> bytes:
    """Write the filter: another architecture's calls end the process, the closed ones fail, others pass."""
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_JUMP_IF_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _CALL_AT),
        *((_JUMP_IF_EQUAL, len(calls) - at, 0, call) for at, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE_AS_EPERM),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _refuse(event: str, _: object) -> None:
    if event.startswith(_REFUSED_EVENTS):
        raise PermissionError(event)
