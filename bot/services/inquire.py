"""Answer a relative's question. The question leaves no trace."""

import hashlib
import math
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from bot.core.answers import Answer, Coverage, Likely, NeedsMore, Possible, SeveralListed, decide, needs_more
from bot.core.errors import AnswersPaused, ChecksAreStale, PartAlone, TooManyQuestions, UserMistake
from bot.core.limits import wait_for_another_person
from bot.core.lists import PublisherClass
from bot.core.names import Asked, Part, one_person, read_more, read_name, read_part, with_part
from bot.core.switches import Switch
from bot.ports import Clock, Reading, Store
from bot.services.log import Log
from bot.services.search import near_entries

MEMORY_LASTS = timedelta(minutes=15)
REMEMBERED_PEOPLE = 50_000

Kept = TypeVar("Kept")


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
    questions: "Questions"
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

    async def answer(self, asker: int, asked: Asked, *, knows_no_more: bool = False) -> Answer:
        """Answer a question that was read already.

        Args:
            knows_no_more: the person said they know neither patronymic nor birth year.

        Raises:
            TooManyQuestions: the person asked about too many people.
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


@dataclass(frozen=True, slots=True)
class Correction:
    """A question of which one part is about to be written anew."""

    asked: Asked
    part: Part


@dataclass(slots=True)
class Questions:
    """What is kept of questions: in memory only, and for as short as it is of use.

    A question that waits for one more part, or for a correction of one, is kept for 15 minutes. Of
    the others a keyed hash is kept for a day, to tell a family from somebody who harvests names; the
    key is new with every start of the program and stands nowhere else.
    """

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _unfinished: "OrderedDict[int, tuple[Asked, datetime]]" = field(default_factory=OrderedDict)
    _corrections: "OrderedDict[int, tuple[Correction, datetime]]" = field(default_factory=OrderedDict)
    _people: "OrderedDict[int, dict[bytes, datetime]]" = field(default_factory=OrderedDict)

    def unfinished(self, asker: int, *, now: datetime) -> Asked | None:
        """Return the person's question that waits for one more part."""
        asked, at = self._unfinished.get(asker, (None, now))
        return asked if now - at < MEMORY_LASTS else None

    def keep_unfinished(self, asker: int, asked: Asked, *, now: datetime) -> None:
        """Keep a question until the person gives one more part."""
        _put(self._unfinished, asker, (asked, now))

    def correction(self, asker: int, *, now: datetime) -> Correction | None:
        """Return the question of which the person is about to write a part anew."""
        correction, at = self._corrections.get(asker, (None, now))
        return correction if now - at < MEMORY_LASTS else None

    def keep_correction(self, asker: int, correction: Correction, *, now: datetime) -> None:
        """Keep a question until the person writes one part anew."""
        _put(self._corrections, asker, (correction, now))

    def drop_unfinished(self, asker: int) -> None:
        """Forget the person's question."""
        self._unfinished.pop(asker, None)
        self._corrections.pop(asker, None)

    def forget(self, asker: int) -> None:
        """Forget everything about the person."""
        self.drop_unfinished(asker)
        self._people.pop(asker, None)

    def counted(self, asker: int) -> int:
        """How many people the person asked about lately; who they were stands nowhere."""
        return len(self._people.get(asker, {}))

    def waits(self, asker: int) -> bool:
        """Whether a question of the person waits for one more part."""
        return asker in self._unfinished

    def tidy(self, *, now: datetime) -> None:
        """Drop what has outlived its use."""
        _drop(self._unfinished, lambda kept: now - kept[1] >= MEMORY_LASTS)
        _drop(self._corrections, lambda kept: now - kept[1] >= MEMORY_LASTS)
        _drop(self._people, lambda people: all(at <= now - timedelta(days=1) for at in people.values()))

    def count(self, asker: int, asked: Asked, *, now: datetime) -> None:
        """Count a question; one about the same person again is free.

        Raises:
            TooManyQuestions: it is about one person more than a family asks about.
        """
        people = {h: at for h, at in self._people.get(asker, {}).items() if at > now - timedelta(days=1)}
        person = self._hash(asked)
        if person not in people:
            wait = wait_for_another_person(list(people.values()), now=now)
            if wait:
                raise TooManyQuestions(math.ceil(wait.total_seconds()))
            people[person] = now
        _put(self._people, asker, people)

    def _hash(self, asked: Asked) -> bytes:
        # Sounds, not letters, and in either order: one person counts once however the name is typed;
        # a patronymic or year added later is no other person.
        text = one_person(asked)
        return hashlib.blake2b(text.encode(), key=self.key, digest_size=16).digest()


def _put(memory: "OrderedDict[int, Kept]", asker: int, kept: Kept) -> None:
    memory[asker] = kept
    memory.move_to_end(asker)
    if len(memory) > REMEMBERED_PEOPLE:
        memory.popitem(last=False)


def _drop(memory: "OrderedDict[int, Kept]", stale: Callable[[Kept], bool]) -> None:
    for asker in [asker for asker, kept in memory.items() if stale(kept)]:
        del memory[asker]
