"""Watch a person: begin, look, pause, name, renew, end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.core.answers import Answer
from bot.core.errors import BadValue, BotError, TooManyWatches, Unknown
from bot.core.lists import Place, Review
from bot.core.names import Asked, Person
from bot.core.preferences import Preferences
from bot.core.watches import LONGEST_LABEL, Wanted, Watch, begun, end, renew, take_up
from bot.ports import Clock, NewId, Reading, Sealers, Store, Writing
from bot.services.inquire import Inquiries
from bot.services.opening import Opening
from bot.services.search import marks_of


@dataclass(frozen=True, slots=True)
class Watched:
    """A watch as its owner sees it.

    Args:
        person: whom it is about; None where that cannot be opened in this process.
        label: what the owner calls it.
    """

    watch: Watch
    person: Person | None
    label: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A watch with the answer as it stands."""

    watched: Watched
    answer: Answer


@dataclass(frozen=True, slots=True)
class Watches:
    """What one chat watches. Nobody learns of anybody else's watch, also of the same person."""

    store: Store
    clock: Clock
    new_id: NewId
    inquiries: Inquiries
    opening: Opening
    sealers: Sealers

    async def begin(
        self,
        chat_id: str,
        asked: Asked,
        *,
        editions: frozenset[str] = frozenset(),
        statement_id: str | None = None,
        left_out: Collection[Place] = (),
    ) -> Watched:
        """Watch somebody; watching the same person again only adds what it was pressed under.

        Whatever has been confirmed since that answer was given is told at once.

        Args:
            editions: those of the answer under which it was pressed.
            statement_id: the one behind the state that was shown there.
            left_out: rows that the answer left out: they are not this person and never fire the watch.

        Raises:
            TooManyWatches: the chat has as many as it may have.
        """
        async with self.store.writing() as writing:
            wanted = Wanted(asked, await marks_of(writing, left_out))
            former = await self.opening.same(writing, chat_id, asked)
            if former is not None:
                watch = await self._going_on(writing, former, wanted.refused)
            else:
                watch = await self._new(writing, chat_id, wanted)
            told = frozenset([e for e in editions if (await writing.edition(e)).review is Review.PUBLISHED])
            statements = frozenset() if statement_id is None else frozenset({statement_id})
            await writing.tell_watch(watch.id, editions=told, statements=statements)
            seen = {(edition, statement) for edition in told for statement in statements}
            await self.opening.catch_up(writing, watch, None if former else wanted, seen=seen)
        self.opening.begun(watch, asked)
        return replace(self.seen(watch), person=asked.person)

    async def _new(self, writing: Writing, chat_id: str, wanted: Wanted) -> Watch:
        most = (await writing.preferences(chat_id)).most_watches
        if len([w for w in await writing.watches(chat_id) if w.ended_at is None]) >= most:
            raise TooManyWatches(most)
        number = await writing.next_watch_number(chat_id)
        sealed = self.sealers.names.seal(wanted.write())
        watch = begun(self.new_id(), chat_id, number=number, sealed_name=sealed, now=self.clock())
        await writing.add_watch(watch)
        return watch

    async def _going_on(self, writing: Writing, former: Watch, refused: Collection[str]) -> Watch:
        """The chat's watch of the same person, going on from now."""
        await writing.save_watch(replace(renew(former, now=self.clock()), paused=False, ended_at=None))
        if refused:
            await self.opening.refuse(writing, await writing.watch(former.id), refused)
        return await writing.watch(former.id)

    async def look(self, chat_id: str, watch_id: str) -> Shown:
        """Return the very answer that a watch is about, as it stands now.

        Raises:
            Unknown: the chat has no such watch.
            CannotCheck: the lists could not be searched completely.
        """
        async with self.store.reading() as reading:
            watch = await _own(reading, chat_id, watch_id)
        wanted = await self.opening.on_request(watch)
        async with self.store.reading() as reading:
            return await self._shown(reading, watch, wanted)

    async def look_in(self, reading: Reading, watch: Watch) -> Shown:
        """The same inside a transaction that is already open.

        Raises:
            SealedElsewhere: only the matcher opens it.
        """
        return await self._shown(reading, watch, self.opening.now(watch))

    async def _shown(self, reading: Reading, watch: Watch, wanted: Wanted) -> Shown:
        watched = replace(self.seen(watch), person=wanted.asked.person)
        return Shown(watched, await self.inquiries.standing(reading, wanted.asked, refused=wanted.refused))

    async def of_chat(self, chat_id: str) -> Sequence[Watched]:
        """Return the watches of a chat, oldest first."""
        async with self.store.reading() as reading:
            return [self.seen(w) for w in await reading.watches(chat_id) if w.ended_at is None]

    async def one(self, chat_id: str, watch_id: str) -> Watched:
        """Return one watch of a chat.

        Raises:
            Unknown: the chat has no such watch.
        """
        async with self.store.reading() as reading:
            return self.seen(await _own(reading, chat_id, watch_id))

    async def told_of(self, chat_id: str, list_id: str) -> Watched | None:
        """Return the chat's first watch that was told by some edition of a list."""
        async with self.store.reading() as reading:
            watch = await reading.watch_told_of(chat_id, list_id)
            return self.seen(watch) if watch is not None else None

    async def refuse(self, chat_id: str, watch_id: str, row: Place) -> Watched:
        """Remember that a row is not this person: it never fires this watch again, in any edition."""
        async with self.store.writing() as writing:
            watch = await _own(writing, chat_id, watch_id)
            marks = await marks_of(writing, [row])
            if not marks:
                raise Unknown(f"row of {row[0]}")
            await self.opening.refuse(writing, watch, marks)
            return self.seen(watch)

    async def of_person(self, chat_id: str, asked: Asked) -> Watched | None:
        """Return the chat's watch of a person, as far as it can be known here."""
        async with self.store.reading() as reading:
            watch = await self.opening.same(reading, chat_id, asked)
            return self.seen(watch) if watch is not None and watch.ended_at is None else None

    async def pause(self, chat_id: str, watch_id: str) -> Watched:
        """Compare a watch with nothing until its owner says otherwise."""
        async with self.store.writing() as writing:
            watch = await _own(writing, chat_id, watch_id)
            await writing.save_watch(replace(watch, paused=True))
            return self.seen(await writing.watch(watch_id))

    async def go_on(self, chat_id: str, watch_id: str) -> Watched:
        """Compare a watch again; what was missed meanwhile is told."""
        async with self.store.writing() as writing:
            watch = await _own(writing, chat_id, watch_id)
            await writing.save_watch(replace(watch, paused=False))
            return await self._goes_on(writing, watch_id)

    async def _goes_on(self, writing: Writing, watch_id: str) -> Watched:
        watch = await writing.watch(watch_id)
        await self.opening.catch_up(writing, watch)
        return self.seen(watch)

    async def label(self, chat_id: str, watch_id: str, label: str) -> Watched:
        """Call a watch something; an empty label takes the old one away.

        Raises:
            BadValue: it is too long.
        """
        label = " ".join(label.split())
        if len(label) > LONGEST_LABEL:
            raise BadValue("label")
        sealed = self.sealers.labels.seal(label) if label else None
        async with self.store.writing() as writing:
            watch = await _own(writing, chat_id, watch_id)
            await writing.save_watch(replace(watch, sealed_label=sealed))
            return self.seen(await writing.watch(watch_id))

    async def renew(self, chat_id: str, watch_id: str) -> Watched:
        """Let a watch last another 180 days."""
        async with self.store.writing() as writing:
            watch = await _own(writing, chat_id, watch_id)
            await writing.save_watch(renew(watch, now=self.clock()))
            return self.seen(await writing.watch(watch_id))

    async def end(self, chat_id: str, watch_id: str) -> Watched:
        """End a watch; for an hour it can be taken up again, then it is erased."""
        async with self.store.writing() as writing:
            watch = await _own(writing, chat_id, watch_id)
            await writing.save_watch(end(watch, now=self.clock()))
            return self.seen(watch)

    async def take_up(self, chat_id: str, watch_id: str) -> Watched:
        """Take up a watch that was just ended; what was missed meanwhile is told.

        Raises:
            WrongState: it is too late.
            Unknown: it is erased.
        """
        async with self.store.writing() as writing:
            watch = await writing.watch(watch_id)
            if watch.chat_id != chat_id:
                raise Unknown(watch_id)
            await writing.save_watch(take_up(watch, now=self.clock()))
            return await self._goes_on(writing, watch_id)

    async def erase(self, chat_id: str, watch_id: str) -> Watched:
        """Erase a watch at once; it cannot be taken up again."""
        async with self.store.writing() as writing:
            watch = await _own(writing, chat_id, watch_id)
            await writing.drop_watch(watch_id)
            return self.seen(watch)

    async def ask_for_more(self, chat_id: str) -> str:
        """Return what the person may tell a moderator who is to allow more watches."""
        async with self.store.writing() as writing:
            chosen = await writing.preferences(chat_id)
            code = chosen.asks_for_more or self.new_id()
            await writing.save_preferences(chat_id, replace(chosen, asks_for_more=code))
            return code

    async def still_tells(self, reading: Reading, watch: Watch) -> bool:
        """Whether any row of a confirmed batch still stands for what a watch was to be told.

        Raises:
            CannotCheck: the lists could not be searched completely.
        """
        return await self.opening.still_tells(reading, watch, await self.inquiries.coverage(reading))

    def phrase(self, chosen: Preferences) -> str | None:
        """Return the safe phrase of somebody's alerts; None if they chose none, or it cannot be opened."""
        if chosen.sealed_phrase is None:
            return None
        try:
            return self.sealers.phrases.open(chosen.sealed_phrase)
        except BotError:
            return None

    def seen(self, watch: Watch) -> Watched:
        """Return a watch as its owner sees it."""
        label = None if watch.sealed_label is None else self.sealers.labels.open(watch.sealed_label)
        return Watched(watch, self._person(watch), label)

    def _person(self, watch: Watch) -> Person | None:
        try:
            return self.opening.now(watch).asked.person
        except BotError:
            # Only the matcher opens it, or the bytes are damaged: the watch still has its number.
            return None


async def _own(reading: Reading, chat_id: str, watch_id: str) -> Watch:
    watch = await reading.watch(watch_id)
    if watch.chat_id != chat_id or watch.ended_at is not None:
        raise Unknown(watch_id)
    return watch
