"""What a form offers to choose from."""

from collections.abc import Iterable, Sequence

from bot.core.exchanges import Category, Counted, Party, Side, StatementKind, SubjectKind
from bot.core.lists import PublisherKind
from bot.ports import Draft
from bot.services.moderators import Shelf
from handlers.context import Talk
from handlers.moderation.questions import NEW, NONE

Option = tuple[str, str]
OFFERED = 20


async def options(talk: Talk, draft: Draft, field: str) -> Sequence[Option]:
    """Return label and value of every choice for one question; the newest come first."""
    words = talk.wording
    match field:
        case "side":
            return [(str(words.side(side)), side.value) for side in Side]
        case "category":
            return [(str(words.category(category)), category.value) for category in Category]
        case "party":
            return [(str(words.party(party)), party.value) for party in Party]
        case "kind":
            return [(str(words.kind(kind)), kind.value) for kind in StatementKind]
        case "counted":
            return [(str(words.counted(counted)), counted.value) for counted in Counted]
        case "publisher_kind":
            return [(str(words.publisher_kind(kind)), kind.value) for kind in PublisherKind]
        case "list":
            return await _lists(talk, draft)
        case _:
            shelf = await talk.services.moderators.shelf(draft.chat_id)
            return _from_shelf(talk, shelf, field)


def _from_shelf(talk: Talk, shelf: Shelf, field: str) -> Sequence[Option]:
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
            return [*agreements[:OFFERED], (talk.wording.no_agreement(), NONE)]
        case "exchange":
            return days[:OFFERED]
        case "batch":
            return batches[:OFFERED]
        case "publisher":
            publishers = [(publisher.name, publisher.id) for publisher in shelf.publishers]
            return [*publishers[:OFFERED], (talk.wording.another_publisher(), NEW)]
        case "about":
            return [
                *_about(SubjectKind.BATCH, batches),
                *_about(SubjectKind.EXCHANGE, days),
                *_about(SubjectKind.AGREEMENT, agreements),
            ]
        case _:
            return []


def _about(kind: SubjectKind, named: Iterable[Option]) -> Sequence[Option]:
    return [(label, f"{kind.value}-{value}") for label, value in named][:OFFERED]


async def _lists(talk: Talk, draft: Draft) -> Sequence[Option]:
    lists = await talk.services.moderators.lists(draft.chat_id, draft.fields["batch"])
    known = [(talk.wording.list_name(name_list), name_list.id) for name_list in lists]
    return [*known[:OFFERED], (talk.wording.another_list(), NEW)]
