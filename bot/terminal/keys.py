"""`vdoma keys`: which keys there are, new ones beside them, and the end of those that nothing needs."""

from collections.abc import Mapping
from pathlib import Path

from bot.keys import FILE_NAME, keyring_of, make_file, replace_file
from bot.sealing import Custody, KeyKind, Keyring, WrongKeys, new_keys
from bot.settings import Settings
from storage.migrate import is_of_server, keys_in_use, values_under_keys
from storage.place import place_of


def show(settings: Settings) -> str:
    """One line for each key: its id, who opens with it, and for what the database needs it."""
    keyring, in_use = _keyring(settings), values_under_keys(settings.database_url)
    lines = [
        f"{key.id}  {key.kind}  {key.half}  "
        + ("seals" if key.id == keyring.sealing_id(key.kind) else "opens only")
        + (f", {_told(in_use[key.id])}" if key.id in in_use else ", nothing is sealed with it")
        for key in keyring.keys
    ]
    missing = [f"{id_}  is needed and is not there" for id_ in sorted(in_use.keys() - keyring.ids)]
    return "\n".join(lines + missing)


def custody(settings: Settings) -> str:
    """Say which level of custody is in force; docs/privacy.md describes them.

    Raises:
        WrongKeys: the keys are those of the matcher, or there are none for a server.
    """
    if settings.keys is None:
        if is_of_server(settings.database_url):
            raise WrongKeys(
                "with PostgreSQL the keys must be given (VDOMA_KEYS); `vdoma keys new` makes some"
            )
        return "Custody: level 1, all keys lie on this machine (the file beside the database)."
    match keyring_of(settings.keys.get_secret_value()).custody:
        case Custody.WHOLE:
            return "Custody: level 1, all keys lie on this machine."
        case Custody.TALKER:
            return "Custody: level 2, watches are opened by `vdoma matcher` alone; it must run too."
        case Custody.MATCHER:
            raise WrongKeys("VDOMA_KEYS holds the matcher's keys; the bot needs the other half")


def split(path: Path) -> str:
    """Write the keys of the bot and those of the matcher into two files beside that of all keys.

    Raises:
        WrongKeys: the file does not hold all keys, or one of the two is there already.
    """
    keyring = keyring_of(str(path))
    if keyring.custody is not Custody.WHOLE:
        raise WrongKeys(f"{path} holds one half already: split the file with all keys")
    talker, matcher = keyring.split()
    ours, theirs = path.with_name(f"{path.name}.bot"), path.with_name(f"{path.name}.matcher")
    if ours.exists() or theirs.exists():
        raise WrongKeys(f"{ours} or {theirs} is there: move them away first")
    make_file(ours, talker.keys)
    make_file(theirs, matcher.keys)
    return (
        f"{ours} is for the bot, {theirs} for `vdoma matcher`: bring each where only that process reads it,\n"
        f"and take {path} off this machine. Whoever reads that file can open everything."
    )


def rotate(settings: Settings) -> str:
    """Add one new key of each kind to the file.

    Raises:
        WrongKeys: the keys do not come from one file.
    """
    path, keyring = _file(settings), _keyring(settings)
    if keyring.custody is not Custody.WHOLE:
        raise WrongKeys(f"{path} holds one half: rotate the file with all keys, and split it anew")
    replace_file(path, (*keyring.keys, *new_keys()))
    return (
        f"New keys are in {path}. Keep a copy, apart from the backups. Restart the bot: it seals with them,\n"
        "and everything else anew while it works. When `vdoma keys show` says of the former ones that\n"
        "nothing is sealed with them, run `vdoma keys retire` and destroy their copies."
    )


def retire(settings: Settings) -> str:
    """Take those keys out of the file that neither seal nor are needed for opening.

    Raises:
        WrongKeys: the keys do not come from one file.
    """
    path, keyring, in_use = _file(settings), _keyring(settings), keys_in_use(settings.database_url)
    sealing = {keyring.sealing_id(kind) for kind in KeyKind}
    kept = [key for key in keyring.keys if key.id in in_use | sealing]
    gone = [key.id for key in keyring.keys if key not in kept]
    if not gone:
        return (
            "Every key is needed: one that only opens, until the bot has sealed everything anew. What then\n"
            "stays under it is damaged (`vdoma keys show` counts it, the log names it): keep the key as\n"
            "long as there are backups in which it may be whole."
        )
    replace_file(path, kept)
    return f"No longer in {path}: {', '.join(gone)}. Destroy the copies; older backups need them."


def _told(values: Mapping[str, int]) -> str:
    return "values in " + ", ".join(f"{table}: {count}" for table, count in values.items())


def _keyring(settings: Settings) -> Keyring:
    return keyring_of(settings.keys.get_secret_value() if settings.keys is not None else str(_file(settings)))


def _file(settings: Settings) -> Path:
    if settings.keys is None:
        return place_of(settings.database_url, settings.folder).beside.with_name(FILE_NAME)
    given = settings.keys.get_secret_value().strip()
    if "," in given or given.count(":") == 3:
        raise WrongKeys("the keys stand in VDOMA_KEYS itself: add those of `vdoma keys new` at its end")
    return Path(given)
