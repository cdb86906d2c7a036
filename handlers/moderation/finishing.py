"""What each form does once it is filled."""

from bot.core.errors import Unknown
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
from bot.ports import Draft
from handlers.context import Talk
from handlers.moderation.questions import NEW, NONE, day_of


async def finish(talk: Talk, draft: Draft, *, kept: Draft | None = None) -> None:
    """Save what the form holds.

    Args:
        kept: the draft as it stands in the store, where that is not `draft` itself.
    """
    match draft.form:
        case "agreement":
            await _agreement(talk, draft)
        case "exchange":
            await _exchange(talk, draft)
        case "batch":
            await _batch(talk, draft)
        case "statement":
            await _statement(talk, draft)
        case "upload":
            await _upload(talk, draft)
        case "invite":
            await _invite(talk, draft)
        case "code":
            await _agree(talk, draft, kept or draft)
        case _:
            raise Unknown("form")


async def _agreement(talk: Talk, draft: Draft) -> None:
    title = Localized(*draft.fields["title"].split("\n"))
    agreed_on = day_of(draft.fields, "agreed_on")
    await talk.services.preparations.add_agreement(draft, title=title, agreed_on=agreed_on)
    await talk.reply(talk.wording.saved())


async def _exchange(talk: Talk, draft: Draft) -> None:
    agreement = draft.fields["agreement"]
    await talk.services.preparations.add_exchange(
        draft, agreement_id=None if agreement == NONE else agreement, day=day_of(draft.fields, "day")
    )
    await talk.reply(talk.wording.saved())


async def _batch(talk: Talk, draft: Draft) -> None:
    await talk.services.preparations.add_batch(
        draft,
        exchange_id=draft.fields["exchange"],
        side=Side(draft.fields["side"]),
        category=Category(draft.fields["category"]),
    )
    await talk.reply(talk.wording.batch_saved())


async def _statement(talk: Talk, draft: Draft) -> None:
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
    await talk.reply(talk.wording.statement_view(view, now=talk.door.clock()))


async def _upload(talk: Talk, draft: Draft) -> None:
    preparations, reviews = talk.services.preparations, talk.services.reviews
    fields = draft.fields
    file = await reviews.read(await _content(talk, fields["file_id"]), fields["file_name"])
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
    edition = await reviews.upload(
        draft, file, list_id=draft.fields["list"], expected=int(fields["expected"])
    )
    view = await reviews.view(edition.id, moderator=draft.chat_id)
    await talk.reply(talk.wording.report(view, file))


async def _content(talk: Talk, file_id: str) -> bytes:
    telegram_file = await talk.bot.get_file(file_id)
    return bytes(await telegram_file.download_as_bytearray())


async def _invite(talk: Talk, draft: Draft) -> None:
    grant = await talk.services.moderators.invite(draft, name=draft.fields["name"])
    address = f"{talk.private_address}?start=m_{grant.token}"
    await talk.reply(talk.wording.invitation(grant.name, address))


async def _agree(talk: Talk, draft: Draft, kept: Draft) -> None:
    services, moderator = talk.services, draft.chat_id
    subject_id, code = draft.fields["id"], draft.fields["code"]
    match draft.fields["act"]:
        case "edition":
            said = talk.wording.edition(
                await services.reviews.publish(subject_id, moderator=moderator, code=code)
            )
        case "statement":
            agreed = await services.confirmations.agree(subject_id, moderator=moderator, code=code)
            said = talk.wording.statement_view(agreed, now=talk.door.clock())
        case "grant":
            said = talk.wording.grant(
                await services.moderators.agree(subject_id, moderator=moderator, code=code)
            )
        case _:
            raise Unknown("form")
    await services.preparations.leave(kept.chat_id)
    await talk.reply(said)
