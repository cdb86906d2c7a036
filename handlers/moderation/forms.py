"""Forms by chat: one question after another, a preview, and only then something is saved.

A half-filled form is kept in the store, so it survives a restart and can be left and resumed.
An update comes again when its reply did not arrive or the bot was killed: the form remembers the
last one that answered, and takes none twice.
"""

from dataclasses import replace

from bot.core.errors import BadValue, Unknown, WrongState
from bot.ports import Draft
from handlers.context import Talk
from handlers.moderation import finishing, uploads
from handlers.moderation.choices import choices
from handlers.moderation.questions import ANSWERED_BY, DONE, Question, next_question, questions

WITH_PREVIEW = frozenset({"agreement", "exchange", "batch", "statement"})
BEGUN_BY_BUTTON = WITH_PREVIEW | {"invite"}
REPEATED_WITHIN = 1000
"""After a quiet week Telegram counts its updates from another number: a far lower id is no repeat."""


async def on_begin(talk: Talk, moderator: str) -> None:
    """Begin the form that the button names."""
    form = talk.press.arg(0)
    if form not in BEGUN_BY_BUTTON:
        raise Unknown("form")
    await go_on(talk, await talk.services.preparations.begin(moderator, form, {}))


def takes(talk: Talk, draft: Draft) -> bool:
    """Whether what the moderator typed belongs to the form: as an answer, or as one that comes again."""
    question = next_question(draft.form, draft.fields)
    return _comes_again(talk, draft) or (question is not None and question.read is not None)


async def on_typed(talk: Talk, moderator: str) -> None:
    """Take what a moderator typed as the answer to the form's present question."""
    draft = await _draft(talk, moderator)
    if _comes_again(talk, draft) or talk.update.edited_message is not None:
        await _ask_again(talk, draft)
        return
    question = next_question(draft.form, draft.fields)
    if question is None or question.read is None:
        raise WrongState("form")
    await _answered(talk, draft, question.field, question.read(talk.text))


async def on_pick(talk: Talk, moderator: str) -> None:
    """Take the pressed choice as the answer to the form's present question."""
    draft = await _draft(talk, moderator)
    if _comes_again(talk, draft):
        await _ask_again(talk, draft)
        return
    field, value = talk.press.arg(0), talk.press.arg(1)
    question = _present_question(draft, field)
    if value == "" and question.skip:
        await _answered(talk, draft, field, "")
        return
    if question.read is not None:
        raise BadValue(field)
    if value not in {known for _, known in (await choices(talk, draft, field)).all}:
        raise BadValue(field)
    await _answered(talk, draft, field, value)


async def on_more(talk: Talk, moderator: str) -> None:
    """Show the next choices; the earlier ones stay where they are."""
    draft = await _draft(talk, moderator)
    field, page = talk.press.arg(0), talk.press.arg(1)
    question = _present_question(draft, field)
    if not page.isdecimal():
        raise Unknown("page")
    await _ask(talk, draft, question, page=int(page))


async def on_save(talk: Talk, moderator: str) -> None:
    """Save what the preview showed."""
    draft = await _draft(talk, moderator)
    if draft.form == DONE and _comes_again(talk, draft):
        await finishing.show_again(talk, draft)
        return
    if draft.form not in WITH_PREVIEW or next_question(draft.form, draft.fields) is not None:
        raise WrongState("form")
    await finishing.finish(talk, draft)


async def on_leave(talk: Talk, moderator: str) -> None:
    """Throw the form away."""
    await talk.services.preparations.leave(moderator)
    await talk.reply(talk.wording.form_left())


async def go_on(talk: Talk, draft: Draft) -> None:
    """Ask the next question; after the last one show the preview, or finish."""
    if draft.form == "upload":
        looked_at = await uploads.look(talk, draft)
        if looked_at is None:
            return
        draft = looked_at
    question = next_question(draft.form, draft.fields)
    if question is not None:
        await _ask(talk, draft, question)
        return
    if draft.form not in WITH_PREVIEW:
        await finishing.finish(talk, draft)
        return
    await talk.reply(talk.wording.preview(await _lines(talk, draft)))


async def _ask(talk: Talk, draft: Draft, question: Question, *, page: int = 0) -> None:
    if question.field == "reason":
        await uploads.ask_for_reason(talk, draft)
        return
    if question.read is not None:
        await talk.reply(talk.wording.question(question.field, [], skip=question.skip))
        return
    offered = await choices(talk, draft, question.field)
    await talk.reply(
        talk.wording.question(
            question.field, offered.page(page), skip=question.skip, next_page=offered.after(page)
        )
    )


async def _ask_again(talk: Talk, draft: Draft) -> None:
    if draft.form == DONE:
        await finishing.show_again(talk, draft)
    else:
        await go_on(talk, draft)


def _comes_again(talk: Talk, draft: Draft) -> bool:
    last = draft.fields.get(ANSWERED_BY)
    return last is not None and 0 <= int(last) - talk.update.update_id < REPEATED_WITHIN


def _present_question(draft: Draft, field: str) -> Question:
    question = next_question(draft.form, draft.fields)
    if question is None or question.field != field:
        raise WrongState("form")
    return question


async def _answered(talk: Talk, draft: Draft, field: str, value: str) -> None:
    answer = {field: value, ANSWERED_BY: str(talk.update.update_id)}
    longer = replace(draft, fields={**draft.fields, **answer})
    if longer.form == "code":
        # A code is tried, not kept: a wrong one leaves the question open.
        await finishing.finish(talk, longer)
        return
    await go_on(talk, await talk.services.preparations.keep(longer))


async def _draft(talk: Talk, moderator: str) -> Draft:
    draft = await talk.services.preparations.draft(moderator)
    if draft is None:
        raise WrongState("form")
    return draft


async def _lines(talk: Talk, draft: Draft) -> list[tuple[str, str]]:
    lines = []
    for question in questions(draft.form, draft.fields):
        value = draft.fields[question.field]
        if question.read is None:
            offered = await choices(talk, draft, question.field)
            value = {kept: label for label, kept in offered.all}.get(value, value)
        if value:
            lines.append((question.field, value))
    return lines
