"""What each form does once it is filled."""

import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date

from bot.core.errors import NotAllowed, StoreUnavailable, Unknown, WrongState
from bot.core.exchanges import (
    Category,
    Counted,
    Figure,
    Localized,
    Party,
    Side,
    Source,
    StatementKind,
    Subject,
    SubjectKind,
)
from bot.core.lists import PublisherKind
from bot.core.proposals import Proposed, Reason
from bot.core.roles import Grant, GrantReview, Role
from bot.ports import Draft
from bot.services.confirm import StatementView
from handlers.context import Talk
from handlers.moderation import uploads
from handlers.moderation.foreseeing import receiving_party, subject_of, what_of
from handlers.moderation.questions import ANSWERED_BY, DONE, NEW, NONE, day_of
from handlers.moderation.things import Kind, compared, look, refused
from handlers.wording import Said


async def finish(talk: Talk, draft: Draft) -> None:
    """Save what the form holds, and say what came of it."""
    if draft.form not in _FINISH:
        raise Unknown("form")
    subject_id, said = await _FINISH[draft.form](talk, draft)
    await _note_done(talk, draft, subject_id)
    await talk.reply(said)


async def show_again(talk: Talk, done: Draft) -> None:
    """Say once more what came of a form: the reply to its last answer did not arrive."""
    moderator, subject_id = done.chat_id, done.fields["id"]
    match done.fields["form"]:
        case "agreement" | "exchange" | "publisher":
            said = talk.wording.saved()
        case "batch":
            said = talk.wording.batch_saved()
        case "list":
            said = talk.wording.list_saved()
        case "statement" | "confirm":
            said = (await look(talk, moderator, Kind.STATEMENT, subject_id)).said
        case "withdraw" | "search" | "unsearch":
            said = (await look(talk, moderator, Kind.PROPOSAL, subject_id)).said
        case "upload":
            said = (await look(talk, moderator, Kind.EDITION, subject_id)).said
        case uploads.REFUSED:
            said = uploads.refusal_again(talk, done)
        case "invite":
            said = await _invitation_said(talk, moderator, subject_id)
        case "renew":
            said = (await look(talk, moderator, Kind.GRANT, subject_id)).said
        case _:
            said = (await look(talk, moderator, Kind(done.fields["act"]), subject_id)).said
    await talk.reply(said)


async def _note_done(talk: Talk, draft: Draft, subject_id: str) -> None:
    """Keep, in the place of the form, what is needed to say the same again; no answer that was typed."""
    kept = {name: draft.fields[name] for name in ("act",) if name in draft.fields}
    note = {"form": draft.form, "id": subject_id, ANSWERED_BY: str(talk.update.update_id)}
    with contextlib.suppress(StoreUnavailable):
        # It is saved all the same, and said to be.
        await talk.services.preparations.begin(draft.chat_id, DONE, {**kept, **note})


async def _agreement(talk: Talk, draft: Draft) -> tuple[str, Said]:
    title = Localized(*draft.fields["title"].split("\n"))
    agreed_on = day_of(draft.fields, "agreed_on")
    agreement = await talk.services.preparations.add_agreement(draft, title=title, agreed_on=agreed_on)
    return agreement.id, talk.wording.saved()


async def _exchange(talk: Talk, draft: Draft) -> tuple[str, Said]:
    agreement = draft.fields["agreement"]
    first, _, last = draft.fields["day"].partition("/")
    exchange = await talk.services.preparations.add_exchange(
        draft,
        agreement_id=None if agreement == NONE else agreement,
        day=date.fromisoformat(first),
        last_day=date.fromisoformat(last) if last else None,
    )
    return exchange.id, talk.wording.saved()


async def _batch(talk: Talk, draft: Draft) -> tuple[str, Said]:
    batch = await talk.services.preparations.add_batch(
        draft,
        exchange_id=draft.fields["exchange"],
        side=Side(draft.fields["side"]),
        category=Category(draft.fields["category"]),
        planned_on=day_of(draft.fields, "planned_on") if draft.fields["planned_on"] else None,
    )
    return batch.id, talk.wording.batch_saved()


async def _publisher(talk: Talk, draft: Draft) -> tuple[str, Said]:
    kind = PublisherKind(draft.fields["publisher_kind"])
    publisher = await talk.services.preparations.set_up_publisher(
        draft, name=draft.fields["publisher_name"], kind=kind
    )
    return publisher.id, talk.wording.saved()


async def _list(talk: Talk, draft: Draft) -> tuple[str, Said]:
    draft = await _with_publisher(talk, draft)
    name_list = await talk.services.preparations.set_up_list(
        draft,
        batch_id=draft.fields["batch"],
        publisher_id=draft.fields["publisher"],
        link=draft.fields["list_link"],
        published_on=day_of(draft.fields, "published_on"),
    )
    return name_list.id, talk.wording.list_saved()


async def _with_publisher(talk: Talk, draft: Draft) -> Draft:
    """Set up the publisher that the form made, if it made one; the form goes on with it."""
    if draft.fields["publisher"] != NEW:
        return draft
    kind = PublisherKind(draft.fields["publisher_kind"])
    return await talk.services.preparations.add_publisher(
        draft, name=draft.fields["publisher_name"], kind=kind
    )


async def _statement(talk: Talk, draft: Draft) -> tuple[str, Said]:
    fields = draft.fields
    view = await talk.services.confirmations.submit(
        draft,
        about=subject_of(fields["about"]),
        party=Party(fields["party"]),
        kind=StatementKind(fields["kind"]),
        figure=Figure(int(fields["number"]), Counted(fields["counted"])) if fields["number"] else None,
        words=fields["words"],
        source=Source(fields["source"], day_of(fields, "stated_on"), fields["link"] or None),
    )
    return view.statement.id, _statement_said(talk, view)


