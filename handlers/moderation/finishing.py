"""What each form does once it is filled."""

import contextlib
from dataclasses import replace

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
from bot.core.roles import Grant, GrantReview
from bot.ports import Draft
from bot.services.review import EditionView
from handlers.context import Talk
from handlers.moderation import uploads
from handlers.moderation.questions import ANSWERED_BY, DONE, NEW, NONE, day_of
from handlers.wording import Said


async def finish(talk: Talk, draft: Draft) -> None:
    """Save what the form holds, and say what came of it."""
    match draft.form:
        case "agreement":
            subject_id, said = await _agreement(talk, draft)
        case "exchange":
            subject_id, said = await _exchange(talk, draft)
        case "batch":
            subject_id, said = await _batch(talk, draft)
        case "statement":
            subject_id, said = await _statement(talk, draft)
        case "upload":
            subject_id, said = await _upload(talk, draft)
        case "invite":
            subject_id, said = await _invite(talk, draft)
        case "code":
            subject_id, said = await _agree(talk, draft)
        case _:
            raise Unknown("form")
    await _note_done(talk, draft, subject_id)
    await talk.reply(said)


async def show_again(talk: Talk, done: Draft) -> None:
    """Say once more what came of a form: the reply to its last answer did not arrive."""
    subject_id = done.fields["id"]
    match done.fields["form"]:
        case "agreement" | "exchange":
            said = talk.wording.saved()
        case "batch":
            said = talk.wording.batch_saved()
        case "statement":
            said = await _statement_said(talk, done.chat_id, subject_id)
        case "upload":
            said = await edition_said(talk, subject_id, done.chat_id)
        case uploads.REFUSED:
            said = uploads.refusal_again(talk, done)
        case "invite":
            said = await _invitation_said(talk, done.chat_id, subject_id)
        case _:
            said, _ = await _subject(talk, done, subject_id)
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
    exchange = await talk.services.preparations.add_exchange(
        draft, agreement_id=None if agreement == NONE else agreement, day=day_of(draft.fields, "day")
    )
    return exchange.id, talk.wording.saved()


async def _batch(talk: Talk, draft: Draft) -> tuple[str, Said]:
    batch = await talk.services.preparations.add_batch(
        draft,
        exchange_id=draft.fields["exchange"],
        side=Side(draft.fields["side"]),
        category=Category(draft.fields["category"]),
    )
    return batch.id, talk.wording.batch_saved()


async def _statement(talk: Talk, draft: Draft) -> tuple[str, Said]:
    fields = draft.fields
    kind, _, subject_id = fields["about"].partition("-")
    view = await talk.services.confirmations.submit(
        draft,
        about=Subject(SubjectKind(kind), subject_id),
        party=Party(fields["party"]),
        kind=StatementKind(fields["kind"]),
        figure=Figure(int(fields["number"]), Counted(fields["counted"])) if fields["number"] else None,
        words=fields["words"],
        source=Source(fields["source"], day_of(fields, "stated_on"), fields["link"] or None),
    )
    return view.statement.id, talk.wording.statement_view(view, now=talk.door.clock())


async def _statement_said(talk: Talk, moderator: str, statement_id: str) -> Said:
    view = await talk.services.confirmations.view(statement_id, moderator=moderator)
    return talk.wording.statement_view(view, now=talk.door.clock())


async def _upload(talk: Talk, draft: Draft) -> tuple[str, Said]:
    preparations, fields = talk.services.preparations, draft.fields
    with contextlib.closing(await uploads.read_again(talk, draft)) as file:
        # Before publisher and list are set up: the refusal says that nothing was stored.
        talk.services.uploads.check_count(file, expected=int(fields["expected"]))
        if fields["list"] == NEW:
            if fields["publisher"] == NEW:
                kind = PublisherKind(fields["publisher_kind"])
                draft = await preparations.add_publisher(draft, name=fields["publisher_name"], kind=kind)
            draft = await preparations.add_list(
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
            reason=fields.get("reason", ""),
        )
        view = await _compared(talk, edition.id, draft.chat_id)
        # What is suggested in the place of a word of two alphabets is told this once; it is not kept.
        return edition.id, talk.wording.edition(replace(view, faults=file.faults))


async def edition_said(talk: Talk, edition_id: str, moderator: str) -> Said:
    """Word an edition with what it changes."""
    return talk.wording.edition(await _compared(talk, edition_id, moderator))


async def _compared(talk: Talk, edition_id: str, moderator: str) -> EditionView:
    """Look at an edition, compared now with the former one if that was not done before."""
    reviews = talk.services.reviews
    view = await reviews.view(edition_id, moderator=moderator)
    if view.former is None or view.changes is not None:
        return view
    await talk.services.comparisons.changes(edition_id)
    return await reviews.view(edition_id, moderator=moderator)


async def _invite(talk: Talk, draft: Draft) -> tuple[str, Said]:
    grant = await talk.services.moderators.invite(draft, name=draft.fields["name"])
    return grant.id, _invitation(talk, grant)


async def _invitation_said(talk: Talk, moderator: str, grant_id: str) -> Said:
    grant = await _grant(talk, moderator, grant_id)
    return _invitation(talk, grant) if grant.review is GrantReview.INVITED else talk.wording.grant(grant)


def _invitation(talk: Talk, grant: Grant) -> Said:
    return talk.wording.invitation(grant.name, f"{talk.private_address}?start=m_{grant.token}")


async def _grant(talk: Talk, moderator: str, grant_id: str) -> Grant:
    desk = await talk.services.moderators.desk(moderator)
    for grant in desk.grants:
        if grant.id == grant_id:
            return grant
    raise Unknown("grant")


async def _agree(talk: Talk, draft: Draft) -> tuple[str, Said]:
    services, moderator = talk.services, draft.chat_id
    subject_id, code = draft.fields["id"], draft.fields["code"]
    try:
        match draft.fields["act"]:
            case "edition":
                await services.reviews.publish(subject_id, moderator=moderator, code=code)
            case "statement":
                await services.confirmations.agree(subject_id, moderator=moderator, code=code)
            case "grant":
                await services.moderators.agree(subject_id, moderator=moderator, code=code)
            case _:
                raise Unknown("form")
    except (WrongState, NotAllowed) as error:
        # Nothing is left for them to agree to: what is typed next is no code.
        await _note_done(talk, draft, subject_id)
        if isinstance(error, NotAllowed):
            raise
        said, agreed_by = await _subject(talk, draft, subject_id)
        if agreed_by != moderator:
            raise
        # Agreed to by this very code before the bot was killed.
        return subject_id, said
    said, _ = await _subject(talk, draft, subject_id)
    return subject_id, said


async def _subject(talk: Talk, draft: Draft, subject_id: str) -> tuple[Said, str | None]:
    """Return what a moderator agrees to as it now stands, and who agreed as the second person."""
    moderator = draft.chat_id
    match draft.fields["act"]:
        case "edition":
            edition = (await talk.services.reviews.view(subject_id, moderator=moderator)).edition
            return await edition_said(talk, subject_id, moderator), edition.published_by
        case "statement":
            view = await talk.services.confirmations.view(subject_id, moderator=moderator)
            return talk.wording.statement_view(view, now=talk.door.clock()), view.statement.published_by
        case "grant":
            grant = await _grant(talk, moderator, subject_id)
            return talk.wording.grant(grant), grant.agreed_by
        case _:
            raise Unknown("form")
