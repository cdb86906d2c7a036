"""Follow a batch, end it, stop everything."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.answers import Standing
from bot.core.errors import Unknown
from bot.core.exchanges import Agreement, Batch, Category, Exchange, Subject, SubjectKind
from bot.core.follows import Chat, Country, Follow
from bot.core.lists import Review
from bot.core.statements import StatementReview
from bot.core.watches import UNDO_LASTS
from bot.ports import Clock, NewId, Reading, Store, Writing


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is writing now.

    Args:
        chat: what is kept of the person, or None of somebody of whom nothing is kept.
    """

    telegram_id: int
    telegram_language: str
    chat: Chat | None

    @property
    def language(self) -> str:
        """The chosen language, or else Telegram's."""
        return self.chat.language if self.chat is not None and self.chat.chosen else self.telegram_language


@dataclass(frozen=True, slots=True)
class Followed:
    """A follow and its batch as it stands.

    Args:
        outdated: whether what stood above the pressed button has been corrected since: an edition
            that is not published any more, or a state that was taken back.
        others: follows that ended with it, because they bring the same news.
    """

    follow: Follow
    standing: Standing
    outdated: bool = False
    others: tuple[Follow, ...] = ()

    @property
    def kinds(self) -> frozenset[SubjectKind]:
        """Of what kinds the follow and the others are."""
        return frozenset(follow.subject.kind for follow in (self.follow, *self.others))


@dataclass(frozen=True, slots=True)
class Wider:
    """A follow of more than one batch: of an exchange, an agreement or a category.

    Args:
        of: what is followed.
    """

    follow: Follow
    of: Exchange | Agreement | Category


@dataclass(frozen=True, slots=True)
class Choices:
    """What could be followed beside one batch.

    Args:
        followed: what of it is followed already.
    """

    standing: Standing
    agreement: Agreement | None
    followed: frozenset[SubjectKind]


