"""Publish an edition as the second person; what it corrects and erases happens in the same step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.alerts import Event, EventKind
from bot.core.errors import LogBroken, WrongState
from bot.core.exchanges import Batch, BatchState, Subject, SubjectKind
from bot.core.lists import Edition, Review, check_list, discard, end_hold, publish, supersede
from bot.core.log import SYSTEM, AuditLine, Deed
from bot.core.roles import Right
from bot.core.statements import StatementReview
from bot.core.switches import Switch
from bot.ports import Clock, NewId, Reading, Store, Writing
from bot.services.compare import published
from bot.services.correct import Corrections
from bot.services.log import Log
from bot.services.review import EditionView, check_size, view_of
from bot.services.rights import Rights
from bot.services.takedown import erase_taken_down
from bot.services.upload import erase_discarded

MOST_LOOKS = 5
"""So often what an edition would correct is looked up anew, because another was published meanwhile."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What publishing an edition would do.

    Args:
        former: the edition that it would supersede, or None.
        wrong: the editions that told of rows which would be gone or changed.
    """

    former: Edition | None
    wrong: frozenset[str]


class _Overtaken(Exception):
    """Another edition was published since we looked."""


@dataclass(frozen=True, slots=True)
class Publications:
    """Editions that a second person agrees to.

    Args:
        hold: how long an agreed edition of a confirmed batch can still be stopped by any moderator.
    """

    store: Store
    clock: Clock
    new_id: NewId
    rights: Rights
    log: Log
    corrections: Corrections
    hold: timedelta

    async def publish(self, edition_id: str, *, moderator: str, code: str) -> EditionView:
        """Publish as the second person; the former edition of the list is superseded in the same step.

        An edition of a batch that is confirmed, or whose confirmation is held, is held itself:
        until then the former one is searched.

        Raises:
            NotAllowed: the moderator uploaded or submitted it.
            WrongCode: other characters were typed than the screen shows.
            WrongState: it does not wait for a second person any more, or a newer edition is published.
            LogBroken: nothing is published before the log is understood.
        """
        async with self.store.reading() as reading:
            await self.rights.require(reading, moderator, Right.AGREE)
            if (await reading.edition(edition_id)).review is not Review.SUBMITTED:
                raise WrongState(f"edition {edition_id} does not wait")
        for _ in range(MOST_LOOKS):
            foreseen = await self._foresee(edition_id)
            try:
                view = await self._publish(edition_id, foreseen, moderator=moderator, code=code)
            except _Overtaken:
                continue
            await erase_discarded(self.store)
            return view
        raise WrongState(f"other editions were published before {edition_id}")

    async def end_holds(self) -> Sequence[str]:
        """Let every edition whose hold has ended take effect; returns their ids."""
        now = self.clock()
        async with self.store.reading() as reading:
            held = [e for e in await reading.open_editions() if e.review is Review.HELD]
        due = [e.id for e in held if e.held_until is not None and e.held_until <= now]
        try:
            ended = [edition_id for edition_id in due if await self._end_hold(edition_id, now)]
        except LogBroken:
            # They stay held until somebody has understood what happened to the log.
            return []
        if due:
            await erase_discarded(self.store)
        return ended

    async def _foresee(self, edition_id: str) -> Foreseen:
        async with self.store.reading() as reading:
            edition = await reading.edition(edition_id)
            former = await published(reading, edition.list_id)
            if former is None:
                return Foreseen(None, frozenset())
            return Foreseen(former, await self.corrections.wrong_editions(reading, former, edition))

    async def _publish(
        self, edition_id: str, foreseen: Foreseen, *, moderator: str, code: str
    ) -> EditionView:
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator, Right.AGREE)
            await self.log.guard(writing)
            edition = await writing.edition(edition_id)
            batch = await writing.batch((await writing.list(edition.list_id)).batch_id)
            check_list(batch)
            await check_size(writing, edition)
            agreed = publish(
                edition,
                moderator=moderator,
                code=code,
                stored_rows=await writing.stored_rows(edition_id),
                now=self.clock(),
                hold=self.hold if await _could_be_told(writing, batch) else None,
            )
            if agreed.review is Review.HELD:
                await self._keep_held(writing, agreed, moderator)
            else:
                await self._take_effect(writing, agreed, foreseen, moderator)
            return await view_of(writing, edition_id)

    async def _keep_held(self, writing: Writing, edition: Edition, moderator: str) -> None:
        await writing.save_edition(edition)
        await self._note(writing, moderator, Deed.EDITION_HELD, edition)
        if not self.hold:
            return
        event = Event(self.new_id(), EventKind.EDITION_HELD, edition.id, None, self.clock())
        await self.rights.call(writing, event, self.new_id, moderator, right=Right.STOP)

    async def _take_effect(
        self, writing: Writing, edition: Edition, foreseen: Foreseen, moderator: str
    ) -> None:
        former = await published(writing, edition.list_id)
        if (former and former.id) != (foreseen.former and foreseen.former.id):
            raise _Overtaken
        if former is not None:
            await writing.save_edition(supersede(former, newer=edition))
            await self._note(writing, moderator, Deed.EDITION_SUPERSEDED, former)
            await self.corrections.of_edition(writing, former, foreseen.wrong)
        await writing.save_edition(edition)
        await self._compare_watches(writing, edition)
        await self._note(writing, moderator, Deed.EDITION_PUBLISHED, edition)
        await erase_taken_down(writing, edition, clock=self.clock, moderator=moderator)

    async def _compare_watches(self, writing: Writing, edition: Edition) -> None:
        """Of a batch that is not confirmed nobody is told; its confirmation compares all its editions."""
        batch = await writing.batch((await writing.list(edition.list_id)).batch_id)
        if batch.state is BatchState.CONFIRMED:
            event = Event(self.new_id(), EventKind.EDITION_COMPARED, edition.id, None, self.clock())
            await writing.add_event(event)

    async def _end_hold(self, edition_id: str, now: datetime) -> bool:
        for _ in range(MOST_LOOKS):
            foreseen = await self._foresee(edition_id)
            try:
                return await self._end(edition_id, foreseen, now)
            except _Overtaken:
                continue
        return False

    async def _end(self, edition_id: str, foreseen: Foreseen, now: datetime) -> bool:
        async with self.store.writing() as writing:
            await self.log.guard(writing)
            if Switch.FROZEN in await writing.switches():
                # It stays held until two moderators agree to go on.
                return False
            held = await writing.edition(edition_id)
            if held.review is not Review.HELD:
                return False
            try:
                check_list(await writing.batch((await writing.list(held.list_id)).batch_id))
                stored = await writing.stored_rows(edition_id)
                edition = end_hold(held, stored_rows=stored, now=now)
                if foreseen.former is not None:
                    supersede(foreseen.former, newer=edition)
            except WrongState:
                # Its batch was withdrawn, or a newer edition published, during the hold.
                await writing.save_edition(discard(held))
                await self._note(writing, SYSTEM, Deed.EDITION_STOPPED, held)
                return False
            await self._take_effect(writing, edition, foreseen, SYSTEM)
            return True

    async def _note(self, writing: Writing, moderator: str, deed: Deed, edition: Edition) -> None:
        await writing.add_to_audit(AuditLine(self.clock(), moderator, deed, edition.id, edition.digest))


async def _could_be_told(reading: Reading, batch: Batch) -> bool:
    """Whether somebody could be told at once by rows of this batch: it is confirmed, or about to be."""
    if batch.state is BatchState.CONFIRMED:
        return True
    about = Subject(SubjectKind.BATCH, batch.id)
    waiting = await reading.open_statements()
    return any(s.about == about and s.review is StatementReview.HELD for s in waiting)
