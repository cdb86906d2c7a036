"""Forms by chat: one question after another, a preview, and only then something is saved.

A half-filled form is kept in the store, so it survives a restart and can be left and resumed.
An update comes again when its reply did not arrive or the bot was killed: the form remembers the
last one that answered, and takes none twice.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date

from bot.core.errors import BadValue, Unknown, WrongState
from bot.core.log import digest_of
from bot.ports import Draft
from handlers.context import Talk
from handlers.moderation import finishing, uploads
from handlers.moderation.choices import choices
from handlers.moderation.foreseeing import effect_of
from handlers.moderation.questions import (
    ANSWERED_BY,
    ASKED,
    DAYS,
    DONE,
    Question,
    last_answered,
    next_question,
    questions,
    without,
)

WITHOUT_PREVIEW = frozenset({"code"})
BEGUN_BY_BUTTON = frozenset(
    {
        "agreement", "exchange", "batch", "publisher", "list", "statement", "confirm",
        "withdraw", "search", "unsearch", "invite", "renew",
    }
)  # fmt: skip
KEPT = BEGUN_BY_BUTTON | {"upload"}
REPEATED_WITHIN = 1000
"""After a quiet week Telegram counts its updates from another number: a far lower id is no repeat."""


async def on_begin(talk: Talk, moderator: str) -> None:
    """Begin the form that the button names; some answers may stand in the button."""
    form, *answers = (talk.press.arg(0), *talk.press.args[1:])
    await _begin(talk, moderator, form, dict(zip(answers[::2], answers[1::2], strict=False)))


def beginning(form: str) -> Callable[[Talk, str], Awaitable[None]]:
    """Return what a command does that begins a form."""

    async def on_command(talk: Talk, moderator: str) -> None:
        await _begin(talk, moderator, form, {})

    return on_command


async def _begin(talk: Talk, moderator: str, form: str, fields: Mapping[str, str]) -> None:
    """Begin a form, unless one of its kind is half filled: nothing is thrown away unasked."""
    if form not in BEGUN_BY_BUTTON:
        raise Unknown("form")
    former = [d for d in await talk.services.preparations.drafts(moderator) if d.form == form]
    if former and last_answered(form, former[0].fields) is not None and not fields:
        await talk.reply(talk.wording.form_unfinished(form))
        return
    draft = await talk.services.preparations.begin(moderator, form, {})
    for field, value in fields.items():
        draft = await _prefilled(talk, draft, field, value)
    await go_on(talk, draft)


async def _prefilled(talk: Talk, draft: Draft, field: str, value: str) -> Draft:
    question = _present_question(draft, field)
    if question.read is not None or value not in await _values(talk, draft, field):
        raise Unknown(field)
    return await talk.services.preparations.keep(replace(draft, fields={**draft.fields, field: value}))


async def on_anew(talk: Talk, moderator: str) -> None:
    """Begin a form in the place of a half-filled one."""
    form = talk.press.arg(0)
    if form not in BEGUN_BY_BUTTON:
        raise Unknown("form")
    await go_on(talk, await talk.services.preparations.begin(moderator, form, {}))


async def on_take_up(talk: Talk, moderator: str) -> None:
    """Go on with a form that was put aside."""
    form = talk.press.arg(0)
    if form not in KEPT:
        raise Unknown("form")
    await go_on(talk, await talk.services.preparations.resume(moderator, form))


async def on_aside(talk: Talk, moderator: str) -> None:
    """Put the form aside: what is typed next is no answer to it."""
    await talk.services.preparations.put_aside(moderator)
    await talk.reply(talk.wording.form_aside())


async def on_back(talk: Talk, moderator: str) -> None:
    """Take the last answer back, and ask its question again."""
    draft = await _draft(talk, moderator)
    if _comes_again(talk, draft):
        await _ask_again(talk, draft)
        return
    question = last_answered(draft.form, draft.fields)
    if question is None:
        raise WrongState("form")
    kept = without(draft.fields, question.field)
    shorter = replace(draft, fields={**kept, ANSWERED_BY: str(talk.update.update_id)})
    await go_on(talk, await talk.services.preparations.keep(shorter))


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
    if not question.has_choices or value not in await _values(talk, draft, field):
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
    whole = draft.form in KEPT and next_question(draft.form, draft.fields) is None
    if not whole or talk.press.arg(0) != _mark(draft):
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
    if draft.form in WITHOUT_PREVIEW:
        await finishing.finish(talk, draft)
        return
    lines, effect = await _lines(talk, draft), await effect_of(talk, draft)
    await talk.reply(talk.wording.preview(lines, effect, mark=_mark(draft)))


async def _ask(talk: Talk, draft: Draft, question: Question, *, page: int = 0) -> None:
    if question.field == "size_reason":
        await uploads.ask_for_reason(talk, draft)
        return
    back = last_answered(draft.form, draft.fields) is not None
    if not question.has_choices:
        await talk.reply(talk.wording.question(question.field, [], skip=question.skip, back=back))
        return
    offered = await choices(talk, draft, question.field)
    await talk.reply(
        talk.wording.question(
            question.field,
            offered.page(page),
            skip=question.skip,
            next_page=offered.after(page),
            back=back,
        )
    )


async def _ask_again(talk: Talk, draft: Draft) -> None:
    if draft.form == DONE:
        await finishing.show_again(talk, draft)
    else:
        await go_on(talk, draft)


def _mark(draft: Draft) -> str:
    """Return what tells this content of a form from any other."""
    answers = {field: value for field, value in draft.fields.items() if field != ANSWERED_BY}
    return digest_of({**answers, "form": draft.form}).removeprefix("sha256:")[:12]


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


async def _values(talk: Talk, draft: Draft, field: str) -> set[str]:
    return {value for _, value in (await choices(talk, draft, field)).all}


async def _lines(talk: Talk, draft: Draft) -> list[tuple[str, str]]:
    lines = []
    # What the file itself asked was answered under a look at its rows.
    shown = [q for q in questions(draft.form, draft.fields) if q.field != draft.fields.get(ASKED)]
    for question in shown:
        value = draft.fields[question.field]
        if question.has_choices:
            offered = await choices(talk, draft, question.field)
            value = {kept: label for label, kept in offered.all}.get(value, value)
        elif question.field in DAYS and value:
            value = " – ".join(talk.wording.day(date.fromisoformat(day)) for day in value.split("/"))
        if value:
            lines.append((question.field, value))
    return lines
