"""What is written so that whoever takes the database cannot read it, and the keys that open it.

Two kinds of keys. A *matcher* key is a pair: with the public half anybody seals, with the private half
only the matcher opens. What is sealed so (whom a watch is about) is opened in memory when lists are
compared, and may be out of the reach of the part that talks with people. A *courier* key is one secret:
what is sealed with it (chat ids, labels, safe phrases) is needed at every message. From it comes a pair
too, whose public half the matcher has: with it the matcher seals what only the part that talks opens.

A sealed value is one byte for the way it is sealed, four for the id of its key, and what libsodium made
of the padded text. Nothing in here is a scheme of our own.
"""

import hashlib
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from nacl.bindings import crypto_box_seal_open, sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import Aead

from bot.core.errors import BotError, StoreUnavailable
from bot.ports import Sealer

_WAY = b"\x01"
_ID_BYTES = 4
_HEAD = len(_WAY) + _ID_BYTES
_SECRET_BYTES = 32

NAME_BLOCK = 192
"""Names are padded to multiples of this: nearly all become equally long."""
TEXT_BLOCK = 96


class WrongKeys(BotError):
    """The keys cannot be taken; told to whoever runs the bot, without a key in the message."""


class SealedElsewhere(StoreUnavailable):
    """What opens this is not given to this process."""


class SealBroken(StoreUnavailable):
    """The sealed bytes were changed, cut or moved."""


class KeyKind(StrEnum):
    """Who opens with it."""

    MATCHER = "matcher"
    COURIER = "courier"


class KeyHalf(StrEnum):
    """A secret opens and seals; the public half only seals for who has the secret."""

    SECRET = "secret"  # noqa: S105  the word, not a password
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Key:
    """One key, written as `matcher:3f9a01bc:secret:…`.

    Args:
        id: eight hexadecimal digits that stand before everything sealed with it.
    """

    kind: KeyKind
    id: str
    half: KeyHalf
    material: bytes = field(repr=False)

    @property
    def line(self) -> str:
        """The key as it stands in a file of keys."""
        return f"{self.kind}:{self.id}:{self.half}:{urlsafe_b64encode(self.material).decode()}"

    @property
    def for_sealing_only(self) -> "Key":
        """The half that may be given away."""
        if self.half is KeyHalf.PUBLIC:
            return self
        return Key(self.kind, self.id, KeyHalf.PUBLIC, _pair(_private(self))[0])


def new_keys() -> tuple[Key, ...]:
    """Return one new key of each kind."""
    return tuple(
        Key(kind, secrets.token_hex(_ID_BYTES), KeyHalf.SECRET, secrets.token_bytes(_SECRET_BYTES))
        for kind in KeyKind
    )


def read_key(line: str) -> Key:
    """Read one key.

    Raises:
        WrongKeys: it is none; the message quotes nothing of it.
    """
    try:
        kind, id_, half, material = line.strip().split(":")
        key = Key(
            KeyKind(kind),
            bytes.fromhex(id_).hex(),
            KeyHalf(half),
            urlsafe_b64decode(material.encode("ascii")),
        )
    except (ValueError, NotBase64, UnicodeEncodeError):
        raise WrongKeys("a key is written kind:id:half:material, as `vdoma keys new` writes it") from None
    if len(bytes.fromhex(key.id)) != _ID_BYTES or len(key.material) != _SECRET_BYTES:
        raise WrongKeys("a key's id has 8 hexadecimal digits, its material 32 bytes")
    return key


class Custody(StrEnum):
    """What a process may open; it follows from the keys it was given, and from nothing else."""

    WHOLE = "whole"
    """Everything: all keys lie on this machine."""
    TALKER = "talker"
    """All but whom watches are about: it talks with people, and the matcher is another process."""
    MATCHER = "matcher"
    """Nothing but whom watches are about."""


