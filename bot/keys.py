"""Where the sealing keys come from: the settings, or a file that only its owner can read."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from bot.sealing import Key, Keyring, WrongKeys, new_keys

FILE_NAME = "keys"
"""Of the file beside the database."""

_TOP = (
    "# Sealing keys of Vdoma. Without them nothing sealed can be read: keep a copy, apart from the backups.\n"
)


def keyring_of(given: str) -> Keyring:
    """Read keys as VDOMA_KEYS gives them: keys and files of keys, with commas between them.

    Raises:
        WrongKeys: something is neither a key nor a file of keys that only its owner can read.
    """
    lines: list[str] = []
    for part in _parts(given):
        lines += [part] if _is_key(part) else read_file(Path(part))
    return Keyring.of_lines(lines)


def key_files(given: str) -> list[Path]:
    """Return the files of keys that VDOMA_KEYS names."""
    return [Path(part) for part in _parts(given) if not _is_key(part)]


def _parts(given: str) -> list[str]:
    return [part.strip() for part in given.split(",") if part.strip()]


def _is_key(part: str) -> bool:
    return part.count(":") == 3


def keyring_beside(database: Path, *, already_sealed: frozenset[str]) -> Keyring:
    """Read the file of keys beside the database; make it if nothing was ever sealed.

    Args:
        already_sealed: ids of the keys under which something stands in the database.

    Raises:
        WrongKeys: the file is gone, or it cannot be read or made.
    """
    path = database.with_name(FILE_NAME)
    if not path.exists():
        if already_sealed:
            raise WrongKeys(
                f"{path} is gone, and the database needs key {', '.join(sorted(already_sealed))}: "
                "bring the file back, or give the keys in VDOMA_KEYS"
            )
        make_file(path)
    return Keyring.of_lines(read_file(path))


def refuse_missing(keyring: Keyring, already_sealed: frozenset[str]) -> None:
    """Make sure that everything that is sealed has its key here, the public half at least.

    Raises:
        WrongKeys: some key is missing.
    """
    missing = sorted(already_sealed - keyring.ids)
    if missing:
        raise WrongKeys(f"the database needs key {', '.join(missing)}, and it is not among those given")


def read_file(path: Path) -> list[str]:
    """Return the lines of a file of keys.

    Raises:
        WrongKeys: it cannot be read, or others than its owner can.
    """
    try:
        with path.open(encoding="ascii") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & 0o077:
                raise WrongKeys(
                    f"{path} can be read by others (mode {mode:04o}): chmod 600 it, or make new keys"
                )
            return file.read().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it holds something else"
        raise WrongKeys(f"{path}: {reason}") from None


def make_file(path: Path, keys: Iterable[Key] | None = None) -> None:
    """Write keys, new ones unless given, to a new file that only its owner can read.

    Raises:
        WrongKeys: something is there already, or it cannot be written.
    """
    text = _TOP + "".join(f"{key.line}\n" for key in (new_keys() if keys is None else keys))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_new(path, text)
        _settle_folder(path.parent)
    except OSError as error:
        raise WrongKeys(f"{path}: {error.strerror}") from None


def replace_file(path: Path, keys: Iterable[Key]) -> None:
    """Write keys in the place of those in the file; a crash leaves the one or the other, whole.

    Raises:
        WrongKeys: it cannot be written.
    """
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    make_file(fresh, keys)
    try:
        fresh.replace(path)
        _settle_folder(path.parent)
    except OSError as error:
        raise WrongKeys(f"{path}: {error.strerror}") from None


def _write_new(path: Path, text: str) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(file, text.encode("ascii"))
        os.fsync(file)
    finally:
        os.close(file)


def _settle_folder(folder: Path) -> None:
    """Make sure that the file's name survives a power failure: what is sealed with its keys will."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
