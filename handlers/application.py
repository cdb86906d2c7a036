"""Every update the bot listens to, in order, on one page."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.core.errors import Unknown
from handlers import (
    batches,
    corrections,
    inquiries,
    mistakes,
    my,
    preferences,
    privacy,
    reports,
    settings,
    start,
    texts,
    watches,
)
from handlers.buttons import Act
from handlers.context import Door, Library, Speaking, Talk, begin, conversing, moderate, moderating
from handlers.last_resort import on_error
from handlers.moderation import deliveries, desk, editions, forms, guards, moderators, proposals, statements
from handlers.moderation import reports as reported
from handlers.retries import Undelivered
from handlers.transport import NotingBot
from handlers.wording import LANGUAGES, wording

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query")

COMMANDS: Mapping[str, Speaking] = {
    "start": start.on_start,
    "help": start.on_help,
    "ask": inquiries.on_ask,
    "batches": batches.on_batches,
    "my": my.on_my,
    "verify": batches.on_verify,
    "report": reports.on_report,
    "stop": batches.on_stop,
    "language": settings.on_language,
    "settings": preferences.on_settings,
    "contacts": settings.on_contacts,
    "privacy": privacy.on_privacy,
    "mydata": privacy.on_my_data,
    "forget": privacy.on_forget,
}

PRESSES: Mapping[Act, Speaking] = {
    Act.LANGUAGE: settings.on_language_chosen,
    Act.COUNTRY: settings.on_country_chosen,
    Act.CONTACTS: settings.on_contacts,
    Act.BATCHES: batches.on_page,
    Act.BATCH: batches.on_batch,
    Act.TIMELINE: batches.on_timeline,
    Act.FOLLOW: batches.on_follow,
    Act.UNFOLLOW: batches.on_unfollow,
    Act.STOP_ALL: batches.on_stop,
    Act.RESUME: batches.on_resume,
    Act.MISSED: batches.on_missed,
    Act.FORGET: privacy.on_forget_sure,
    Act.KEEP: privacy.on_keep,
    Act.MY_DATA: privacy.on_my_data_sure,
    Act.KNOWS_NO_MORE: inquiries.on_knows_no_more,
    Act.CHECK_LATER: inquiries.on_check_later,
    Act.DETAILS: inquiries.on_details,
    Act.BRIEF: inquiries.on_brief,
    Act.CORRECTIONS: inquiries.on_corrections,
    Act.CORRECT: inquiries.on_correct,
    Act.REPORT: reports.on_ask,
    Act.REPORTED: reports.on_reported,
    Act.CORRECTION: corrections.on_correction,
    Act.FOLLOW_MORE: batches.on_follow_more,
    Act.FOLLOW_WIDER: batches.on_follow_wider,
    Act.UNFOLLOW_WIDER: batches.on_unfollow_wider,
    Act.FOLLOW_AGAIN: batches.on_follow_again,
    Act.WIDER_AGAIN: batches.on_wider_again,
    Act.PREFERENCES: preferences.on_settings,
    Act.LANGUAGES: settings.on_language,
    Act.QUIET: preferences.on_quiet,
    Act.ZONE: preferences.on_zone,
    Act.DIRECT: preferences.on_direct,
    Act.DIGEST: preferences.on_digest,
    Act.PHRASE: preferences.on_phrase,
    Act.MY: my.on_my,
    Act.FOLLOW_CARD: my.on_card,
    Act.FOLLOW_PAUSE: my.on_pause,
    Act.FOLLOW_ON: my.on_go_on,
    Act.FOLLOW_NAME: my.on_name,
    Act.WATCH: watches.on_watch,
    Act.SHOW: watches.on_show,
    Act.UNWATCH: watches.on_unwatch,
    Act.NOT_THEM: watches.on_not_them,
    Act.LEAVE_OUT: watches.on_leave_out,
    Act.WATCH_AGAIN: watches.on_watch_again,
    Act.WATCH_CARD: watches.on_card,
    Act.WATCH_SHOW: watches.on_watch_show,
    Act.WATCH_PAUSE: watches.on_pause,
    Act.WATCH_ON: watches.on_go_on,
    Act.WATCH_NAME: watches.on_name,
    Act.WATCH_RENEW: watches.on_renew,
    Act.WATCH_ERASE: watches.on_erase,
    Act.WATCHES_MORE: watches.on_more,
}

FLOOD_RESTS_S = 5.0
"""So long whoever floods the bot waits."""

Moderating = Callable[[Talk, str], Awaitable[None]]

MODERATORS_COMMANDS: Mapping[str, Moderating] = {
    "desk": desk.on_desk,
    "batch": forms.beginning("batch"),
    "statement": forms.beginning("statement"),
    "confirm": forms.beginning("confirm"),
    "withdraw": forms.beginning("withdraw"),
    "log": desk.on_log,
    "moderators": moderators.on_moderators,
    "unlock": guards.on_unlock,
    "freeze": guards.on_freeze,
    "unfreeze": guards.on_unfreeze,
    "pause": desk.on_pauses,
    "resume": desk.on_pauses,
    "allow": watches.on_allow,
}

MODERATORS_PRESSES: Mapping[Act, Moderating] = {
    Act.DESK: desk.on_desk,
    Act.CHECKED: desk.on_checked,
    Act.SET_UP: desk.on_set_up,
    Act.GROUPS: desk.on_groups,
    Act.GROUP: desk.on_group,
    Act.LOG: desk.on_log_page,
    Act.SQUARE: desk.on_square,
    Act.SWITCH: desk.on_switch,
    Act.FORM: forms.on_begin,
    Act.TAKE_UP: forms.on_take_up,
    Act.ANEW: forms.on_anew,
    Act.BACK: forms.on_back,
    Act.ASIDE: forms.on_aside,
    Act.PICK: forms.on_pick,
    Act.MORE: forms.on_more,
    Act.SAVE: forms.on_save,
    Act.LEAVE: forms.on_leave,
    Act.EDITION: editions.on_edition,
    Act.EDITION_SUBMIT: editions.on_submit,
    Act.EDITION_PUBLISH: editions.on_publish,
    Act.EDITION_DISCARD: editions.on_discard,
    Act.EDITION_FINDINGS: editions.on_findings,
    Act.STATEMENT: statements.on_statement,
    Act.STATEMENT_AGREE: statements.on_agree,
    Act.STATEMENT_STOP: statements.on_stop,
    Act.PROPOSAL: proposals.on_proposal,
    Act.PROPOSAL_AGREE: proposals.on_agree,
    Act.PROPOSAL_STOP: proposals.on_stop,
    Act.REPORTS: reported.on_reports,
    Act.REPORT_VIEW: reported.on_report,
    Act.REPORT_CLOSE: reported.on_close,
    Act.TAKE_DOWN: reported.on_take_down,
    Act.DELIVERY: deliveries.on_delivery,
    Act.DELIVERY_STOP: deliveries.on_ask_to_stop,
    Act.DELIVERY_END: deliveries.on_stop,
    Act.HELD: deliveries.on_held,
    Act.HELD_RELEASE: deliveries.on_release,
    Act.HELD_DROP: deliveries.on_ask_to_drop,
    Act.HELD_DROPPED: deliveries.on_drop,
    Act.GRANT: moderators.on_grant,
    Act.GRANT_AGREE: moderators.on_agree,
    Act.GRANT_END: moderators.on_end,
}


class BotApplication(Application):  # type: ignore[type-arg]  # PTB's own generics
    """Telegram's application, which lets an update come back whose reply could not be sent."""

    bot: NotingBot

    async def process_update(self, update: object) -> None:
        if isinstance(update, Update) and update.effective_user is not None:
            door: Door = self.bot_data["door"]
            if not door.buckets.takes(update.effective_user.id, now=door.clock()):
                # Before any work: their lane rests and takes nobody's place, then the update comes again.
                raise Undelivered(wait_s=FLOOD_RESTS_S)
        if isinstance(update, Update) and update.message is not None:
            self.bot.noted(update.message)
        await super().process_update(update)

    async def process_error(self, update: object, error: Exception, *args: object, **kwargs: object) -> bool:
        if isinstance(error, Undelivered):
            raise error
        return await super().process_error(update, error, *args, **kwargs)  # type: ignore[arg-type]  # passed through


