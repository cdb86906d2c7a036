"""What a chat follows, as its owner sees it: look, pause, name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.answers import Standing
from bot.core.errors import BadValue, Unknown
from bot.core.exchanges import Agreement, Category, Exchange, SubjectKind
from bot.core.follows import Follow
from bot.core.watches import LONGEST_LABEL
from bot.ports import Reading, Sealers, Store
from bot.services.follow import wider_in


@dataclass(frozen=True, slots=True)
class Owned:
    """A follow as its owner sees it.

    Args:
        of: what is followed, as it stands.
        label: what the owner calls it.
    """

    follow: Follow
    of: Standing | Exchange | Agreement | Category
    label: str | None = None

    @property
    def may_be_named(self) -> bool:
        """Whether it may have a label, which can be a person's name.

        Beside a name no category may stand, and nothing about remains.
        """
        match self.of:
            case Standing(batch=batch):
                return batch.category is not Category.REMAINS
            case Category():
                return False
            case _:
                return True


@dataclass(frozen=True, slots=True)
class OwnFollows:
    """The follows of one chat. Nobody learns of anybody else's."""

    store: Store
    sealers: Sealers

    async def of_chat(self, chat_id: str) -> Sequence[Owned]:
        """Return what the chat follows, oldest first."""
        async with self.store.reading() as reading:
            return [await self._owned(reading, follow) for follow in await reading.follows(chat_id)]

    async def one(self, chat_id: str, follow_id: str) -> Owned:
        """Return one follow of a chat.

        Raises:
            Unknown: the chat has no such follow.
        """
        async with self.store.reading() as reading:
            return await self._owned(reading, await _own(reading, chat_id, follow_id))

    async def pause(self, chat_id: str, follow_id: str) -> Owned:
        """Bring no news of it until its owner says otherwise."""
        return await self._save(chat_id, follow_id, paused=True)

    async def go_on(self, chat_id: str, follow_id: str) -> Owned:
        """Bring news of it again, from now on; how it stands is shown."""
        return await self._save(chat_id, follow_id, paused=False)

    async def label(self, chat_id: str, follow_id: str, label: str) -> Owned:
        """Call a follow something; an empty label takes the old one away.

        Raises:
            BadValue: it is too long.
            Unknown: the chat has no such follow that may be named.
        """
        label = " ".join(label.split())
        if len(label) > LONGEST_LABEL:
            raise BadValue("label")
        if not (await self.one(chat_id, follow_id)).may_be_named:
            raise Unknown(follow_id)
        return await self._save(
            chat_id, follow_id, sealed_label=self.sealers.labels.seal(label) if label else None
        )

    async def _save(self, chat_id: str, follow_id: str, **changes: bool | bytes | None) -> Owned:
        async with self.store.writing() as writing:
            follow = replace(await _own(writing, chat_id, follow_id), **changes)  # type: ignore[arg-type]  # named by the callers
            await writing.save_follow(follow)
            return await self._owned(writing, follow)

    async def _owned(self, reading: Reading, follow: Follow) -> Owned:
        label = None if follow.sealed_label is None else self.sealers.labels.open(follow.sealed_label)
        if follow.subject.kind is SubjectKind.BATCH:
            return Owned(follow, await reading.standing(follow.subject.id), label)
        return Owned(follow, (await wider_in(reading, follow)).of, label)


async def _own(reading: Reading, chat_id: str, follow_id: str) -> Follow:
    follow = await reading.follow(follow_id)
    if follow.chat_id != chat_id:
        raise Unknown(follow_id)
    return follow
