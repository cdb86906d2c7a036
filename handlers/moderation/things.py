"""What two people bring about by buttons: looked at, acted upon, and what an old button is answered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.core.errors import Unknown, WrongState
from bot.core.lists import Review
from bot.core.proposals import ProposalReview
from bot.core.roles import GrantReview
from bot.core.statements import StatementReview
from bot.services.review import EditionView
from handlers.context import Talk
from handlers.wording import Said
from handlers.wording.moderation import ON_THE_WAY
from handlers.wording.terms import paragraphs


class Kind(StrEnum):
    """One kind of thing that takes a second person."""

    EDITION = "edition"
    STATEMENT = "statement"
    GRANT = "grant"
    PROPOSAL = "proposal"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as it stands.

    Args:
        said: how it is shown to a moderator.
        agreed_by: who agreed as the second person, or None.
        waits: whether it waits for a second person.
    """

    id: str
    said: Said
    version: int
    digest: str
    agreed_by: str | None
    waits: bool = False


async def look(talk: Talk, moderator: str, kind: Kind, id_: str) -> Thing:
    """Return a thing as it now stands."""
    services, words = talk.services, talk.wording
    match kind:
        case Kind.EDITION:
            edition = await compared(talk, moderator, id_)
            said, of = words.edition(edition), edition.edition
            waits = of.review is Review.SUBMITTED
            return Thing(id_, said, of.version, of.digest, of.published_by, waits)
        case Kind.STATEMENT:
            view = await services.confirmations.view(id_, moderator=moderator)
            said = words.statement_view(view, now=talk.door.clock(), rate=talk.door.send_rate)
            stated = view.statement
            waits = stated.review is StatementReview.SUBMITTED
            return Thing(id_, said, stated.version, stated.digest, stated.published_by, waits)
        case Kind.GRANT:
            grant = await services.grants.grant(id_, moderator=moderator)
            said = words.grant(grant, now=talk.door.clock())
            waits = grant.review is GrantReview.SUBMITTED
            return Thing(id_, said, grant.version, grant.digest, grant.agreed_by, waits)
        case Kind.PROPOSAL:
            proposed = await services.proposals.view(id_, moderator=moderator)
            proposal = proposed.proposal
            said = words.proposal_view(proposed)
            waits = proposal.review is ProposalReview.SUBMITTED
            return Thing(id_, said, proposal.version, proposal.digest, proposal.agreed_by, waits)
        case Kind.REPORT:
            reported = await services.reports.view(id_, moderator=moderator)
            report = reported.report
            return Thing(id_, words.report_view(reported), report.version, "", report.closed_by)


async def compared(talk: Talk, moderator: str, edition_id: str) -> EditionView:
    """Look at an edition, compared now with the former one if that was not done before."""
    reviews = talk.services.reviews
    view = await reviews.view(edition_id, moderator=moderator)
    if view.former is None or view.changes is not None or view.edition.review not in ON_THE_WAY:
        return view
    await talk.services.comparisons.changes(edition_id)
    return await reviews.view(edition_id, moderator=moderator)


async def show(talk: Talk, moderator: str, kind: Kind) -> None:
    """Show the thing whose button was pressed."""
    await talk.reply((await look(talk, moderator, kind, talk.press.arg(0))).said)


async def act(talk: Talk, moderator: str, kind: Kind, do: Callable[[str], Awaitable[object]]) -> None:
    """Do something to a thing, if it still is what the button was made for; show what it is then."""
    thing = await look(talk, moderator, kind, talk.press.arg(0))
    if _is_old(talk, thing):
        await talk.reply(await settled(talk, moderator, kind, thing.id))
        return
    try:
        await do(thing.id)
    except WrongState:
        # Somebody was faster by less than the time of one look.
        await talk.reply(await settled(talk, moderator, kind, thing.id))
        return
    await talk.show((await look(talk, moderator, kind, thing.id)).said)


async def ask_for_code(talk: Talk, moderator: str, kind: Kind) -> None:
    """Ask the second person for the four characters of the digest."""
    thing = await look(talk, moderator, kind, talk.press.arg(0))
    if _is_old(talk, thing):
        await talk.reply(await settled(talk, moderator, kind, thing.id))
        return
    await talk.services.preparations.begin(moderator, "code", {"act": kind.value, "id": thing.id})
    await talk.reply(talk.wording.ask_for_digest_code(thing.digest))


async def settled(talk: Talk, moderator: str, kind: Kind, id_: str) -> Said:
    """Say what was done meanwhile, when and by whom, and how the thing stands now."""
    line, name = await talk.services.moderators.last_act(id_)
    now = (await look(talk, moderator, kind, id_)).said
    return Said(paragraphs(talk.wording.settled(line, name), now.text), now.buttons)


async def refused(talk: Talk, moderator: str, kind: Kind, id_: str) -> Said:
    """Say why an agreement came to nothing: somebody was faster, or what it is about has moved on."""
    thing = await look(talk, moderator, kind, id_)
    if thing.waits:
        return Said(paragraphs(talk.wording.moved_on(), thing.said.text), thing.said.buttons)
    return await settled(talk, moderator, kind, id_)


def _is_old(talk: Talk, thing: Thing) -> bool:
    version = talk.press.arg(1)
    if not version.isdecimal():
        raise Unknown("version")
    return int(version) != thing.version
