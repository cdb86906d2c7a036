"""The words of one alert, from the facts as they stand now."""

from dataclasses import replace
from datetime import datetime

import structlog

from bot.core.alerts import CORRECTIONS, NEWS, PERSONS, Alert, EventKind
from bot.core.errors import CannotCheck, StoreUnavailable, Unknown
from bot.core.lists import Review
from bot.core.preferences import Preferences
from bot.core.proposals import ProposalReview, Reason
from bot.core.reminders import DAILY, HEARTBEAT
from bot.core.roles import GrantReview
from bot.core.statements import StatementReview
from bot.core.switches import Switch
from bot.core.watches import Watch
from bot.ports import Reading
from bot.sealing import SealBroken, SealedElsewhere
from bot.services.deliveries import delivery_in
from bot.services.watch import Watches
from handlers.wording import Said, Wording

log = structlog.get_logger()


async def word(
    reading: Reading, words: Wording, alert: Alert, *, now: datetime, watches: Watches, rate: float
) -> Said | None:
    """Word an alert as the person wishes to be told; None if what it would tell stands no longer.

    Args:
        rate: alerts a second, by which moderators are told how long telling all takes.

    Raises:
        Unknown: what it is about is not there.
    """
    chosen = await reading.preferences(alert.chat_id)
    words = words_for(words, chosen, watches)
    said = await _word(reading, words, alert, chosen, now=now, watches=watches, rate=rate)
    return replace(said, silent=chosen.is_quiet(now)) if said is not None else None


def words_for(words: Wording, chosen: Preferences, watches: Watches) -> Wording:
    """Return the words with the person's own phrase, by which they know that an alert is ours."""
    return replace(words, phrase=watches.phrase(chosen)) if chosen.sealed_phrase is not None else words


async def _word(
    reading: Reading,
    words: Wording,
    alert: Alert,
    chosen: Preferences,
    *,
    now: datetime,
    watches: Watches,
    rate: float,
) -> Said | None:
    kind = alert.event.kind
    if kind in NEWS:
        return await _news(reading, words, alert)
    if kind in CORRECTIONS:
        return await _correction(reading, words, alert, watches)
    if kind in PERSONS:
        return await _person(reading, words, alert, watches, direct=chosen.direct)
    if kind is EventKind.DIGEST:
        return await _digest(reading, words, alert)
    if kind in _DELIVERIES:
        return await _delivery(reading, words, alert, now)
    if await _is_over(reading, alert, now):
        return None
    if kind is EventKind.STATEMENT_HELD:
        statement = await reading.statement(alert.event.subject_id)
        told = await reading.told_by_language(statement.about.id)
        return words.statement_held(alert, statement, told, rate=rate)
    if kind is EventKind.EDITION_HELD:
        return words.edition_held(alert, await reading.edition(alert.event.subject_id))
    return words.call(alert)


_DELIVERIES = frozenset({EventKind.DELIVERY_BEGUN, EventKind.DELIVERY_SETTLED})


async def _delivery(reading: Reading, words: Wording, alert: Alert, now: datetime) -> Said | None:
    """How far the alerts of an event have come; once all are settled their report says so."""
    delivery = await delivery_in(reading, await reading.event(alert.event.subject_id))
    if alert.event.kind is EventKind.DELIVERY_BEGUN and delivery.coming.is_settled:
        return None
    return words.delivery(alert, delivery, now=now)


async def _digest(reading: Reading, words: Wording, alert: Alert) -> Said | None:
    """Each batch once, as it stands now, however often it was in the news."""
    batches = dict.fromkeys(event.subject_id for event in await reading.digested(alert.event.id))
    standings = [await reading.standing(batch_id) for batch_id in batches]
    return words.digest(alert, standings) if standings else None


async def _person(
    reading: Reading, words: Wording, alert: Alert, watches: Watches, *, direct: bool
) -> Said | None:
    event = alert.event
    if await reading.is_called_off(event.id):
        return None
    if event.kind is EventKind.WATCH_ENDED:
        return words.watch_over(alert, int(event.subject_id))
    try:
        watch = await reading.watch(event.subject_id)
    except Unknown:
        # Ended and erased since.
        return None
    if not watch.is_compared:
        return None
    if event.kind is EventKind.WATCH_RENEWAL:
        return words.watch_update(alert, watches.seen(watch)) if watch.renewal_asked else None
    return await _fired(reading, words, alert, watch, watches, direct=direct)


