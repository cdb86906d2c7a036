"""What the services need from outside, in their own words."""

from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, Protocol, TypeVar

from bot.core.alerts import CORRECTIONS, UNCERTAIN_WAIT, Alert, Event, EventKind, NextStep, Outcome
from bot.core.answers import Candidate, Coverage, Standing
from bot.core.deliveries import Coming, Delivery
from bot.core.exchanges import Agreement, Batch, Exchange, Subject
from bot.core.expected import Expected
from bot.core.follows import Chat, Follow
from bot.core.lists import Edition, Entry, NameList, Printed, Publisher, PublisherClass
from bot.core.log import AuditLine, Deed, Link
from bot.core.names import FamilyName, GivenName, IndexedName
from bot.core.preferences import Preferences
from bot.core.proposals import Proposal
from bot.core.reports import Report
from bot.core.roles import Grant
from bot.core.statements import Statement
from bot.core.switches import Switch, TurnedOn
from bot.core.takedowns import Takedown
from bot.core.uploads import ChangeCounts, Upload
from bot.core.watches import Errand, Firing, Watch
from bot.files import Fault

Clock = Callable[[], datetime]
"""The present moment in UTC."""

NewId = Callable[[], str]
"""A new text id of ten characters that nobody can guess."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where an alert goes.

    Args:
        telegram_id: negative for groups and channels.
    """

    chat: Chat
    telegram_id: int
    preferences: Preferences


@dataclass(frozen=True, slots=True)
class Unaddressed:
    """A chat whose Telegram id is damaged: it is there, and nobody knows where."""


@dataclass(frozen=True, slots=True)
class Settling:
    """What became of a lent alert, and what is to become of it."""

    alert: Alert
    step: NextStep
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Letter:
    """An alert, worded and ready to go.

    Args:
        chat: Telegram's id of the chat.
        said: what the messenger made of it; nobody else looks inside.
    """

    alert: Alert
    chat: int
    said: object


@dataclass(frozen=True, slots=True)
class NotSent:
    """An alert that is not to be sent just now, and why."""

    alert: Alert
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Board:
    """A message in which a moderator sees how far the alerts of an event have come.

    Args:
        alert: the call that was sent as this message.
    """

    alert: Alert
    message_id: int


@dataclass(frozen=True, slots=True)
class HeldAlerts:
    """Alerts that Telegram takes in no form; they wait for a moderator.

    Args:
        key: the event of news and corrections; of all others their kind.
        since: when the last of them was held.
    """

    key: str
    kind: EventKind
    alerts: int
    since: datetime

    @property
    def can_be_dropped(self) -> bool:
        """Whether a moderator may: a correction goes to everybody who was told, whatever happens."""
        return self.kind not in CORRECTIONS


class SealedPlace(StrEnum):
    """Where sealed values stand: table and column."""

    CHAT = "chats.sealed_id"
    WATCH_NAME = "watches.sealed_name"
    WATCH_LABEL = "watches.sealed_label"
    FOLLOW_LABEL = "follows.sealed_label"
    ENDED_LABEL = "ended_labels.sealed_label"
    PHRASE = "preferences.sealed_phrase"
    MARKS = "firings.sealed_marks"
    FACTOR = "second_factors.sealed_secret"


@dataclass(frozen=True, slots=True)
class Factor:
    """The secret of a moderator's authenticator, sealed."""

    chat_id: str
    sealed_secret: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """A moderator's half-filled form; of each kind one for each chat.

    Args:
        form: which form, such as "batch".
        fields: what was answered so far, by the name of the question; ids, dates and texts alike as text.
    """

    chat_id: str
    form: str
    fields: Mapping[str, str]


@dataclass(slots=True)
class KnownNames:
    """Ids of the names that rows of one edition have, so that each is looked up once."""

    families: dict[str, int] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)


class SealedWatch(NamedTuple):
    """What of a watch is read for comparing it: there are very many, and few of them are looked at again."""

    id: str
    version: int
    sealed_name: bytes


