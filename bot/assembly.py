"""The one page where everything is put together, started and stopped."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import structlog
import uvicorn
from starlette.applications import Starlette
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.child import ChildReader
from bot.core.alerts import EventKind
from bot.core.errors import BotError, StoreUnavailable, Unknown
from bot.core.names import one_person, read_name
from bot.core.pace import Pace
from bot.keys import keyring_beside, keyring_of, refuse_missing
from bot.ports import Clock, Store
from bot.sealing import Custody, Sealing, WrongKeys
from bot.services.alarms import Alarms
from bot.services.alerts import Alerts
from bot.services.announce import Announcements
from bot.services.batches import Batches
from bot.services.cockpit import Cockpit
from bot.services.compare import Comparisons
from bot.services.confirm import Confirmations
from bot.services.correct import Corrections
from bot.services.deliver import Courier
from bot.services.deliveries import Deliveries
from bot.services.digest import Digests
from bot.services.errands import Errands
from bot.services.expect import Expecting
from bot.services.factor import SecondFactor
from bot.services.follow import Follows
from bot.services.forget import Forgetting
from bot.services.grants import Grants
from bot.services.index import Indexing
from bot.services.inquire import Inquiries
from bot.services.log import Log
from bot.services.match import Matching
from bot.services.matcher_watch import MatcherWatch
from bot.services.moderators import Moderators
from bot.services.mydata import MyData
from bot.services.opening import OpenedByMatcher, OpenedHere, Opening
from bot.services.outgoing import Outgoing
from bot.services.own_follows import OwnFollows
from bot.services.part import PartOfPace
from bot.services.prefer import Preferring
from bot.services.prepare import Preparations
from bot.services.propose import Proposals
from bot.services.publish import Publications
from bot.services.questions import Questions
from bot.services.remind import Reminding
from bot.services.report import Reporters, Reports
from bot.services.reseal import Resealing
from bot.services.retain import Retention
from bot.services.review import Reviews
from bot.services.rights import Rights
from bot.services.switches import Switches
from bot.services.takedown import TakeDowns
from bot.services.tidy import Tidying
from bot.services.together import Services
from bot.services.traces import Traces
from bot.services.upload import Uploads
from bot.services.watch import Watches
from bot.settings import Settings
from handlers.application import ALLOWED_UPDATES, BotApplication, make_application, settle_excess
from handlers.board import TelegramNoticeboard
from handlers.contacts import read_contacts
from handlers.context import Door
from handlers.intake import HANDLERS_MAY_TAKE, Polling, TokenRefused
from handlers.lanes import Lanes
from handlers.last_resort import apologise_for_parked
from handlers.limiter import Limiter
from handlers.menus import introduce
from handlers.messenger import TelegramMessenger
from handlers.retries import Undelivered
from handlers.transport import NotingBot, make_bot
from handlers.webhook import webhook_route
from storage.migrate import keys_in_use, refuse_wrong_version
from storage.place import Place, place_of
from storage.store import DatabaseStore, text_id
from storage.tombstones import Tombstones

log = structlog.get_logger()

WORK_EVERY_S = 0.5
TIDY_EVERY_S = 600.0
DIGEST_EVERY_S = 30.0
REMIND_EVERY_S = 2.0
COCKPIT_EVERY_S = 1.0
TRACES_EVERY_S = 1.0
ERASE_EVERY_S = 20.0
WATCH_WEBHOOK_S = 30.0
INTRODUCE_AGAIN_S = 30.0
STORE_REST_S = 5.0
LOOK_AT_LOCK_S = 2.0

Pause = Callable[[float], Awaitable[None]]


class PortTaken(BotError):
    """Nothing can listen where the settings say; told to whoever runs the bot."""


class ListeningEnded(BotError):
    """The webhook's server ended by itself; the bot would be alive and deaf."""


def now_utc() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def place_of_settings(settings: Settings) -> Place:
    """Return where everything is kept."""
    return place_of(settings.database_url, settings.folder)


