"""What a form offers to choose from, a page at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.exchanges import BatchState, Category, Counted, Party, Side, StatementKind, SubjectKind
from bot.core.lists import PublisherKind
from bot.core.proposals import Reason
from bot.core.roles import GrantReview, Role
from bot.files import Column, FirstRow
from bot.ports import Draft
from bot.services.moderators import Published, Shelf
from handlers.context import Talk
from handlers.moderation.questions import COLUMN, NEW, NONE

Option = tuple[str, str]
ON_A_PAGE = 20
# What may be said about a file; the file's own question shows what of it is possible, with its labels.
_ABOUT_FILES = {
    "encoding": ("CP1251", "KOI8-U", "UTF-16", "UTF-16LE", "UTF-16BE"),
    "sheet": tuple(map(str, range(1, 256))),
    "hidden": ("yes",),
    "first_row": tuple(FirstRow),
}
OFFERED_DAYS = (7, 30, 90, 180)
ENDED = frozenset({BatchState.CONFIRMED, BatchState.WITHDRAWN})
WITHDRAWABLE = frozenset(BatchState) - {BatchState.DRAFT, BatchState.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Choices:
    """Label and value of everything that answers one question.

    Args:
        groups: each in an order of its own; a page takes from every one of them.
        always: offered on every page, at its end.
    """

    groups: tuple[Sequence[Option], ...]
    always: tuple[Option, ...] = ()

    @property
    def all(self) -> Sequence[Option]:
        return [*(option for group in self.groups for option in group), *self.always]

    def page(self, number: int) -> Sequence[Option]:
        """Return what stands on a page; the first is 0."""
        start = number * ON_A_PAGE
        shown = [option for group in self.groups for option in group[start : start + ON_A_PAGE]]
        return [*shown, *self.always]

    def after(self, number: int) -> int | None:
        """Return the next page's number, or None if this was the last."""
        longest = max((len(group) for group in self.groups), default=0)
        return number + 1 if (number + 1) * ON_A_PAGE < longest else None


async def choices(talk: Talk, draft: Draft, field: str) -> Choices:
    """Return the choices for one question; dated ones come newest first, publishers by name."""
    words = talk.wording
    match field:
        case "side":
            return _of([(str(words.side(side)), side.value) for side in Side])
        case "category":
            return _of([(str(words.category(category)), category.value) for category in Category])
        case "party":
            return _of([(str(words.party(party)), party.value) for party in Party])
        case "kind":
            return _of([(str(words.kind(kind)), kind.value) for kind in StatementKind])
        case "counted":
            return _of([(str(words.counted(counted)), counted.value) for counted in Counted])
        case "publisher_kind":
            return _of([(str(words.publisher_kind(kind)), kind.value) for kind in PublisherKind])
        case "role":
            return _of([(str(words.role(role)), role.value) for role in Role])
        case "days":
            return _of([(words.days_name(days), str(days)) for days in OFFERED_DAYS])
        case "reason":
            return _of([(str(words.reason(reason)), reason.value) for reason in Reason])
        case "grant":
            return await _grants(talk, draft)
        case "what" | "unsearched" | "switched_on":
            return _of_published(talk, await talk.services.moderators.published(draft.chat_id), field)
        case "list":
            return await _lists(talk, draft)
        case "encoding" | "sheet" | "hidden" | "first_row":
            return _of([(value, value) for value in _ABOUT_FILES[field]])
        case _ if field.startswith(COLUMN):
            return _of([(value, value) for value in (*Column, "all")])
        case _:
            shelf = await talk.services.moderators.shelf(draft.chat_id)
            return _from_shelf(talk, shelf, field)


def _of(options: Sequence[Option], *always: Option) -> Choices:
    return Choices((options,), always)


def _from_shelf(talk: Talk, shelf: Shelf, field: str) -> Choices:
    exchanges = {exchange.id: exchange for exchange in shelf.exchanges}
    batches = [
        (talk.wording.subject_name(batch, exchanges[batch.exchange_id]), batch.id) for batch in shelf.batches
    ]
    agreements = [
        (talk.wording.subject_name(agreement, None), agreement.id) for agreement in shelf.agreements
    ]
    days = [(talk.wording.subject_name(exchange, None), exchange.id) for exchange in shelf.exchanges]
    match field:
        case "agreement":
            return _of(agreements, (talk.wording.no_agreement(), NONE))
        case "exchange":
            return _of(days)
        case "batch":
            return _of(batches)
        case "confirmed":
            open_ = {b.id for b in shelf.batches if b.state not in ENDED}
            return _of([(label, batch_id) for label, batch_id in batches if batch_id in open_])
        case "publisher":
            publishers = sorted(
                shelf.publishers, key=lambda publisher: (publisher.name.casefold(), publisher.id)
            )
            return _of(
                [(publisher.name, publisher.id) for publisher in publishers],
                (talk.wording.another_publisher(), NEW),
            )
        case "about":
            return Choices(
                (
                    _about(SubjectKind.BATCH, batches),
                    _about(SubjectKind.EXCHANGE, days),
                    _about(SubjectKind.AGREEMENT, agreements),
                )
            )
        case _:
            return _of([])


def _about(kind: SubjectKind, named: Iterable[Option]) -> Sequence[Option]:
    return [(label, f"{kind.value}-{value}") for label, value in named]


async def _lists(talk: Talk, draft: Draft) -> Choices:
    lists = await talk.services.moderators.lists(draft.chat_id, draft.fields["batch"])
    known = [(talk.wording.list_name(name_list), name_list.id) for name_list in lists]
    return _of(known, (talk.wording.another_list(), NEW))


async def _grants(talk: Talk, draft: Draft) -> Choices:
    desk = await talk.services.moderators.desk(draft.chat_id)
    held = [g for g in desk.grants if g.review is GrantReview.PUBLISHED and g.chat_id != draft.chat_id]
    return _of([(talk.wording.grant_name(grant), grant.id) for grant in held])


def _of_published(talk: Talk, published: Published, field: str) -> Choices:
    words, shelf = talk.wording, published.shelf
    if field == "what":
        editions = [
            (words.edition_name(edition, published.lists[edition.list_id]), f"edition-{edition.id}")
            for edition in published.editions
        ]
        statements = [(words.statement_name(s), f"statement-{s.id}") for s in published.statements]
        batches = [
            (words.subject_name(batch, shelf.exchange_of(batch)), f"batch-{batch.id}")
            for batch in shelf.batches
            if batch.state in WITHDRAWABLE
        ]
        return Choices((editions, statements, batches))
    on = field == "switched_on"
    return _of([(words.list_name(n), n.id) for n in published.others if n.switched_on is on])