@dataclass(frozen=True, slots=True)
class Fired:
    """What one watch is told.

    Args:
        sealed: the marks of its rows, by edition, sealed.
        code: of the alert; None where its owner has just been shown all of it.
    """

    event: Event
    firing: Firing
    sealed: Mapping[str, bytes]
    chat_id: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Comparing:
    """A batch or an edition with which watches are compared.

    Args:
        cursor: the last watch that was compared, by id; empty before the first.
    """

    event: Event
    cursor: str


class Reading(Protocol):
    """One consistent view of what is stored.

    Methods that name one thing raise `Unknown` if nothing has that id.
    """

    # chats
    async def chat(self, chat_id: str) -> Chat: ...
    async def chat_of(self, telegram_id: int) -> Chat | None: ...
    async def telegram_id(self, chat_id: str) -> int: ...
    async def chat_ids(self) -> Sequence[str]:
        """The text ids of all chats."""

    async def held(self, chat_id: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Every row that stands about the chat, by table; sealed values as bytes."""

    async def traces(self, telegram_id: int) -> Sequence[int]:
        """The messages of this person's chat that were noted."""

    async def recipients(self, chat_ids: Collection[str]) -> Mapping[str, Recipient | Unaddressed]:
        """Those of these chats that are there, by their ids."""

    # exchanges
    async def agreements(self) -> Sequence[Agreement]:
        """Newest first."""

    async def agreement(self, agreement_id: str) -> Agreement: ...
    async def exchanges(self) -> Sequence[Exchange]:
        """Newest day first."""

    async def exchange(self, exchange_id: str) -> Exchange: ...
    async def batch(self, batch_id: str) -> Batch: ...
    async def batches(self) -> Sequence[Batch]:
        """All batches, drafts too, newest exchange first."""

    async def standing(self, batch_id: str) -> Standing:
        """The batch with the statement behind its state; a draft is `Unknown` here.

        Of a withdrawn batch it is the statement behind the last state before.
        """

    async def standings(self, *, offset: int, limit: int) -> Sequence[Standing]:
        """Batches that families may see (no drafts), newest exchange first."""

    async def statement(self, statement_id: str) -> Statement: ...
    async def published_statements(self, about: Subject) -> Sequence[Statement]:
        """Oldest first, by the day they were stated; of one day, as they took effect."""

    async def newest_statements(self, *, limit: int) -> Sequence[Statement]:
        """Published ones, newest first."""

    async def open_statements(self) -> Sequence[Statement]:
        """Those submitted or held, oldest first."""

    # lists
    async def publishers(self) -> Sequence[Publisher]:
        """By name."""

    async def publisher(self, publisher_id: str) -> Publisher: ...
    async def list(self, list_id: str) -> NameList: ...
    async def lists(self, batch_id: str) -> Sequence[NameList]:
        """Newest first."""

    async def all_lists(self) -> Sequence[NameList]:
        """Newest first."""

    async def edition(self, edition_id: str) -> Edition: ...
    async def editions(self, list_id: str) -> Sequence[Edition]:
        """Newest number first, discarded ones left out."""

    async def open_editions(self) -> Sequence[Edition]:
        """Drafts, submitted and held ones, oldest first."""

    async def published_editions(self) -> Sequence[Edition]:
        """Newest first."""

    async def stored_rows(self, edition_id: str) -> int: ...
    async def first_entries(self, edition_id: str, *, limit: int) -> Sequence[Entry]:
        """In the order of the file."""

    async def entries(self, edition_id: str, *, after: int, limit: int) -> Sequence[Entry]:
        """The next ones behind that row, in the order of the file; 0 is before the first."""

    # how editions came from their files
    async def upload(self, edition_id: str) -> Upload | None:
        """None of an edition that an older program uploaded."""

    async def faults(self, edition_id: str, *, after: int, limit: int) -> Sequence[Fault]:
        """Behind the first so many, in the order of the file."""

    async def discarded_with_rows(self) -> Sequence[str]:
        """Editions that were thrown away and whose rows are still there."""

    async def change_counts(self, edition_id: str, former_id: str) -> ChangeCounts | None:
        """None if the two were not compared so far."""

    # single rows
    async def entry(self, edition_id: str, row: int) -> Entry: ...
    async def rows_like(self, edition_id: str, row: int) -> Sequence[tuple[str, int]]:
        """Edition and row of every entry of the same list that prints the same, in any edition."""

    async def told_editions(self, list_id: str) -> frozenset[str]:
        """Editions under whose answers somebody pressed Follow, or set a watch."""

    async def loses_rows(self, told: str, former: str, newer: str | None) -> bool:
        """Whether a row that `told` and `former` print alike is not printed so by `newer`, or by none."""

    async def takedowns(self, edition_id: str) -> Sequence[Takedown]:
        """The rows that this edition leaves out because somebody asked."""

    async def taken_down(self, list_id: str) -> frozenset[str]:
        """Digests of all rows that were taken down from the list and are not to come again."""

    # the index of names
    async def searched_classes(self) -> frozenset[PublisherClass]:
        """The classes of publishers whose lists are searched."""

    async def coverage(self) -> Coverage:
        """What a search would cover now.

        `searched_up_to` is the moment a moderator last pressed "checked".

        Raises:
            NothingToSearch: no published edition of a searched class is held.
            ChecksAreStale: no moderator has ever pressed "checked".
            IndexBehind: a name is keyed by other rules than this program's.
        """

    async def family_names(
        self, keys: Collection[int], *, besides: Collection[int] = ()
    ) -> Sequence[FamilyName]:
        """All family names of the index that have one of the keys, and none of those besides; each once."""

    async def given_names(self, families: Collection[int], editions: Collection[str]) -> Sequence[GivenName]:
        """The given names that stand beside these family names in these editions, each once."""

    async def entries_named(
        self,
        families: Collection[int],
        editions: Collection[str],
        *,
        given: Collection[int] = (),
        given_keys: Collection[int] = (),
    ) -> Sequence[Entry]:
        """The entries of these editions that have one of these family names, in the order of their files.

        Args:
            given: the given names of which they have one,
            given_keys: or the keys of which their given name has one.
        """

    async def entries_under_keys(
        self, keys: Collection[int], given_keys: Collection[int], editions: Collection[str]
    ) -> Sequence[Entry]:
        """The entries of these editions whose family name and given name have one of their keys each.

        They come in the order of their files.
        """

    async def unkeyed_names(self, *, limit: int, after: int = 0) -> Sequence[IndexedName]:
        """Names that are not keyed by the rules of this program: the next ones behind one of them, by id."""

    async def last_row(self, edition_id: str) -> int:
        """The greatest number of a row that an edition holds; 0 if it holds none."""

    async def candidates(self, entries: Sequence[Entry]) -> Sequence[Candidate]:
        """These published entries with everything an answer must say of them."""

    # follows
    async def follows(self, chat_id: str) -> Sequence[Follow]:
        """Oldest first."""

    async def follow(self, follow_id: str) -> Follow: ...
    async def followers(self, batch_id: str) -> int:
        """How many chats follow the batch."""

    async def told_by_language(self, batch_id: str) -> Mapping[str, int]:
        """How many chats would be told of the batch now, by language: without those that have blocked the
        bot or turned alerts off."""

    # watches
    async def watch(self, watch_id: str) -> Watch: ...
    async def watches(self, chat_id: str) -> Sequence[Watch]:
        """Oldest first; those that can still be taken up again too."""

    async def watches_after(self, cursor: str, *, limit: int) -> Sequence[SealedWatch]:
        """The next ones of all chats, by id; "" is before the first."""

    async def editions_told(self, watch_id: str) -> frozenset[str]:
        """The editions of what the watch was told, and of the answers under which it was pressed.

        One that two people have never published is none of them.
        """

    async def standing_firings(self, watch_id: str) -> Sequence[tuple[str, str]]:
        """What the watch was told and what was not taken back since: each an edition and a batch."""

    async def errands(self, *, limit: int) -> Sequence[Errand]:
        """What is asked and not answered so far, oldest first; what may have to wait comes last."""

    async def errand_reply(self, errand_id: str) -> bytes | None: ...
    async def watch_told_of(self, chat_id: str, list_id: str) -> Watch | None:
        """The chat's first watch that was told by some edition of the list."""

    async def watches_of_ids(self, watch_ids: Collection[str]) -> Mapping[str, Watch]:
        """Those of these watches that are there, by their ids."""

    async def told_marks(self, watch_ids: Collection[str]) -> Mapping[str, Sequence[bytes]]:
        """Sealed marks of what the watch was told and what was not taken back since.

        What came to a watch that was put aside was told to nobody.
        """

    async def unfinished_comparisons(self) -> Sequence[Comparing]:
        """Those with which not all watches are compared so far, oldest first."""

    async def published_of_batch(self, batch_id: str) -> frozenset[str]:
        """The published editions of its lists, searched or not."""

    async def watches_to_renew(self, before: datetime, *, limit: int) -> Sequence[Watch]:
        """Watches that end by then and whose owners were not asked so far, the soonest first."""

    async def watches_over(self, now: datetime, *, ended_before: datetime, limit: int) -> Sequence[Watch]:
        """Watches whose time is over, and those ended by then from an alert."""

    async def count_watches(self, now: datetime) -> tuple[int, int]:
        """How many there are, and how many of them are over."""

    # how people wish to be told
    async def preferences(self, chat_id: str) -> Preferences: ...
    async def expected(self, chat_id: str) -> Expected | None:
        """What the chat was asked to type last, however long ago."""

    async def blocked_chats(self, before: datetime, *, limit: int) -> Sequence[Chat]:
        """Chats whose Telegram refuses everything since then or longer, the longest first."""

    async def count_blocked(self, before: datetime) -> tuple[int, int]:
        """How many chats there are, and how many of them are blocked since then or longer."""

    async def digested(self, digest_id: str) -> Sequence[Event]:
        """What a digest tells, oldest first; what was taken back since is left out."""

    async def asking_for_more(self, code: str) -> str:
        """The chat that was given this code when it asked for more watches."""

    # alerts
    async def alert_of_code(self, chat_id: str, code: str) -> Alert | None:
        """The alert sent to this very chat under that code."""

    async def is_alerted(self, chat_id: str, event_id: str) -> bool:
        """Whether the chat has, or had, an alert about the event."""

    async def missed_alerts(self, chat_id: str) -> Sequence[Alert]:
        """Those this person's Telegram refused, oldest first."""

    async def coming(self, event_id: str) -> Coming: ...
    async def unfinished_events(self) -> Sequence[Event]:
        """Events not all of whose followers have an alert yet, oldest first."""

    async def event(self, event_id: str) -> Event: ...
    async def last_event(self, kind: EventKind) -> datetime | None:
        """When something of this kind last happened."""

    async def matcher_seen(self) -> datetime | None:
        """When the matcher last showed that it works; None if it never did."""

    async def newest_held(self) -> datetime | None:
        """When an alert was last held because Telegram refuses it in any form."""

    async def newest_news(self, *, limit: int) -> Sequence[Event]:
        """What families were last told, newest first."""

    async def is_called_off(self, event_id: str) -> bool:
        """Whether what happened was taken back or stopped, so that nobody is told of it any more."""

    async def ended_by(self, event_id: str) -> Event | None:
        """The correction or the stop by which it was."""

    async def unreported_events(self) -> Sequence[Event]:
        """News and corrections on whose alerts moderators have no report so far, oldest first."""

    async def boards(self, event_id: str) -> Sequence[Board]:
        """Where moderators see how far the alerts of an event have come."""

    async def held_alerts(self) -> Sequence[HeldAlerts]:
        """What Telegram takes in no form, the newest first."""

    # proposals and reports
    async def proposal(self, proposal_id: str) -> Proposal: ...
    async def open_proposals(self) -> Sequence[Proposal]:
        """Oldest first."""

    async def report(self, report_id: str) -> Report: ...
    async def open_reports(self) -> Sequence[Report]:
        """Oldest first."""

    # moderators
    async def last_check(self) -> datetime | None:
        """When a moderator last looked for new lists."""

    async def grants(self) -> Sequence[Grant]:
        """Those not ended, oldest first; those that have lapsed too."""

    async def grant(self, grant_id: str) -> Grant: ...
    async def grant_of_token(self, token: str) -> Grant | None: ...
    async def moderator_names(self) -> Mapping[str, str]:
        """What moderators are called, by the text ids of their chats."""

    async def draft(self, chat_id: str) -> Draft | None:
        """The form that takes what the chat types."""

    async def drafts(self, chat_id: str) -> Sequence[Draft]:
        """All forms of the chat, those put aside too; the one filled last first."""

    async def switches(self) -> Mapping[Switch, TurnedOn]:
        """What is turned on."""

    # the log
    async def audit(self, *, limit: int, offset: int = 0) -> Sequence[AuditLine]:
        """Newest first."""

    async def last_act(self, subject: str) -> AuditLine | None:
        """What was last done to one thing."""

    async def last_deed(self, deed: Deed, subject: str) -> AuditLine | None:
        """When, and by whom, this was last done to one thing."""

    async def links_after(self, place: int, *, limit: int) -> Sequence[Link]:
        """The chain behind that place; 0 is before the first."""

    async def link_at(self, place: int) -> Link | None: ...
    async def told_of_the_log(self) -> int:
        """The place of the last line up to which moderators were told of grave acts."""

    # updates
    async def answered_updates(self, update_ids: Collection[int]) -> frozenset[int]: ...


class Writing(Reading, Protocol):
    """One transaction. Leaving it normally commits; any exception, cancellation too, undoes it.

    What is saved must still have the version that was read: otherwise `WrongState`.
    """

    # chats
    async def remember_chat(self, telegram_id: int, *, language: str) -> Chat:
        """Return this person's chat, made now if it is new."""

    async def save_chat(self, chat: Chat) -> None: ...
    async def seal_open_chats(self, *, limit: int) -> int:
        """Seal up to `limit` chats whose Telegram ids stand in the open; returns how many."""

    async def sealed_before(
        self, place: "SealedPlace", *, key_id: str, after: bytes | None, limit: int
    ) -> Sequence[tuple[str, bytes]]:
        """Up to `limit` values of a place that another key than this one sealed, with their rows' keys.

        Args:
            after: the last one of the former slice; None is before the first.
        """

    async def seal_anew(self, place: "SealedPlace", key: str, *, former: bytes, sealed: bytes) -> None:
        """Put a value in the place of a former one, if that is still there."""

    async def factor(self, chat_id: str) -> "Factor | None": ...
    async def save_factor(self, chat_id: str, *, sealed_secret: bytes, at: datetime) -> None: ...
    async def use_factor(self, chat_id: str, *, step: int) -> bool:
        """Use up a code of that half minute; False if it, or a later one, was used."""

    async def drop_factor(self, chat_id: str) -> bool: ...
    async def add_traces(self, traces: Collection[tuple[int, int, datetime]]) -> None:
        """Note messages of private chats: whose chat (its Telegram id), which message, when."""

    async def drop_traces(self, telegram_id: int) -> None:
        """Forget the messages of one person's chat; their bytes are gone from the files too."""

    async def drop_traces_before(self, at: datetime) -> int:
        """Forget messages that cannot be deleted any more; returns how many."""

    async def forget_chat(self, chat_id: str) -> None:
        """Erase the chat, its follows and its alerts; its bytes are gone from the files too."""

    # exchanges
    async def add_agreement(self, agreement: Agreement) -> None: ...
    async def add_exchange(self, exchange: Exchange) -> None: ...
    async def add_batch(self, batch: Batch) -> None: ...
    async def save_batch(self, batch: Batch) -> None: ...
    async def add_statement(self, statement: Statement) -> None: ...
    async def save_statement(self, statement: Statement) -> None: ...
    async def due_statements(self, now: datetime) -> Sequence[Statement]:
        """Held statements whose hold has ended, oldest first."""

    # lists
    async def add_publisher(self, publisher: Publisher) -> None: ...
    async def add_list(self, name_list: NameList) -> None: ...
    async def switch_list(self, name_list: NameList) -> None:
        """Save whether the list is switched on."""

    async def add_edition(self, edition: Edition) -> None: ...
    async def add_rows(self, edition_id: str, rows: Sequence[Printed], known: KnownNames) -> None:
        """Store rows of a draft, and let them be found by their names once it is published.

        Args:
            known: one for all slices of an edition.

        Raises:
            WrongState: the edition is no draft any more, or holds one of these rows already.
        """

    async def stage_rows(self, edition_id: str, rows: Sequence[Printed], known: KnownNames) -> None:
        """Store rows that will enter the index later, see `bot.services.index`; as `add_rows` otherwise.

        The last rows of an edition are stored by `add_rows`: so none is whole that is not found by name.
        """

    async def enter_rows(self, edition_id: str, *, after: int, up_to: int) -> None:
        """Let staged rows of a draft be found by their names: those behind one number, up to another.

        Raises:
            WrongState: the edition is no draft any more, or one of these rows has entered already.
        """

    async def search_classes(self, classes: Collection[PublisherClass]) -> None:
        """Let the lists of these classes be searched from now on, by every process, and of no others."""

    async def forget_other_keys(self) -> None:
        """Drop every key if any was made by other rules; until all names are keyed nothing is answered."""

    async def add_name_keys(self, keys: Sequence[tuple[int, int]]) -> None:
        """Keep keys, each with a name's id; fastest in their order. Those that are there stay."""

    async def settle_keyed(self, names: Sequence[IndexedName]) -> None:
        """Mark names as keyed now that all their keys are there; of a name that is gone drop the keys."""

    async def drop_entries(self, edition_id: str, *, limit: int) -> int:
        """Erase so many of an edition's rows at most, and each name that no other row has.

        Returns:
            How many rows there were.
        """

    async def add_upload(self, upload: Upload) -> None: ...
    async def add_faults(self, edition_id: str, faults: Sequence[Fault], *, after: int) -> None:
        """Keep faults behind the first so many; what a fault suggests in the place of a name is not kept."""

    async def drop_faults(self, edition_id: str) -> None: ...
    async def save_change_counts(self, edition_id: str, former_id: str, counts: ChangeCounts) -> None: ...
    async def save_edition(self, edition: Edition) -> None: ...
    async def add_takedowns(self, edition_id: str, takedowns: Collection[Takedown]) -> None: ...
    async def erase_rows(self, rows: Collection[tuple[str, int]]) -> None:
        """Erase these rows of these editions, and each name that no other row has.

        Their bytes are gone from the files too.
        """

    # follows
    async def add_follow(self, follow: Follow) -> Follow:
        """Return the follow as it now stands: an earlier one of the same chat and subject is kept,
        and takes the editions and statements of both."""

    async def save_follow(self, follow: Follow) -> None:
        """Keep whether it is paused, and its label."""

    async def drop_follow(self, follow_id: str) -> None: ...
    async def keep_label(self, follow: Follow, *, ended_at: datetime) -> None:
        """Keep what a follow was called that ends, beside it."""

    async def take_label(self, follow: Follow, *, ended_after: datetime) -> bytes | None:
        """Return what a follow of the same subject was called that ended after this; it is kept no longer."""

    async def drop_labels_before(self, at: datetime) -> None:
        """Drop what follows were called that ended until then; the bytes are gone from the files too."""

    # watches
    async def add_watch(self, watch: Watch) -> None: ...
    async def save_watch(self, watch: Watch) -> None: ...
    async def mark_renewal_asked(self, watch_id: str) -> None: ...
    async def add_errand(self, errand: Errand) -> None: ...
    async def reply_to_errand(self, errand_id: str, sealed_reply: bytes) -> None: ...
    async def drop_errand(self, errand_id: str) -> None:
        """Drop an errand that is done, or for which nobody waits; what is not there is no fault."""

    async def drop_shows_before(self, at: datetime) -> None:
        """Erase what was to be shown to somebody, and is asked for since then, with the matcher's answer;
        its bytes are gone from the files too."""

    async def drop_watch(self, watch_id: str) -> None:
        """Erase a watch; its bytes are gone from the files too."""

    async def tell_watch(
        self, watch_id: str, *, editions: Collection[str], statements: Collection[str]
    ) -> None:
        """Keep by which editions and statements its owner was told, so that a correction reaches them."""

    async def add_firings(self, fired: Sequence[Fired]) -> None:
        """Keep what watches are told, and owe their alerts; all are of one moment."""

    async def move_comparison(self, event: Event, cursor: str, *, finished: bool) -> None: ...
    async def next_watch_number(self, chat_id: str) -> int:
        """Use up the chat's next number."""

    # how people wish to be told
    async def save_preferences(self, chat_id: str, preferences: Preferences) -> None: ...
    async def expect(self, chat_id: str, expected: Expected) -> None:
        """Keep what the chat was asked to type, in the place of what it was asked for before."""

    async def expect_nothing(self, chat_id: str) -> None: ...
    async def drop_expected_before(self, at: datetime) -> None: ...
    async def digest_now(self, chat_id: str, *, now: datetime) -> None:
        """Let everything that waits for the chat's digest come with the next one at once."""

    async def chats_to_digest(self, now: datetime, *, limit: int) -> Sequence[str]:
        """Chats for which a digest is due."""

    async def gather_digest(self, digest: Event, chat_id: str, *, now: datetime) -> None:
        """Put everything that is due for the chat into a digest."""

    # alerts
    async def add_event(self, event: Event) -> None:
        """An event whose followers are alerted slice by slice."""

    async def add_correction(
        self,
        event: Event,
        *,
        editions: Collection[str] = (),
        statements: Collection[str] = (),
        batch_id: str | None = None,
    ) -> None:
        """An event that takes back what was told, for exactly those who were told.

        News that rests on one of the statements, or speaks of the batch, goes to nobody any more.
        Told is who got it or may have got it; who pressed Follow or set a watch under an answer
        from one of the editions; who pressed Follow where one of the statements stood behind the
        state; and who follows the batch.
        """

    async def fan_out(self, event: Event, *, codes: Sequence[str], due: datetime) -> int:
        """Write alerts for the next whom the event concerns, one for each code at most.

        Returns how many were passed; fewer than codes means that there is nobody more now.
        Follows made after the event get none; a paused chat's alert waits until it goes on. A repeat
        writes nothing twice.
        """

    async def owe(self, event: Event, chat_ids: Sequence[str], codes: Sequence[str]) -> None:
        """Owe one alert about the event to each chat, due at once."""

    async def lend_due_alerts(
        self,
        *,
        now: datetime,
        until: datetime,
        limit: int,
        families: bool = True,
        repeat_after: timedelta = UNCERTAIN_WAIT,
    ) -> Sequence[Alert]:
        """Lend up to `limit` due alerts until `until`: the lowest rank first, within it the oldest.

        Args:
            families: whether anything goes out to others than moderators.
            repeat_after: how long after its end a loan comes back as uncertain: it may have been sent.
        """

    async def couriers_at_work(self, courier_id: str, *, now: datetime) -> int:
        """Note that a courier is at work, and return how many were within the last ten seconds, with it."""

    async def see_matcher(self, *, now: datetime) -> None:
        """Note that the matcher is at work."""

    async def doubt_what_is_owed(self) -> int:
        """Mark every alert that is owed as one that may have arrived; returns how many."""

    async def take_back_loans(self, *, due: datetime) -> int:
        """End all loans, as uncertain and due again then; returns how many. Only where nobody else sends."""

    async def settle(self, settlings: Sequence[Settling], *, now: datetime) -> int:
        """Record what became of lent alerts; returns how many had not been lent to somebody else since.

        A chat that refused one is blocked: what else is owed to it waits until the person comes back. A watch
        for which one came to nothing, and which goes on again since, has an errand to catch up.
        """

    async def stop_delivery(self, stop: Event) -> None:
        """End the event that the stop is about, and what watches tell by the same statement.

        What was not sent so far goes to nobody any more, nor does what is on its way and comes back
        undelivered; who was told stays told, so that a later correction reaches exactly them.
        """

    async def call_off_rest(self, stop: Event, *, now: datetime) -> None:
        """Call off what was on its way when it was stopped, and was lost with the courier that had it."""

    async def mark_reported(self, event_id: str) -> bool:
        """Note that moderators get a report on an event's alerts in this transaction; False if they have."""

    async def drop_board(self, board: Board) -> None:
        """The message is gone: it is kept up to date no more."""

    async def release_held(self, key: str, *, now: datetime) -> int:
        """Make held alerts due again; returns how many. What becomes of them is reported anew."""

    async def drop_held(self, key: str, *, up_to: datetime, now: datetime) -> int:
        """Let alerts held by then go to nobody; returns how many."""

    async def come_back(self, chat_id: str) -> None:
        """Take in that a blocked chat takes messages again; what it missed is only offered."""

    async def move_chat(self, chat_id: str, telegram_id: int) -> None:
        """Telegram gave the chat another id; `WrongState` if another chat of ours has it."""

    async def offer_again(self, chat_id: str, *, now: datetime) -> int:
        """Make this chat's refused alerts due again; returns how many."""

    # proposals and reports
    async def add_proposal(self, proposal: Proposal) -> None: ...
    async def save_proposal(self, proposal: Proposal) -> None: ...
    async def add_report(self, report: Report) -> None:
        """Add a report; if the same is open already, nothing is added."""

    async def save_report(self, report: Report) -> None: ...

    # moderators
    async def add_check(self, moderator: str, at: datetime) -> None: ...
    async def add_grant(self, grant: Grant) -> None: ...
    async def save_grant(self, grant: Grant) -> None: ...
    async def save_draft(self, draft: Draft) -> None:
        """Keep the draft in the place of the chat's former one of this form; others are put aside."""

    async def drop_draft(self, draft: Draft) -> None:
        """Use up the draft: `WrongState` if it is not, as it stands here, the chat's draft any more."""

    async def open_draft(self, chat_id: str, form: str) -> None:
        """Take a form up again; others are put aside."""

    async def close_drafts(self, chat_id: str) -> None:
        """Put all forms of the chat aside."""

    async def turn_on(self, turned: TurnedOn) -> None:
        """Turn a switch on; what is on already stays on since then."""

    async def turn_off(self, switch: Switch) -> None: ...
    async def name_moderator(self, chat_id: str, name: str) -> None: ...
    async def add_to_audit(self, line: AuditLine) -> None: ...
    async def tell_of_the_log(self, place: int, *, up_to: int) -> bool:
        """Move on the place up to which moderators were told; False if it does not stand at `place`."""

    # updates
    async def mark_answered(self, update_ids: Collection[int], *, at: datetime) -> None: ...
    async def drop_answered_before(self, at: datetime) -> None: ...


Result = TypeVar("Result")
Look = Callable[[Reading], Coroutine[Any, Any, Result]]


class Store(Protocol):
    """Everything that is remembered. A database that does not answer is `StoreUnavailable`."""

    def reading(self) -> AbstractAsyncContextManager[Reading]: ...
    def writing(self) -> AbstractAsyncContextManager[Writing]: ...

    async def at_once(self, look: Look[Result]) -> Result:
        """Look at one consistent view and return what was made of it: faster than by `reading`.

        Args:
            look: waits for nothing but the store. Nothing else may go on meanwhile, so it is short.
        """


class Sealer(Protocol):
    """Writes text so that whoever takes the database cannot read it."""

    def seal(self, text: str) -> bytes:
        """Return the text so that two seals of it have nothing in common, and their length says little."""

    def open(self, sealed: bytes) -> str:
        """Return the text; raises where the key is not in this process, or the bytes were changed."""


class Tombstones(Protocol):
    """Who was forgotten, kept apart from the store: a restored backup revives nobody."""

    def add(self, chat_id: str, *, on: date) -> None:
        """Note that a chat is forgotten; this survives a loss of power. `StoreUnavailable` if it cannot."""

    def among(self, chat_ids: Iterable[str]) -> Collection[str]:
        """Those of the chats that were forgotten."""

    def drop_before(self, day: date) -> None:
        """Drop what is older than any backup that is kept."""


class Sealers(Protocol):
    """Who seals what.

    Args:
        names: whom a watch is about.
        labels: what a person called their watch or follow.
        phrases: the safe phrase that stands in a person's alerts.
    """

    @property
    def names(self) -> Sealer: ...
    @property
    def labels(self) -> Sealer: ...
    @property
    def phrases(self) -> Sealer: ...


class Messenger(Protocol):
    """Sends alerts to people."""

    async def word(self, alerts: Sequence[Alert]) -> Sequence[Letter | NotSent]:
        """Word alerts in the language of now, from the facts of now."""

    async def send(self, letter: Letter) -> Outcome:
        """Try once. Never raises for what Telegram answers: that is the outcome."""


class Noticeboard(Protocol):
    """Shows moderators how far alerts have come."""

    async def show(self, board: Board, delivery: Delivery) -> Outcome:
        """Write in the place of what the message showed. Never raises for what Telegram answers."""
