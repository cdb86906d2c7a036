"""What a person can do about the alerts they got: check one, open one, have missed ones sent again."""

from dataclasses import dataclass

from bot.core.alerts import Alert, Event
from bot.core.answers import Standing
from bot.core.errors import Unknown
from bot.core.lists import Edition, NameList
from bot.core.proposals import Reason
from bot.ports import Clock, Store


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was wrong with an edition from which people were answered.

    Args:
        reason: why it was withdrawn; None if it was replaced by another.
    """

    event: Event
    edition: Edition
    list: NameList
    standing: Standing
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Alerts:
    """The alerts of one chat."""

    store: Store
    clock: Clock

    async def verify(self, chat_id: str, code: str) -> Alert | None:
        """Return the alert that was sent to this chat under the code, or None if none was."""
        async with self.store.reading() as reading:
            return await reading.alert_of_code(chat_id, code.strip().lower())

    async def event_of(self, chat_id: str, event_id: str) -> Event:
        """Return the event about which this chat was alerted.

        Raises:
            Unknown: it was not.
        """
        async with self.store.reading() as reading:
            if not await reading.is_alerted(chat_id, event_id):
                raise Unknown(event_id)
            return await reading.event(event_id)

    async def missed(self, chat_id: str) -> int:
        """Return how many alerts the person's Telegram refused."""
        async with self.store.reading() as reading:
            return len(await reading.missed_alerts(chat_id))

    async def offer_again(self, chat_id: str) -> int:
        """Send the refused ones after all; returns how many."""
        async with self.store.writing() as writing:
            return await writing.offer_again(chat_id, now=self.clock())

    async def correction(self, event_id: str) -> Corrected:
        """Return what an update on an answer is about.

        Raises:
            Unknown: there is no such update.
        """
        async with self.store.reading() as reading:
            event = await reading.event(event_id)
            edition = await reading.edition(event.subject_id)
            name_list = await reading.list(edition.list_id)
            standing = await reading.standing(name_list.batch_id)
            proposal = await reading.proposal(event.proposal_id) if event.proposal_id is not None else None
            reason = proposal.reason if proposal is not None else None
            return Corrected(event, edition, name_list, standing, reason)