def make_application(bot: NotingBot, door: Door) -> BotApplication:
    """Put together everything the bot listens to. Updates are given to it one by one: it polls nothing."""
    for language in LANGUAGES:
        # Read now: a broken catalogue stops the start, and no answer falls back to another language.
        wording(language)
    # The builder's types know no subclass of Application.
    builder: Any = Application.builder().application_class(BotApplication)
    application: BotApplication = builder.bot(bot).updater(None).job_queue(None).build()
    application.bot_data["door"] = door
    private = filters.ChatType.PRIVATE
    for command, handler in COMMANDS.items():
        application.add_handler(CommandHandler(command, conversing(handler), private))
    for command, moderating_handler in MODERATORS_COMMANDS.items():
        application.add_handler(CommandHandler(command, moderating(moderating_handler), private))
    for act, handler in PRESSES.items():
        application.add_handler(_press(act, conversing(handler)))
    for act, moderating_handler in MODERATORS_PRESSES.items():
        application.add_handler(_press(act, moderating(moderating_handler)))
    application.add_handler(CallbackQueryHandler(conversing(_on_foreign_press)))
    application.add_handler(
        MessageHandler(filters.ChatType.GROUPS & filters.COMMAND, conversing(start.on_group))
    )
    application.add_handler(MessageHandler(private & filters.COMMAND, conversing(start.on_unknown_command)))
    application.add_handler(
        MessageHandler(private & filters.TEXT & ~filters.FORWARDED, conversing(texts.on_text))
    )
    application.add_handler(
        MessageHandler(private & filters.TEXT & filters.FORWARDED, conversing(batches.on_forwarded))
    )
    application.add_handler(InlineQueryHandler(batches.on_inline))
    application.add_handler(MessageHandler(private & filters.Document.ALL, conversing(_on_document)))
    application.add_handler(MessageHandler(private & filters.PHOTO, conversing(_on_picture)))
    spoken = filters.VOICE | filters.AUDIO | filters.VIDEO_NOTE
    application.add_handler(MessageHandler(private & spoken, conversing(mistakes.on_voice)))
    application.add_handler(MessageHandler(private & filters.CONTACT, conversing(mistakes.on_contact)))
    application.add_handler(MessageHandler(private & filters.VIDEO, conversing(mistakes.on_picture)))
    application.add_handler(
        MessageHandler(
            private & filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL,
            conversing(mistakes.on_anything_else),
        )
    )
    application.add_error_handler(on_error)
    return application


def _press(act: Act, handler: Library) -> CallbackQueryHandler[Any, None]:
    return CallbackQueryHandler(handler, pattern=rf"^{act.value}(:|$)")


async def _on_foreign_press(_: Talk) -> None:
    raise Unknown("button")


async def _on_document(talk: Talk) -> None:
    """A file from a moderator is a list; from anybody else it stays unopened."""
    if await talk.role() is None:
        await mistakes.on_picture(talk)
        return
    await moderate(talk, editions.on_file)


async def _on_picture(talk: Talk) -> None:
    """A moderator may have sent a scan of a list."""
    if await talk.role() is None:
        await mistakes.on_picture(talk)
        return
    await moderate(talk, editions.on_picture)


async def settle_excess(bot: ExtBot[None], door: Door, update: Update, unread: int) -> None:
    """Tell a person that messages beyond the first ones stay unread.

    Args:
        unread: how many; 0 if only the pressed button is to come to rest.
    """
    talk = await begin(update, bot, door)
    await talk.acknowledge()
    if unread:
        await talk.mention(talk.wording.too_many_messages(unread))