def sealing_of(settings: Settings) -> Sealing:
    """Return what seals, with the keys of the settings or else of the file beside the database.

    The file is made where nothing was ever sealed.

    Raises:
        WrongKeys: keys are missing, or lie where others can read them.
    """
    in_use, place = keys_in_use(settings.database_url), place_of_settings(settings)
    if settings.keys is None:
        if place.is_shared:
            raise WrongKeys(
                "with PostgreSQL the keys must be given (VDOMA_KEYS); `vdoma keys new` makes some"
            )
        keyring = keyring_beside(place.beside, already_sealed=in_use)
    else:
        keyring = keyring_of(settings.keys.get_secret_value())
    refuse_missing(keyring, in_use)
    if keyring.custody is Custody.MATCHER:
        raise WrongKeys("these keys are the matcher's, for `vdoma matcher`; the bot needs the other half")
    return Sealing.with_keys(keyring)


def questions_of(settings: Settings) -> Questions:
    """Return what counts questions, with the limits of the settings."""
    planted = [read_name(name) for name in settings.planted.split(";") if name.strip()]
    return Questions(
        settings.persons_per_hour, settings.persons_per_day, frozenset(one_person(asked) for asked in planted)
    )


def make_services(
    store: Store, settings: Settings, questions: Questions, sealing: Sealing, clock: Clock = now_utc
) -> Services:
    """Put the services together over one store.

    Args:
        sealing: for those that keep a name, a label or a phrase.
    """
    factor = SecondFactor(store, clock, sealing.factors, settings.second_factor == "totp")
    rights = Rights(store, clock, settings.owners, factor)
    log, reporters = Log(store, rights), Reporters()
    inquiries = Inquiries(store, clock, settings.stale_after, questions, log)
    matching = Matching(store, clock, text_id, sealing.names)
    here = OpenedHere(clock, text_id, matching)
    opening: Opening = here
    if sealing.keyring.custody is Custody.TALKER:
        opening = OpenedByMatcher(here, store, clock, text_id, sealing.names, sealing.replies)
    corrections = Corrections(clock, text_id)
    traces = Traces(store, clock)
    tombstones = Tombstones(place_of_settings(settings).beside)
    return Services(
        alarms=Alarms(store, clock, text_id, rights),
        alerts=Alerts(store, clock),
        batches=Batches(store),
        comparisons=Comparisons(store),
        confirmations=Confirmations(store, clock, text_id, rights, log, settings.hold),
        deliveries=Deliveries(store, clock, text_id, rights),
        follows=Follows(store, clock, text_id),
        errands=Errands(store, clock, matching, sealing.names, sealing.replies),
        expecting=Expecting(store, clock),
        factor=factor,
        forgetting=Forgetting(store, clock, questions, reporters, traces, tombstones),
        grants=Grants(store, clock, text_id, rights),
        inquiries=inquiries,
        log=log,
        matching=matching,
        moderators=Moderators(store, clock, rights, log),
        preferring=Preferring(store, clock, sealing.phrases),
        my_data=MyData(store, questions, traces, sealing.unseal),
        own_follows=OwnFollows(store, sealing),
        preparations=Preparations(store, clock, text_id, rights),
        proposals=Proposals(store, clock, text_id, rights, log, corrections),
        publications=Publications(store, clock, text_id, rights, log, corrections, settings.hold),
        reports=Reports(store, clock, text_id, rights, reporters),
        reviews=Reviews(store, clock, text_id, rights),
        rights=rights,
        switches=Switches(store, clock, rights, text_id),
        take_downs=TakeDowns(store, clock, text_id, rights),
        traces=traces,
        uploads=Uploads(store, clock, text_id, rights, ChildReader()),
        watches=Watches(store, clock, text_id, inquiries, opening, sealing),
    )


@dataclass(frozen=True, slots=True)
class Running:
    """The bot while it runs."""

    services: Services
    stop: asyncio.Event