@dataclass(frozen=True, slots=True)
class Follows:
    """What one chat wishes to hear about."""

    store: Store
    clock: Clock
    new_id: NewId

    async def visitor(self, telegram_id: int, *, language: str) -> Visitor:
        """Return who is writing. Nothing is stored: a question leaves no trace.

        Args:
            language: Telegram's, used until the person chooses one.
        """
        async with self.store.reading() as reading:
            return Visitor(telegram_id, language, await reading.chat_of(telegram_id))

    async def remember(self, visitor: Visitor) -> Chat:
        """Return the person's chat, kept from now on because they asked for something to be kept."""
        chat = visitor.chat
        if chat is not None and (chat.chosen or chat.language == visitor.telegram_language):
            return chat
        async with self.store.writing() as writing:
            chat = await writing.remember_chat(visitor.telegram_id, language=visitor.telegram_language)
            if not chat.chosen and chat.language != visitor.telegram_language:
                # An owner's chat is made before they first write, in a language nobody knows.
                chat = replace(chat, language=visitor.telegram_language)
                await writing.save_chat(chat)
        return chat

    async def choose_language(self, chat: Chat, language: str) -> Chat:
        """Keep the chosen language."""
        return await self._save(replace(chat, language=language, chosen=True))

    async def choose_country(self, chat: Chat, country: Country) -> Chat:
        """Keep whose official contacts the person wants to see."""
        return await self._save(replace(chat, country=country))

    async def follow(
        self,
        chat_id: str,
        batch_id: str,
        *,
        editions: frozenset[str] = frozenset(),
        statement_id: str | None = None,
    ) -> Followed:
        """Follow a batch; following it again adds what it was pressed under, and ends its pause.

        What has been corrected since then is not kept: the person is told so at once, and no
        correction would come any more.

        Args:
            editions: those of the answer under which it was pressed.
            statement_id: the one behind the state that was shown there.

        Raises:
            Unknown: there is no such batch that families may see, or no such edition or statement.
        """
        async with self.store.writing() as writing:
            standing = await writing.standing(batch_id)
            reviews = {e: (await writing.edition(e)).review for e in editions}
            told = frozenset(e for e, review in reviews.items() if review is Review.PUBLISHED)
            said = await _still_said(writing, statement_id)
            wish = Follow(
                id=self.new_id(),
                chat_id=chat_id,
                subject=Subject(SubjectKind.BATCH, batch_id),
                editions=told,
                since=self.clock(),
                statements=said,
            )
            outdated = told != editions or (statement_id is not None and not said)
            return Followed(await self._begin(writing, wish), standing, outdated)

    async def end(self, chat_id: str, follow_id: str) -> Followed:
        """End one follow of this chat, and return what it was.

        Raises:
            Unknown: the chat has no such follow.
        """
        async with self.store.writing() as writing:
            follow = await writing.follow(follow_id)
            if follow.chat_id != chat_id:
                raise Unknown(follow_id)
            await self._end(writing, follow)
            return Followed(follow, await writing.standing(follow.subject.id))

    async def end_of_batch(self, chat_id: str, batch_id: str) -> Followed:
        """End every follow of this chat that brings news of a batch.

        Raises:
            Unknown: there is none.
        """
        async with self.store.writing() as writing:
            standing = await writing.standing(batch_id)
            about = _subjects(standing.exchange, standing.batch)
            # A paused follow of more than this batch brings no news of it.
            ended = [
                f
                for f in await writing.follows(chat_id)
                if f.subject in about and (not f.paused or f.subject.kind is SubjectKind.BATCH)
            ]
            if not ended:
                raise Unknown(batch_id)
            for follow in ended:
                await self._end(writing, follow)
            return Followed(ended[0], standing, others=tuple(ended[1:]))

    async def choices(self, chat_id: str | None, batch_id: str) -> Choices:
        """Return what could be followed beside one batch.

        Raises:
            Unknown: there is no such batch that families may see.
        """
        async with self.store.reading() as reading:
            standing = await reading.standing(batch_id)
            agreement_id = standing.exchange.agreement_id
            agreement = await reading.agreement(agreement_id) if agreement_id is not None else None
            about = _subjects(standing.exchange, standing.batch)
            follows = await reading.follows(chat_id) if chat_id is not None else ()
            followed = frozenset(f.subject.kind for f in follows if f.subject in about and not f.paused)
            return Choices(standing, agreement, followed)

    async def follow_wider(self, chat_id: str, batch_id: str, kind: SubjectKind) -> Wider:
        """Follow the exchange of a batch, its agreement or its category.

        Raises:
            Unknown: it belongs to no such thing.
        """
        async with self.store.writing() as writing:
            standing = await writing.standing(batch_id)
            for subject in _subjects(standing.exchange, standing.batch):
                if subject.kind is kind and kind is not SubjectKind.BATCH:
                    wish = Follow(self.new_id(), chat_id, subject, frozenset(), self.clock())
                    return await wider_in(writing, await self._begin(writing, wish))
            raise Unknown(f"{kind} of {batch_id}")

    async def end_wider(self, chat_id: str, follow_id: str) -> Wider:
        """End one follow of more than a batch.

        Raises:
            Unknown: the chat has no such follow.
        """
        async with self.store.writing() as writing:
            follow = await writing.follow(follow_id)
            if follow.chat_id != chat_id or follow.subject.kind is SubjectKind.BATCH:
                raise Unknown(follow_id)
            await self._end(writing, follow)
            return await wider_in(writing, follow)

    async def take_up_wider(self, chat_id: str, subject: Subject) -> Wider:
        """Follow an exchange, an agreement or a category again.

        Raises:
            Unknown: there is no such thing.
        """
        async with self.store.writing() as writing:
            wish = Follow(self.new_id(), chat_id, subject, frozenset(), self.clock())
            wider = await wider_in(writing, wish)
            return replace(wider, follow=await self._begin(writing, wish))

    async def _end(self, writing: Writing, follow: Follow) -> None:
        """End a follow; what its owner called it is kept for an hour, so that Undo brings it back."""
        if follow.sealed_label is not None:
            await writing.keep_label(follow, ended_at=self.clock())
        await writing.drop_follow(follow.id)

    async def _begin(self, writing: Writing, wish: Follow) -> Follow:
        """Begin a follow, or go on with one; within the hour it is called what it was called."""
        follow = await writing.add_follow(wish)
        label = await writing.take_label(follow, ended_after=self.clock() - UNDO_LASTS)
        if label is None:
            return follow
        named = replace(follow, sealed_label=label)
        await writing.save_follow(named)
        return named

    async def stop(self, chat: Chat) -> Chat:
        """Send no more alerts to this chat until it says otherwise."""
        return await self._save(replace(chat, paused=True))

    async def resume(self, chat: Chat) -> Chat:
        """Send alerts to this chat again."""
        return await self._save(replace(chat, paused=False))

    async def come_back(self, chat: Chat) -> Chat:
        """Take in that the person's Telegram takes our messages again; what was missed waits for a press."""
        async with self.store.writing() as writing:
            await writing.come_back(chat.id)
        return replace(chat, blocked=False)

    async def _save(self, chat: Chat) -> Chat:
        async with self.store.writing() as writing:
            await writing.save_chat(chat)
        return chat


async def _still_said(reading: Reading, statement_id: str | None) -> frozenset[str]:
    if statement_id is None:
        return frozenset()
    statement = await reading.statement(statement_id)
    return frozenset({statement.id} if statement.review is StatementReview.PUBLISHED else ())


def _subjects(exchange: Exchange, batch: Batch) -> Sequence[Subject]:
    """Everything whose followers hear of a batch; of remains only those who opted in for them."""
    wider = [Subject(SubjectKind.EXCHANGE, exchange.id)]
    if exchange.agreement_id is not None:
        wider.append(Subject(SubjectKind.AGREEMENT, exchange.agreement_id))
    return (
        Subject(SubjectKind.BATCH, batch.id),
        *(wider if batch.category is not Category.REMAINS else ()),
        Subject(SubjectKind.CATEGORY, batch.category),
    )


async def wider_in(reading: Reading, follow: Follow) -> Wider:
    """Return a follow of more than a batch with what it is of.

    Raises:
        Unknown: it is of a batch, or of nothing that is there.
    """
    match follow.subject.kind:
        case SubjectKind.EXCHANGE:
            return Wider(follow, await reading.exchange(follow.subject.id))
        case SubjectKind.AGREEMENT:
            return Wider(follow, await reading.agreement(follow.subject.id))
        case SubjectKind.CATEGORY if follow.subject.id in set(Category):
            return Wider(follow, Category(follow.subject.id))
        case _:
            raise Unknown(follow.subject.id)
