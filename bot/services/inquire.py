"""Answer a relative's question. The question leaves no trace."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from bot.core.answers import (
    Answer,
    Coverage,
    Likely,
    NeedsMore,
    Possible,
    SeveralListed,
    decide,
    needs_more,
    shown_of,
)
from bot.core.errors import AnswersPaused, ChecksAreStale, PartAlone, UserMistake
from bot.core.lists import Place
from bot.core.names import Asked, Part, read_more, read_name, read_part, with_part
from bot.core.switches import Switch
from bot.core.watches import mark_of
from bot.ports import Clock, Reading, Store
from bot.services.log import Log
from bot.services.questions import Correction, Questions
from bot.services.search import marks_of, near_entries


@dataclass(frozen=True, slots=True)
class Inquiries:
    """Questions about one named person.

    Args:
        stale_after: how long a moderator's "checked" holds.
        log: the publication log: if it does not hold, answers say so.
    """

    store: Store
    clock: Clock
    stale_after: timedelta
    questions: Questions
    log: Log

    def read(self, asker: int, text: str) -> Asked:
        """Read what the person wrote: a name, or the part that their question lacked or that they correct.

        Args:
            asker: the person's Telegram id; it is kept in memory only.

        Raises:
            UserMistake: the text is no name.
        """
        now = self.clock()
        correction = self.questions.correction(asker, now=now)
        if correction is not None:
            value = read_part(correction.part, text)
            return (
                with_part(correction.asked, correction.part, value) if value is not None else read_name(text)
            )
        earlier = self.questions.unfinished(asker, now=now)
        completed = _completed(earlier, text) if earlier is not None else None
        return completed if completed is not None else _whole(text)

    def correct(self, asker: int, asked: Asked, part: Part) -> None:
        """Take the next text as one part of the name, for 15 minutes and in memory only."""
        self.questions.keep_correction(asker, Correction(asked, part), now=self.clock())

    def leave_as_it_is(self, asker: int) -> None:
        """Correct nothing after all."""
        self.questions.drop_unfinished(asker)

    async def answer(
        self, asker: int, asked: Asked, *, knows_no_more: bool = False, left_out: Collection[Place] = ()
    ) -> Answer:
        """Answer a question that was read already.

        Args:
            knows_no_more: the person said they know neither patronymic nor birth year.
            left_out: rows of which the person said that they are somebody else.

        Raises:
            TooManyQuestions: the person asked about too many people.
            Slowed: somebody seems to try out names; ask again after the wait.
            CannotCheck: the lists could not be searched completely.
        """
        now = self.clock()
        # Before anything is dropped: what is slowed comes again with the same text.
        self.questions.count(asker, asked, now=now)
        self.questions.drop_unfinished(asker)
        asks_back = needs_more(asked) and not knows_no_more
        look = partial(self._answer, asked, asks_back=asks_back, left_out=left_out)
        answer = await self.store.at_once(look)
        if isinstance(answer, NeedsMore | SeveralListed | Likely | Possible):
            # These ask for one more part: it may come in a message of its own.
            self.questions.keep_unfinished(asker, asked, now=now)
        return answer

    async def _answer(
        self, asked: Asked, reading: Reading, *, asks_back: bool, left_out: Collection[Place]
    ) -> Answer:
        if asks_back:
            await self.coverage(reading)
            return NeedsMore(asked.person)
        return await self.standing(reading, asked, refused=await marks_of(reading, left_out))

    async def coverage(self, reading: Reading) -> Coverage:
        """Return what a question asked now would be answered from.

        Raises:
            CannotCheck: nothing would be answered.
        """
        switches = await reading.switches()
        if Switch.ANSWERS_PAUSED in switches:
            raise AnswersPaused("by an owner")
        coverage = await reading.coverage()
        if coverage.searched_up_to < self.clock() - self.stale_after:
            raise ChecksAreStale(f"last check at {coverage.searched_up_to}")
        return replace(
            coverage,
            exchange_day=Switch.EXCHANGE_DAY in switches,
            doubtful=self.log.broken_at is not None,
        )

    async def standing(self, reading: Reading, asked: Asked, *, refused: Collection[str] = ()) -> Answer:
        """Return the answer to a standing question: it counts for nothing, and asks for nothing.

        A row is left out only where it would be shown: else whoever forges the number of a row would be
        shown one by one the people of one name, who are neither counted nor listed.

        Args:
            refused: marks of rows that are somebody else, as whoever asks has said.

        Raises:
            CannotCheck: the lists could not be searched completely.
        """
        coverage = await self.coverage(reading)
        left_out: frozenset[str] = frozenset()
        while True:
            near = await near_entries(reading, asked, coverage, refused=left_out)
            answer = decide(asked, near, replace(coverage, left_out=bool(left_out)))
            shown = [mark_of(c.entry, c.standing.batch.id) for c in shown_of(answer)[:1]]
            if not shown or shown[0] not in refused:
                return answer
            left_out |= {shown[0]}


def _whole(text: str) -> Asked:
    """Read a whole name.

    Raises:
        PartAlone: the text is a part that no question waits for.
        UserMistake: the text is no name.
    """
    try:
        return read_name(text)
    except UserMistake:
        if _is_part(text):
            raise PartAlone("no question waits for it") from None
        raise


def _is_part(text: str) -> bool:
    try:
        read_more(text)
    except UserMistake:
        return False
    return True


def _completed(earlier: Asked, text: str) -> Asked | None:
    """Return the earlier question with the part that the text adds, or None if it is another question."""
    try:
        more = read_more(text)
    except UserMistake:
        return None
    return earlier.with_year(more) if isinstance(more, int) else earlier.with_patronymic(more)