async def run(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT.

    Raises:
        TokenRefused, AnotherPoller, PortTaken, ListeningEnded: told to whoever runs the bot.
    """
    async with running(settings) as bot:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, bot.stop.set)
        await bot.stop.wait()


@contextlib.asynccontextmanager
async def running(settings: Settings, *, pause: Pause = asyncio.sleep) -> AsyncIterator[Running]:
    """Start the whole bot; leaving the block stops it, and a fault of any part ends the block.

    Args:
        pause: waits that many seconds before a question is tried again.
    """
    place = place_of_settings(settings)
    with place.hold_running() as still_held, place.share_schema():
        await asyncio.to_thread(refuse_wrong_version, settings.database_url)
        sealing = await asyncio.to_thread(sealing_of, settings)
        store = place.store(chat_ids=sealing.chats)
        await store.open()
        try:
            async with store.writing() as writing:
                # Every process searches the same: the matcher has no setting of its own for that.
                await writing.search_classes(settings.searched)
            # Before anything else: until it is done, chats that an older program knew are not found.
            await Resealing(store, sealing).seal_what_is_open()
            async with _over(store, place, settings, sealing, pause, still_held) as bot:
                yield bot
        finally:
            await store.close()


@contextlib.asynccontextmanager
async def _over(
    store: DatabaseStore,
    place: Place,
    settings: Settings,
    sealing: Sealing,
    pause: Pause,
    still_held: Callable[[], None],
) -> AsyncIterator[Running]:
    questions = questions_of(settings)
    services = make_services(store, settings, questions, sealing)
    questions.ring = services.alarms.ring
    door = Door(
        services,
        now_utc,
        settings.operator,
        settings.stale_after,
        pause,
        settings.send_rate,
        contacts=read_contacts(settings.contacts),
    )
    outgoing = Outgoing(Pace(settings.send_rate, settings.chat_rate))
    bot = bot_of(settings, outgoing, services)
    application = make_application(bot, door)
    stop = asyncio.Event()
    courier = courier_of(settings, place, store, services, bot, outgoing, stop)
    noticeboard = TelegramNoticeboard(bot, store, services.watches, outgoing, now_utc)
    cockpit = Cockpit(store, now_utc, text_id, services.rights, noticeboard)
    announcements = Announcements(store, now_utc, text_id, settings.channels)
    indexing = Indexing(store)
    retention = Retention(
        store, now_utc, text_id, services.forgetting, settings.erase_many_on, services.alarms.ring
    )
    digests = Digests(store, now_utc, text_id)
    resealing = Resealing(store, sealing)
    tidying = Tidying(store, now_utc, questions, services.log, services.forgetting.tombstones)
    reminding = Reminding(store, now_utc, text_id, services.rights, services.log)

    async def work() -> None:
        await services.confirmations.end_holds()
        await services.publications.end_holds()
        await announcements.work()

    async def match() -> None:
        await services.errands.work()
        await services.matching.work()

    matching: Callable[[], Awaitable[object]] = match
    if sealing.keyring.custody is Custody.TALKER:
        # Only the matcher compares watches; whether it is there is looked at here.
        matching = MatcherWatch(store, now_utc, services.alarms.ring).work

    # Before the first answer: out of a backup may have come back whom we have promised to forget.
    await services.forgetting.bury_again()
    if not place.is_shared:
        # The lock on the database says that nobody else sends.
        await courier.take_back()
    async with _initialized(application), asyncio.TaskGroup() as group:
        group.create_task(_take_updates(application, store, door, settings, stop))
        group.create_task(keep(partial(asyncio.to_thread, still_held), LOOK_AT_LOCK_S, stop))
        group.create_task(keep(work, WORK_EVERY_S, stop))
        # Apart: thousands of alerts may not delay the end of a hold, nor the next event's slices.
        group.create_task(keep(courier.work, WORK_EVERY_S, stop))
        group.create_task(keep(matching, WORK_EVERY_S, stop))
        group.create_task(keep(tidying.work, TIDY_EVERY_S, stop))
        group.create_task(keep(retention.work, TIDY_EVERY_S, stop))
        group.create_task(keep(digests.work, DIGEST_EVERY_S, stop))
        # After an upgrade: until it is done every question is answered with "cannot check".
        group.create_task(keep(indexing.work, TIDY_EVERY_S, stop))
        group.create_task(keep(services.errands.drop_late, ERASE_EVERY_S, stop))
        group.create_task(keep(store.erase_thoroughly, ERASE_EVERY_S, stop))
        group.create_task(keep(resealing.work, TIDY_EVERY_S, stop))
        group.create_task(keep(services.traces.work, TRACES_EVERY_S, stop))
        group.create_task(_watch_webhook(bot, settings, services.alarms, stop))
        group.create_task(keep(services.alarms.work, REMIND_EVERY_S, stop))
        group.create_task(keep(reminding.work, REMIND_EVERY_S, stop))
        group.create_task(keep(cockpit.work, COCKPIT_EVERY_S, stop))
        group.create_task(_introduce(bot, store, settings, stop))
        try:
            yield Running(services, stop)
        finally:
            stop.set()
            for task in tuple(door.later.values()):
                task.cancel()


def bot_of(settings: Settings, outgoing: Outgoing, services: Services) -> NotingBot:
    """Return what speaks with Telegram, through the gate."""
    return make_bot(
        settings.telegram_token.get_secret_value(),
        api=settings.telegram_api,
        limiter=Limiter(outgoing),
        on_message=services.traces.note,
    )


def courier_of(
    settings: Settings,
    place: Place,
    store: DatabaseStore,
    services: Services,
    bot: NotingBot,
    outgoing: Outgoing,
    stop: asyncio.Event,
) -> Courier:
    """Return a courier; where others may be at work over the same place it shares the pace with them."""
    return Courier(
        store,
        now_utc,
        TelegramMessenger(bot, store, now_utc, services.watches, rate=settings.send_rate),
        outgoing,
        stopping=stop,
        repeat_after=settings.repeat_after,
        part=PartOfPace(outgoing.pace, text_id()) if place.is_shared else None,
    )


@contextlib.asynccontextmanager
async def _initialized(application: BotApplication) -> AsyncIterator[None]:
    await until_reached(application.initialize)
    try:
        yield
    finally:
        await application.shutdown()


async def until_reached(call: Callable[[], Awaitable[object]]) -> None:
    """Make a call without which the bot cannot begin, until Telegram can be reached."""
    wait_s = 1.0
    while True:
        try:
            await call()
        except InvalidToken:
            # The library's own message quotes the token.
            raise TokenRefused("Telegram refuses the bot's token; see BotFather") from None
        except TelegramError as error:
            log.warning("Telegram cannot be reached", error=type(error).__name__, seconds=wait_s)
            await asyncio.sleep(wait_s)
            wait_s = min(wait_s * 2, INTRODUCE_AGAIN_S)
        else:
            return


async def _take_updates(
    application: BotApplication, store: Store, door: Door, settings: Settings, stop: asyncio.Event
) -> None:
    bot = application.bot
    lanes = Lanes(
        application.process_update,
        partial(settle_excess, bot, door),
        apologise=partial(apologise_for_parked, bot, door),
        moderators=door.moderators,
    )
    if settings.webhook_url is not None:
        await _serve_webhook(bot, store, lanes, settings, stop)
    else:
        await _poll(bot, store, lanes, door.services.alarms, stop)


async def _poll(bot: NotingBot, store: Store, lanes: Lanes, alarms: Alarms, stop: asyncio.Event) -> None:
    # While a webhook is set Telegram answers every poll with a conflict.
    await until_reached(bot.delete_webhook)
    on_intruder = partial(alarms.ring, EventKind.FOREIGN_POLLER)
    polling = Polling(bot, store, lanes, allowed_updates=ALLOWED_UPDATES, on_intruder=on_intruder)

    async def stop_in_time() -> None:
        await stop.wait()
        await polling.stop()

    stopping = asyncio.create_task(stop_in_time())
    try:
        await polling.run()
    finally:
        stopping.cancel()


async def _serve_webhook(
    bot: ExtBot[None], store: Store, lanes: Lanes, settings: Settings, stop: asyncio.Event
) -> None:
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret is not None else ""
    app = Starlette(routes=[webhook_route(bot, store, lanes, secret)])
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    # Our own stop ends it; uvicorn would take the signals for itself.
    server.capture_signals = contextlib.nullcontext  # type: ignore[assignment, method-assign]  # its only door
    set_webhook = partial(_set_webhook, bot, settings)
    with _listening(settings.http_bind) as place:
        await until_reached(set_webhook)
        async with asyncio.TaskGroup() as group:
            group.create_task(_serve(server, place, stop))
            await stop.wait()
            await lanes.stop(HANDLERS_MAY_TAKE)
            server.should_exit = True


def _listening(bind: str) -> socket.socket:
    """Take the place to listen at, before Telegram is told to post there."""
    host, _, port = bind.rpartition(":")
    try:
        return socket.create_server((host, int(port)))
    except OSError as error:
        # uvicorn would end the process by itself, and leave the rest of the bot hanging.
        raise PortTaken(f"cannot listen at {bind} (VDOMA_HTTP_BIND): {error.strerror}") from error


async def _serve(server: uvicorn.Server, place: socket.socket, stop: asyncio.Event) -> None:
    await server.serve(sockets=[place])
    if not stop.is_set():
        raise ListeningEnded("the webhook's server ended by itself")


async def keep(work: Callable[[], Awaitable[object]], every_s: float, stop: asyncio.Event) -> None:
    """Do the work again and again; a store that is down is waited for."""
    while not stop.is_set():
        rest_s = every_s
        try:
            await work()
        except StoreUnavailable:
            log.error("store unavailable", seconds=STORE_REST_S)
            rest_s = STORE_REST_S
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(rest_s):
                await stop.wait()


async def _watch_webhook(bot: ExtBot[None], settings: Settings, alarms: Alarms, stop: asyncio.Event) -> None:
    """Look again and again whether somebody else has turned our messages to another address."""
    while not stop.is_set():
        # First of all a wait: at the start the address of another way of running may still stand there.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(WATCH_WEBHOOK_S):
                await stop.wait()
                return
        await look_at_webhook(bot, settings, alarms)


async def look_at_webhook(bot: ExtBot[None], settings: Settings, alarms: Alarms) -> None:
    """Tell moderators if our messages go to another address, and turn them back."""
    try:
        told = await bot.get_webhook_info()
    except TelegramError as error:
        log.warning("webhook not looked at", error=type(error).__name__)
        return
    if told.url == (settings.webhook_url or ""):
        return
    if told.url or settings.webhook_url is None:
        alarms.ring(EventKind.FOREIGN_WEBHOOK)
        with contextlib.suppress(TelegramError):
            await (bot.delete_webhook() if settings.webhook_url is None else _set_webhook(bot, settings))


async def _set_webhook(bot: ExtBot[None], settings: Settings) -> None:
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret is not None else ""
    address = settings.webhook_url or ""
    await bot.set_webhook(address, secret_token=secret, allowed_updates=ALLOWED_UPDATES)


async def _introduce(bot: ExtBot[None], store: Store, settings: Settings, stop: asyncio.Event) -> None:
    """Set menus, names and descriptions; until that has worked once, try again."""
    while not stop.is_set():
        try:
            await introduce(bot, await _moderators(store, settings))
        except (TelegramError, StoreUnavailable, Undelivered) as error:
            log.warning("menus not set", error=type(error).__name__)
        else:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(INTRODUCE_AGAIN_S):
                await stop.wait()


async def _moderators(store: Store, settings: Settings) -> dict[int, str]:
    languages = dict.fromkeys(settings.owners, "en")
    async with store.reading() as reading:
        for owner in settings.owners:
            chat = await reading.chat_of(owner)
            if chat is not None:
                languages[owner] = chat.language
        for grant in await reading.grants():
            if grant.chat_id is not None:
                with contextlib.suppress(Unknown):
                    chat = await reading.chat(grant.chat_id)
                    languages[await reading.telegram_id(grant.chat_id)] = chat.language
    return languages