async def _confirm(talk: Talk, draft: Draft) -> tuple[str, Said]:
    fields = draft.fields
    view = await talk.services.confirmations.submit(
        draft,
        about=Subject(SubjectKind.BATCH, fields["confirmed"]),
        party=await receiving_party(talk, draft),
        kind=StatementKind.CONFIRMATION,
        figure=None,
        words=fields["words"],
        source=Source(fields["source"], day_of(fields, "stated_on"), fields["link"]),
    )
    return view.statement.id, _statement_said(talk, view)


def _statement_said(talk: Talk, view: StatementView) -> Said:
    return talk.wording.statement_view(view, now=talk.door.clock(), rate=talk.door.send_rate)


async def _withdraw(talk: Talk, draft: Draft) -> tuple[str, Said]:
    kind, subject = what_of(draft.fields["what"])
    reason = Reason(draft.fields["reason"])
    return await _propose(talk, draft, kind, subject, reason, draft.fields["remark"])


async def _search(talk: Talk, draft: Draft) -> tuple[str, Said]:
    list_id, harm = draft.fields["unsearched"], draft.fields["harm"]
    return await _propose(talk, draft, Proposed.SEARCH_LIST, list_id, None, harm)


async def _unsearch(talk: Talk, draft: Draft) -> tuple[str, Said]:
    list_id = draft.fields["switched_on"]
    return await _propose(talk, draft, Proposed.STOP_SEARCHING_LIST, list_id, None, "")


async def _propose(
    talk: Talk, draft: Draft, kind: Proposed, subject: str, reason: Reason | None, words: str
) -> tuple[str, Said]:
    view = await talk.services.proposals.submit(draft, kind=kind, subject=subject, reason=reason, words=words)
    return view.proposal.id, talk.wording.proposal_view(view)


async def _upload(talk: Talk, draft: Draft) -> tuple[str, Said]:
    fields = draft.fields
    with contextlib.closing(await uploads.read_again(talk, draft)) as file:
        # Before publisher and list are set up: the refusal says that nothing was stored.
        talk.services.uploads.check_count(file, expected=int(fields["expected"]))
        if fields["list"] == NEW:
            draft = await _with_publisher(talk, draft)
            draft = await talk.services.preparations.add_list(
                draft,
                batch_id=fields["batch"],
                publisher_id=draft.fields["publisher"],
                link=fields["list_link"],
                published_on=day_of(fields, "published_on"),
            )
        edition = await talk.services.uploads.store_file(
            draft,
            file,
            list_id=draft.fields["list"],
            expected=int(fields["expected"]),
            reason=fields.get("size_reason", ""),
        )
        view = await compared(talk, draft.chat_id, edition.id)
        # What is suggested in the place of a word of two alphabets is told this once; it is not kept.
        return edition.id, talk.wording.edition(replace(view, faults=file.faults))


async def _invite(talk: Talk, draft: Draft) -> tuple[str, Said]:
    fields = draft.fields
    grant = await talk.services.grants.invite(
        draft, name=fields["name"], role=Role(fields["role"]), days=int(fields["days"])
    )
    return grant.id, _invitation(talk, grant)


async def _renew(talk: Talk, draft: Draft) -> tuple[str, Said]:
    fields = draft.fields
    grant = await talk.services.grants.renew(
        draft, grant_id=fields["grant"], role=Role(fields["role"]), days=int(fields["days"])
    )
    return grant.id, talk.wording.grant(grant, now=talk.door.clock())


async def _invitation_said(talk: Talk, moderator: str, grant_id: str) -> Said:
    grant = await talk.services.grants.grant(grant_id, moderator=moderator)
    if grant.review is GrantReview.INVITED:
        return _invitation(talk, grant)
    return talk.wording.grant(grant, now=talk.door.clock())


def _invitation(talk: Talk, grant: Grant) -> Said:
    return talk.wording.invitation(grant.name, f"{talk.private_address}?start=m_{grant.token}")


async def _agree(talk: Talk, draft: Draft) -> tuple[str, Said]:
    services, moderator = talk.services, draft.chat_id
    subject_id, code = draft.fields["id"], draft.fields["code"]
    kind = Kind(draft.fields["act"])
    try:
        match kind:
            case Kind.EDITION:
                await services.publications.publish(subject_id, moderator=moderator, code=code)
            case Kind.STATEMENT:
                await services.confirmations.agree(subject_id, moderator=moderator, code=code)
            case Kind.GRANT:
                await services.grants.agree(subject_id, moderator=moderator, code=code)
            case Kind.PROPOSAL:
                await services.proposals.agree(subject_id, moderator=moderator, code=code)
            case Kind.REPORT:
                raise Unknown("form")
    except (WrongState, NotAllowed) as error:
        # Nothing is left for them to agree to: what is typed next is no code.
        await _note_done(talk, draft, subject_id)
        if isinstance(error, NotAllowed):
            raise
        thing = await look(talk, moderator, kind, subject_id)
        if thing.agreed_by == moderator:
            # Agreed to by this very code before the bot was killed.
            return subject_id, thing.said
        return subject_id, await refused(talk, moderator, kind, subject_id)
    return subject_id, (await look(talk, moderator, kind, subject_id)).said


_FINISH: Mapping[str, Callable[[Talk, Draft], Awaitable[tuple[str, Said]]]] = {
    "agreement": _agreement,
    "exchange": _exchange,
    "batch": _batch,
    "publisher": _publisher,
    "list": _list,
    "statement": _statement,
    "confirm": _confirm,
    "withdraw": _withdraw,
    "search": _search,
    "unsearch": _unsearch,
    "upload": _upload,
    "invite": _invite,
    "renew": _renew,
    "code": _agree,
}