async def _fired(
    reading: Reading, words: Wording, alert: Alert, watch: Watch, watches: Watches, *, direct: bool
) -> Said | None:
    try:
        if not await watches.still_tells(reading, watch):
            return None
        if direct:
            # What fires is on a list: nobody need be asked officially instead.
            return words.watch_told(alert, await watches.look_in(reading, watch), contact=None)
    except SealedElsewhere:
        # The part that opens names is another; whoever opens the alert gets the answer from there.
        pass
    except SealBroken:
        # It cannot be known any more whether it stands, which is no reason to keep it back.
        log.error("watch cannot be opened", watch=watch.id, error=SealBroken.__name__)
    except StoreUnavailable:
        raise
    except CannotCheck:
        # It goes out all the same: whoever opens it is told that we cannot check just now.
        pass
    return words.watch_update(alert, watches.seen(watch))


async def _news(reading: Reading, words: Wording, alert: Alert) -> Said | None:
    event = alert.event
    if await reading.is_called_off(event.id):
        return None
    standing = await reading.standing(event.subject_id)
    if event.kind is EventKind.BATCH_CONFIRMED or event.statement_id is None:
        return words.batch_confirmed(alert, standing)
    return words.batch_changed(alert, standing, await reading.statement(event.statement_id))


async def _correction(reading: Reading, words: Wording, alert: Alert, watches: Watches) -> Said:
    event = alert.event
    if event.kind is EventKind.EDITION_CORRECTED:
        list_id = (await reading.edition(event.subject_id)).list_id
        watch = await reading.watch_told_of(alert.chat_id, list_id)
        if watch is not None:
            # In the words of every other update on a watch: none of them may come to mean good or bad news.
            return words.watch_update(alert, watches.seen(watch))
        return words.edition_corrected(alert)
    standing = await reading.standing(event.subject_id)
    reason = await _reason(reading, event.proposal_id)
    if event.kind is EventKind.BATCH_WITHDRAWN or event.statement_id is None:
        return words.batch_withdrawn(alert, standing, reason)
    statement = await reading.statement(event.statement_id)
    return words.statement_corrected(alert, standing, statement, reason)


async def _reason(reading: Reading, proposal_id: str | None) -> Reason:
    proposal = await reading.proposal(proposal_id) if proposal_id is not None else None
    return (proposal.reason if proposal is not None else None) or Reason.OUR_MISTAKE


async def _is_over(reading: Reading, alert: Alert, now: datetime) -> bool:
    """Whether a moderator would be called to what was dealt with meanwhile."""
    subject = alert.event.subject_id
    match alert.event.kind:
        case EventKind.EDITION_WAITS:
            return (await reading.edition(subject)).review is not Review.SUBMITTED
        case EventKind.EDITION_HELD:
            return (await reading.edition(subject)).review is not Review.HELD
        case EventKind.STATEMENT_WAITS:
            return (await reading.statement(subject)).review is not StatementReview.SUBMITTED
        case EventKind.STATEMENT_HELD:
            return (await reading.statement(subject)).review is not StatementReview.HELD
        case EventKind.GRANT_WAITS:
            return (await reading.grant(subject)).review is not GrantReview.SUBMITTED
        case EventKind.PROPOSAL_WAITS:
            return (await reading.proposal(subject)).review is not ProposalReview.SUBMITTED
        case EventKind.REPORTS_WAIT:
            return not await reading.open_reports()
        case EventKind.CHECK_DUE:
            last = await reading.last_check()
            return last is not None and now < last + DAILY
        case EventKind.HEARTBEAT_DUE:
            last = await reading.last_check()
            exchange_day = Switch.EXCHANGE_DAY in await reading.switches()
            return not exchange_day or (last is not None and now < last + HEARTBEAT)
        case _:
            return False
