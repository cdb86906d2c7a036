"""What may be answered to an inquiry, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.exchanges import Batch, Exchange
from bot.core.lists import Edition, Entry, NameList, PublisherClass, publisher_class
from bot.core.names import (
    CONFLICTS,
    Asked,
    Closeness,
    Comparison,
    Finding,
    Part,
    Person,
    compare,
    question_of,
)
from bot.core.statements import Statement


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was really searched.

    Args:
        searched_up_to: UTC; the moment up to which the answer holds.
        lists: distinct published lists that were searched; at least one.
        newest: the day on which the newest of them was published.
        unread: rows of these lists that could not be taken, so that nobody is found in them.
        editions: the editions searched, by id.
        exchange_day: whether moderators look for news again and again today.
        doubtful: whether our own log of publications does not match itself.
        left_out: whether rows were left out of which the person said that they are somebody else.
    """

    searched_up_to: datetime
    lists: int
    classes: frozenset[PublisherClass]
    newest: date
    unread: int = 0
    editions: frozenset[str] = frozenset()
    exchange_day: bool = False
    doubtful: bool = False
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A batch with what put it in its state.

    Args:
        statement: the published statement behind the state.
        disputed: whether the newest statements of two parties contradict each other.
    """

    batch: Batch
    exchange: Exchange
    statement: Statement
    disputed: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A published entry that shares a key with the question, with everything an answer must say of it."""

    entry: Entry
    edition: Edition
    list: NameList
    standing: Standing

    @property
    def publisher_class(self) -> PublisherClass:
        """The class of its publisher for its batch."""
        return publisher_class(self.list.publisher.kind, self.standing.batch.side)


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate and how it compares with the question."""

    candidate: Candidate
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Listed:
    """The name is on a list: `matches`, newest first, are one person as far as the lists print."""

    asked: Person
    matches: tuple[Match, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class SeveralListed:
    """Several people of this name are listed; which is meant cannot be told. Never counted, never shown.

    Args:
        sources: one candidate of each list that holds them, newest first; their entries are not shown.
    """

    asked: Person
    sources: tuple[Candidate, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Likely:
    """An entry agrees as far as can be compared, which is not far enough.

    Args:
        shown: the match whose printed name may be shown, because the patronymic or the
            birth year agrees; None where neither could be compared.
        initials: whether the given name is only an initial, on the lists or in the question.
        sources: one candidate of each list that holds such an entry, newest first.
    """

    asked: Person
    shown: Match | None
    initials: bool
    sources: tuple[Candidate, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Possible:
    """An entry holds the family and given name, but a part differs.

    Args:
        differs: which parts, never their values.
        sources: one candidate of each list that holds such an entry, newest first.
    """

    asked: Person
    differs: frozenset[Part]
    sources: tuple[Candidate, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class NotListed:
    """Everything that is published and searched was searched, and nothing is near but what was left out."""

    asked: Person
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class NeedsMore:
    """A patronymic or a birth year is needed; asked in the same words whether or not a row is near."""

    asked: Person


Similar = Likely | Possible
Answer = Listed | SeveralListed | Likely | Possible | NotListed | NeedsMore


def shown_of(answer: Answer) -> Sequence[Candidate]:
    """The rows whose names an answer shows, newest list first."""
    match answer:
        case Listed(matches=matches):
            return [match.candidate for match in matches]
        case Likely(shown=Match(candidate=candidate)):
            return [candidate]
        case _:
            return []


def needs_more(asked: Asked) -> bool:
    """Whether neither a patronymic nor a birth year was given, in any reading."""
    return all(person.patronymic is None and person.birth_year is None for person in asked.readings)


def decide(asked: Asked, candidates: Sequence[Candidate], coverage: Coverage) -> Answer:
    """Decide what is answered.

    Args:
        candidates: all published entries, of searched classes, that share a key with the question.
    """
    matches = rank(asked, candidates)
    same = [m for m in matches if m.comparison.closeness is Closeness.SAME]
    similar = [m for m in matches if m.comparison.closeness is Closeness.SIMILAR]
    if same:
        # A row that agrees in more parts is not one of several that cannot be told apart.
        meant = same if _one_person(same) else _agreeing_most(same)
        if not _one_person(meant):
            return SeveralListed(asked.person, _sources(same), coverage)
        newest_first = sorted(meant, key=_published_on, reverse=True)
        return Listed(newest_first[0].comparison.read_as, tuple(newest_first), coverage)
    likely = [m for m in similar if m.comparison.is_likely]
    if likely:
        telling = [m for m in likely if _tells(m)]
        if telling and not _one_person(telling):
            return SeveralListed(asked.person, _sources(telling), coverage)
        shown = max(telling, key=_published_on) if telling else None
        initials = all(m.comparison.findings[Part.GIVEN] is Finding.INITIAL for m in likely)
        return Likely(likely[0].comparison.read_as, shown, initials, _sources(likely), coverage)
    if similar:
        closest = min(similar, key=lambda m: len(_differing(m)))
        return Possible(closest.comparison.read_as, _differing(closest), _sources(similar), coverage)
    return NotListed(asked.person, coverage)


def rank(asked: Asked, candidates: Sequence[Candidate]) -> list[Match]:
    """Compare every candidate; those that are not different, the closest first."""
    question = question_of(asked)
    matches = [Match(c, question.against(c.entry.person)) for c in candidates]
    near = [m for m in matches if m.comparison.closeness is not Closeness.DIFFERENT]
    return sorted(near, key=lambda m: -m.comparison.score)


def _published_on(match: Match) -> tuple[date, str]:
    return match.candidate.list.published_on, match.candidate.edition.id


def _sources(matches: Sequence[Match]) -> tuple[Candidate, ...]:
    newest_first = sorted(matches, key=_published_on, reverse=True)
    of_list = {m.candidate.list.id: m.candidate for m in reversed(newest_first)}
    return tuple(reversed(of_list.values()))


def _differing(match: Match) -> frozenset[Part]:
    findings = match.comparison.findings
    return frozenset(part for part, finding in findings.items() if finding in CONFLICTS)


def _tells(match: Match) -> bool:
    findings = match.comparison.findings
    return any(findings[part] is Finding.SAME for part in (Part.PATRONYMIC, Part.BIRTH_YEAR))


def _agreeing_most(matches: Sequence[Match]) -> list[Match]:
    agreeing = [list(m.comparison.findings.values()).count(Finding.SAME) for m in matches]
    return [m for m, parts in zip(matches, agreeing, strict=True) if parts == max(agreeing)]


def _one_person(matches: Sequence[Match]) -> bool:
    """Whether the entries can all be one person: rows of different lists without any contradiction."""
    lists = [m.candidate.list.id for m in matches]
    if len(set(lists)) < len(lists):
        return False
    people = [m.candidate.entry.person for m in matches]
    pairs = ((a, b) for i, a in enumerate(people) for b in people[i + 1 :])
    return all(_compatible(a, b) for a, b in pairs)


def _compatible(one: Person, other: Person) -> bool:
    comparison = compare(Asked((one,)), other)
    contradicts = Finding.DIFFERS in comparison.findings.values()
    return comparison.closeness is not Closeness.DIFFERENT and not contradicts
