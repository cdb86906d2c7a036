"""Answer a relative's question. The question leaves no trace."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.core.answers import Answer, Coverage, Likely, NeedsMore, Possible, SeveralListed, decide, needs_more
from bot.core.errors import AnswersPaused, ChecksAreStale, UserMistake
from bot.core.lists import PublisherClass
from bot.core.names import Asked, read_more, read_name
from bot.core.switches import Switch
from bot.ports import Clock, Reading, Store
from bot.services.log import Log
from bot.services.questions import Questions
from bot.services.search import near_entries


@dataclass(frozen=True, slots=True)
class Inquiries:
    """Questions about one named person.

    Args:
        searched: the classes of publishers whose lists are searched.
        stale_after: how long a moderator's "checked" holds.
        log: the publication log: if it does not hold, answers say so.
    """

    store: Store
    clock: Clock
    searched: frozenset[PublisherClass]
    stale_after: timedelta
    questions: Questions
    log: Log

    def read(self, asker: int, text: str) -> Asked:
        """Read what the person wrote: a name, or the part that their question before lacked.

        Args:
            asker: the person's Telegram id; it is kept in memory only.

        Raises:
            UserMistake: the text is no name.
        """
        earlier = self.questions.unfinished(asker, now=self.clock())
        completed = _completed(earlier, text) if earlier is not None else None
        return completed if completed is not None else read_name(text)

    async def answer(self, asker: int, asked: Asked, *, knows_no_more: bool = False) -> Answer:
        """Answer a question that was read already.

        Args:
            knows_no_more: the person said they know neither patronymic nor birth year.

        Raises:
            TooManyQuestions: the person asked about too many people.
            Slowed: somebody seems to try out names; ask again after the wait.
            CannotCheck: the lists could not be searched completely.
        """
        now = self.clock()
        self.questions.drop_unfinished(asker)
        self.questions.count(asker, asked, now=now)
        async with self.store.reading() as reading:
            coverage = await self.coverage(reading)
            if needs_more(asked) and not knows_no_more:
                self.questions.keep_unfinished(asker, asked, now=now)
                return NeedsMore(asked.person)
            candidates = await near_entries(reading, asked, coverage)
        answer = decide(asked, candidates, coverage)
        if isinstance(answer, SeveralListed | Likely | Possible):
            # These ask for one more part: it may come in a message of its own.
            self.questions.keep_unfinished(asker, asked, now=now)
        return answer

    async def coverage(self, reading: Reading) -> Coverage:
        """Return what a question asked now would be answered from.

        Raises:
            CannotCheck: nothing would be answered.
        """
        switches = await reading.switches()
        if Switch.ANSWERS_PAUSED in switches:
            raise AnswersPaused("by an owner")
        coverage = await reading.coverage(self.searched)
        if coverage.searched_up_to < self.clock() - self.stale_after:
            raise ChecksAreStale(f"last check at {coverage.searched_up_to}")
        return replace(
            coverage,
            exchange_day=Switch.EXCHANGE_DAY in switches,
            doubtful=self.log.broken_at is not None,
        )

    async def standing(self, reading: Reading, asked: Asked) -> Answer:
        """Return the answer to a standing question: it counts for nothing, and asks for nothing.

        Raises:
            CannotCheck: the lists could not be searched completely.
        """
        coverage = await self.coverage(reading)
        return decide(asked, await near_entries(reading, asked, coverage), coverage)


def _completed(earlier: Asked, text: str) -> Asked | None:
    """Return the earlier question with the part that the text adds, or None if it is another question."""
    try:
        more = read_more(text)
    except UserMistake:
        return None
    return earlier.with_year(more) if isinstance(more, int) else earlier.with_patronymic(more)
