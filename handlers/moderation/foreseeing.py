"""What saving a form would lead to, for its preview."""

from markupsafe import Markup

from bot.core.exchanges import Party, StatementKind, Subject, SubjectKind
from bot.core.proposals import Proposed
from bot.ports import Draft
from handlers.context import Talk
from handlers.moderation.questions import day_of


async def effect_of(talk: Talk, draft: Draft) -> Markup | None:
    """Word what saving a filled form would lead to; None where it is only set up.

    Raises:
        WrongState: it could not be saved, because what it is about has moved on.
    """
    match draft.form:
        case "statement":
            return await _of_statement(
                talk,
                draft,
                subject_of(draft.fields["about"]),
                Party(draft.fields["party"]),
                StatementKind(draft.fields["kind"]),
            )
        case "confirm":
            about = Subject(SubjectKind.BATCH, draft.fields["confirmed"])
            party = await receiving_party(talk, draft)
            return await _of_statement(talk, draft, about, party, StatementKind.CONFIRMATION)
        case "withdraw":
            kind, subject = what_of(draft.fields["what"])
            leads_to = await talk.services.proposals.foresee(draft.chat_id, kind, subject)
            return talk.wording.what_it_does(kind, leads_to)
        case "search":
            return talk.wording.what_it_does(Proposed.SEARCH_LIST, None)
        case "unsearch":
            return talk.wording.what_it_does(Proposed.STOP_SEARCHING_LIST, None)
        case _:
            return None


def subject_of(value: str) -> Subject:
    """Read the subject of a statement from a choice such as `batch-abc`."""
    kind, _, id_ = value.partition("-")
    return Subject(SubjectKind(kind), id_)


_WITHDRAWN = {
    "edition": Proposed.WITHDRAW_EDITION,
    "statement": Proposed.WITHDRAW_STATEMENT,
    "batch": Proposed.WITHDRAW_BATCH,
}


def what_of(value: str) -> tuple[Proposed, str]:
    """Read what is to be withdrawn from a choice such as `edition-abc`."""
    kind, _, id_ = value.partition("-")
    return _WITHDRAWN[kind], id_


async def receiving_party(talk: Talk, draft: Draft) -> Party:
    """Return the side that receives the batch of a confirmation's form: it alone confirms."""
    group = await talk.services.moderators.group(draft.chat_id, draft.fields["confirmed"])
    return Party(group.batch.side.value)


async def _of_statement(
    talk: Talk, draft: Draft, about: Subject, party: Party, kind: StatementKind
) -> Markup:
    stated_on = day_of(draft.fields, "stated_on")
    foresight = await talk.services.confirmations.foresee(
        draft.chat_id, about=about, party=party, kind=kind, stated_on=stated_on
    )
    return talk.wording.foresight(foresight, rate=talk.door.send_rate)