_CUSTODIES = {
    (KeyHalf.SECRET, KeyHalf.SECRET): Custody.WHOLE,
    (KeyHalf.PUBLIC, KeyHalf.SECRET): Custody.TALKER,
    (KeyHalf.SECRET, KeyHalf.PUBLIC): Custody.MATCHER,
}
"""By the half of the matcher's keys and that of the courier's."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys this process was given; of each kind the last one seals, and all open."""

    keys: tuple[Key, ...]

    def __post_init__(self) -> None:
        if len({key.id for key in self.keys}) != len(self.keys):
            raise WrongKeys("two keys have the same id")
        for kind in KeyKind:
            halves = {key.half for key in self.of(kind)}
            if not halves:
                raise WrongKeys(f"there is no {kind} key among them")
            if len(halves) > 1:
                # With one old secret left, a part that should not open names would open some of them.
                raise WrongKeys(f"of the {kind} keys some are secret and some public: give one half of all")
        if self._halves not in _CUSTODIES:
            raise WrongKeys("there are public halves only: nothing could be opened with them")

    @classmethod
    def of_lines(cls, lines: Iterable[str]) -> "Keyring":
        """Read keys, one on each line; lines that begin with # are left out.

        Raises:
            WrongKeys: one of them is no key, or a kind is missing.
        """
        written = (line.strip() for line in lines)
        return cls(tuple(read_key(line) for line in written if line and not line.startswith("#")))

    @property
    def custody(self) -> Custody:
        return _CUSTODIES[self._halves]

    @property
    def opens(self) -> frozenset[KeyKind]:
        """The kinds of which the secrets are here."""
        return frozenset(key.kind for key in self.keys if key.half is KeyHalf.SECRET)

    @property
    def _halves(self) -> tuple[KeyHalf, KeyHalf]:
        return self.of(KeyKind.MATCHER)[0].half, self.of(KeyKind.COURIER)[0].half

    def split(self) -> "tuple[Keyring, Keyring]":
        """Return the keys of the part that talks, and those of the matcher."""
        talker = [key.for_sealing_only if key.kind is KeyKind.MATCHER else key for key in self.keys]
        matcher = [key.for_sealing_only if key.kind is KeyKind.COURIER else key for key in self.keys]
        return Keyring(tuple(talker)), Keyring(tuple(matcher))

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(key.id for key in self.keys)

    def of(self, kind: KeyKind) -> Sequence[Key]:
        """Oldest first."""
        return [key for key in self.keys if key.kind is kind]

    def sealing_id(self, kind: KeyKind) -> str:
        """The id of the key that seals from now on."""
        return self.of(kind)[-1].id


def key_id(sealed: bytes) -> str:
    """Return which key a sealed value needs.

    Raises:
        SealBroken: the value is not one of ours.
    """
    if len(sealed) <= _HEAD or sealed[:1] != _WAY:
        raise SealBroken("not a sealed value")
    return sealed[1:_HEAD].hex()


def _head(key: Key) -> bytes:
    return _WAY + bytes.fromhex(key.id)


def _derived(secret: bytes, purpose: str) -> bytes:
    """Return a key for one purpose, which says nothing about the secret nor the other purposes."""
    return hashlib.blake2b(
        purpose.encode(), key=secret, digest_size=_SECRET_BYTES, person=b"vdoma keys"
    ).digest()


def _key_of(sealed: bytes, keys: Sequence[Key]) -> Key:
    wanted = key_id(sealed)
    for key in keys:
        if key.id == wanted and key.half is KeyHalf.SECRET:
            return key
    raise SealedElsewhere(f"key {wanted} is not here")


def _private(key: Key) -> bytes:
    """The private half of the pair that belongs to a secret key."""
    return _secret(key) if key.kind is KeyKind.MATCHER else _derived(_secret(key), "box")


def _secret(key: Key) -> bytes:
    """Return what only whoever was given the secret half knows."""
    if key.half is not KeyHalf.SECRET:
        raise SealedElsewhere(f"the secret half of key {key.id} is not here")
    return key.material


@lru_cache(maxsize=16)
def _pair(private: bytes) -> tuple[bytes, bytes]:
    """Return the public half beside the private one: finding it takes a third of the time of an opening."""
    return bytes(PrivateKey(private).public_key), private


@dataclass(frozen=True, slots=True)
class BoxSealer:
    """Seals what only one of the two parts may read: whom a watch is about, or the answer to an errand."""

    keys: Sequence[Key] = field(repr=False)

    def seal(self, text: str) -> bytes:
        """Return the text so that two seals of it have nothing in common."""
        key = self.keys[-1]
        box = SealedBox(PublicKey(key.for_sealing_only.material))
        return _head(key) + box.encrypt(sodium_pad(text.encode(), NAME_BLOCK))

    def open(self, sealed: bytes) -> str:
        """Return the text.

        Raises:
            SealedElsewhere: the private key is not here.
            SealBroken: it was changed.
        """
        public, private = _pair(_private(_key_of(sealed, self.keys)))
        with _unbroken():
            opened = crypto_box_seal_open(sealed[_HEAD:], public, private)
            return sodium_unpad(opened, NAME_BLOCK).decode()


