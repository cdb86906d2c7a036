"""Forms by chat: one question after another, a preview, and only then something is saved.

A half-filled form is kept in the store, so it survives a restart and can be left and resumed.
"""

from dataclasses import replace

from bot.core.errors import BadValue, Unknown, WrongState
from bot.ports import Draft
from handlers.context import Talk
from handlers.moderation import finishing
from handlers.moderation.choices import options
from handlers.moderation.questions import next_question, questions

WITH_PREVIEW = frozenset({"agreement", "exchange", "batch", "statement"})
BEGUN_BY_BUTTON = WITH_PREVIEW | {"invite"}


async def on_begin(talk: Talk, moderator: str) -> None:
    """Begin the form that the button names."""
    form = talk.press.arg(0)
    if form not in BEGUN_BY_BUTTON:
        raise Unknown("form")
    await go_on(talk, await talk.services.preparations.begin(moderator, form, {}))


def awaits_typing(draft: Draft) -> bool:
    """Whether what the moderator types now is the answer to the form's present question."""
    question = next_question(draft.form, draft.fields)
    return question is not None and question.read is not None


async def on_typed(talk: Talk, moderator: str) -> None:
    """Take what a moderator typed as the answer to the form's present question."""
    draft = await _draft(talk, moderator)
    question = next_question(draft.form, draft.fields)
    if question is None or question.read is None:
        raise WrongState("form")
    await _answered(talk, draft, question.field, question.read(talk.text))


async def on_pick(talk: Talk, moderator: str) -> None:
    """Take the pressed choice as the answer to the form's present question."""
    draft = await _draft(talk, moderator)
    field, value = talk.press.arg(0), talk.press.arg(1)
    question = next_question(draft.form, draft.fields)
    if question is None or question.field != field:
        raise WrongState("form")
    if value == "" and question.skip:
        await _answered(talk, draft, field, "")
        return
    if question.read is not None or value not in {v for _, v in await options(talk, draft, field)}:
        raise BadValue(field)
    await _answered(talk, draft, field, value)


async def on_save(talk: Talk, moderator: str) -> None:
    """Save what the preview showed."""
    draft = await _draft(talk, moderator)
    if draft.form not in WITH_PREVIEW or next_question(draft.form, draft.fields) is not None:
        raise WrongState("form")
    await finishing.finish(talk, draft)


async def on_leave(talk: Talk, moderator: str) -> None:
    """Throw the form away."""
    await talk.services.preparations.leave(moderator)
    await talk.reply(talk.wording.form_left())


async def go_on(talk: Talk, draft: Draft) -> None:
    """Ask the next question; after the last one show the preview, or finish."""
    question = next_question(draft.form, draft.fields)
    if question is not None:
        choices = [] if question.read is not None else await options(talk, draft, question.field)
        await talk.reply(talk.wording.question(question.field, choices, skip=question.skip))
        return
    if draft.form not in WITH_PREVIEW:
        await finishing.finish(talk, draft)
        return
    await talk.reply(talk.wording.preview(await _lines(talk, draft)))


async def _answered(talk: Talk, draft: Draft, field: str, value: str) -> None:
    longer = replace(draft, fields={**draft.fields, field: value})
    if next_question(longer.form, longer.fields) is None and longer.form == "code":
        # A code is tried, not kept: a wrong one leaves the question open.
        await finishing.finish(talk, longer, kept=draft)
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
            offered = await options(talk, draft, question.field)
            value = {kept: label for label, kept in offered}.get(value, value)
        if value:
            lines.append((question.field, value))
    return lines
