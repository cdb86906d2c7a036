"""What people do in their chats in the story; everything goes through the loopback Bot API."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.lists import Edition
from bot.core.log import code_of
from bot.core.statements import Statement
from bot.playground.ledger import Shown
from bot.playground.people import Person
from bot.playground.world import Done, World

PATIENCE_S = 5.0

_CODE_OF_AN_ALERT = re.compile(r"/verify [a-z2-9]{10}$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class StoryChats:
    """The chats of the people."""

    world: World

    async def writes(self, person: Person, *texts: str) -> None:
        """Write something and wait for the answer; one text after another."""
        for text in texts:
            with _left_out():
                await self._answered(person, self.world.says(person.id, text))

    async def presses(self, person: Person, *carried: str) -> None:
        """Press the newest button that carries this, or begins so, and wait; one after another."""
        for carries in carried:
            with _left_out():
                message_id, data = self._button(person, carries)
                await self._answered(person, self.world.presses(person.id, message_id, data=data))

    async def agrees(self, person: Person, statement: Statement) -> None:
        """Agree to a statement as the second person: from the alert to the desk, and type the code."""
        await self.presses(person, "desk", f"st:{statement.id}", f"stagr:{statement.id}")
        await self.writes(person, code_of(statement.digest))

    async def publishes(self, person: Person, edition: Edition) -> None:
        """Publish an edition as the second person, in the same way."""
        await self.presses(person, "desk", f"ed:{edition.id}", f"edpub:{edition.id}")
        await self.writes(person, code_of(edition.digest))

    async def are_alerted(self, batch_id: str, *people: Person, after: int) -> None:
        """Wait until the alert about a batch has reached each of them."""
        for person in people:
            with _left_out():
                await self._is_alerted(batch_id, person, after=after)

    async def _is_alerted(self, batch_id: str, person: Person, *, after: int) -> None:
        def alerted() -> bool:
            shown = self.world.ledger.of(person.id, after=after)
            buttons = [button for each in shown for row in each.buttons for button in row]
            return any(button.get("data") == f"end:{batch_id}" for button in buttons)

        await self.world.until(alerted, PATIENCE_S)

    async def _answered(self, person: Person, done: Done) -> None:
        def answered() -> bool:
            shown = self.world.ledger.of(person.id, after=done.seq)
            return any(each.kind in {"sent", "edited"} and not _is_alert(each) for each in shown)

        await self.world.until(answered, PATIENCE_S)

    def _button(self, person: Person, carries: str) -> tuple[int, str]:
        for message in reversed(self.world.chat(person.id)):
            for button in (button for row in message.buttons for button in row):
                if button.data is not None and f"{button.data}:".startswith(f"{carries}:"):
                    return message.id, button.data
        raise LookupError(f"person {person.id} has no button {carries}")


def _is_alert(shown: Shown) -> bool:
    # It comes of itself, also between a press and its answer; it tells the code that verifies it.
    return _CODE_OF_AN_ALERT.search(shown.text) is not None


@contextlib.contextmanager
def _left_out() -> Iterator[None]:
    """Leave a scene out that whoever plays along has made impossible: a chat blocked, a button used up."""
    with contextlib.suppress(LookupError, TimeoutError):
        yield