@dataclass(frozen=True, slots=True)
class CourierSealer:
    """Seals what the part that talks with people needs again, for one purpose.

    Args:
        purpose: what is sealed for one purpose is not opened for another.
    """

    keys: Sequence[Key] = field(repr=False)
    purpose: str
    block: int = TEXT_BLOCK

    def seal(self, text: str, *, beside: str = "") -> bytes:
        """Return the text so that two seals of it have nothing in common.

        Args:
            beside: the id of the row it stands in; in another row it is not opened.
        """
        key = self.keys[-1]
        padded = sodium_pad(text.encode(), self.block)
        return _head(key) + bytes(self._box(key).encrypt(padded, aad=beside.encode()))

    def open(self, sealed: bytes, *, beside: str = "") -> str:
        """Return the text.

        Raises:
            SealedElsewhere: the key is not here.
            SealBroken: it was changed, moved to another row, or sealed for another purpose.
        """
        box = self._box(_key_of(sealed, self.keys))
        with _unbroken():
            return sodium_unpad(box.decrypt(sealed[_HEAD:], aad=beside.encode()), self.block).decode()

    def _box(self, key: Key) -> Aead:
        return Aead(_derived(_secret(key), f"seal {self.purpose}"))


@dataclass(frozen=True, slots=True)
class ChatIds:
    """Seals Telegram ids, and finds them again by a keyed hash."""

    sealer: CourierSealer

    @property
    def key_id(self) -> str:
        """Of the key that seals from now on."""
        return self.sealer.keys[-1].id

    def seal(self, telegram_id: int, *, chat_id: str) -> bytes:
        return self.sealer.seal(str(telegram_id), beside=chat_id)

    def open(self, sealed: bytes, *, chat_id: str) -> int:
        """Raises `SealedElsewhere` and `SealBroken` as the sealer does."""
        return int(self.sealer.open(sealed, beside=chat_id))

    def mark(self, telegram_id: int) -> str:
        """Return by what a chat that is sealed from now on is found."""
        return self._mark(self.sealer.keys[-1], telegram_id)

    def marks(self, telegram_id: int) -> Sequence[str]:
        """Return by what the chat may have been kept, under any of the keys."""
        return [self._mark(key, telegram_id) for key in self.sealer.keys]

    def _mark(self, key: Key, telegram_id: int) -> str:
        secret = _derived(_secret(key), f"find {self.sealer.purpose}")
        return hashlib.blake2b(str(telegram_id).encode(), key=secret, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Sealing:
    """Everything that seals, handed out by the assembly.

    Args:
        names: whom a watch is about; where the matcher's private key is elsewhere, `open` raises.
        labels: what a person called their watch or follow, shown to them again.
        phrases: the safe phrase that stands in a person's alerts.
        factors: the secrets of moderators' authenticators.
        chats: Telegram ids.
        replies: what the matcher answers the part that talks.
    """

    keyring: Keyring = field(repr=False)
    names: Sealer
    replies: Sealer
    labels: Sealer
    phrases: Sealer
    factors: Sealer
    chats: ChatIds

    def unseal(self, column: str, sealed: bytes) -> str | None:
        """Open what stands in a column, for its owner; None where the key is not in this process."""
        if column == "sealed_secret":
            return None
        for sealer in (self.names, self.labels, self.phrases):
            try:
                return sealer.open(sealed)
            except (SealedElsewhere, SealBroken):
                # Sealed for another purpose, or with the other kind of key.
                continue
        return None

    @classmethod
    def with_keys(cls, keyring: Keyring) -> "Sealing":
        """Return the sealers of these keys."""
        courier = tuple(keyring.of(KeyKind.COURIER))
        return cls(
            keyring,
            names=BoxSealer(tuple(keyring.of(KeyKind.MATCHER))),
            replies=BoxSealer(courier),
            labels=CourierSealer(courier, "label"),
            phrases=CourierSealer(courier, "phrase"),
            factors=CourierSealer(courier, "factor"),
            chats=ChatIds(CourierSealer(courier, "chat", block=32)),
        )


@contextmanager
def _unbroken() -> Iterator[None]:
    try:
        yield
    except (CryptoError, ValueError):
        # Without the cause: nothing of what was opened may reach a traceback.
        raise SealBroken("changed, cut or moved") from None
