"""Two moderators on their way to a confirmation, who go on from wherever they were when the power went.

python -m tests.crashes.moderators DATABASE URL BATCH EDITION
"""

import asyncio
import sys
from datetime import date
from pathlib import Path

from bot.assembly import make_services, sealing_of
from bot.core.exchanges import BatchState, Party, Source, StatementKind, Subject, SubjectKind
from bot.core.lists import Review
from bot.core.log import code_of
from bot.core.statements import StatementReview
from bot.demo import demo_settings
from bot.playground.people import OKSANA, THOMAS
from bot.services.questions import Questions
from bot.services.together import Services
from storage.store import SqliteStore
from tests.alerts.confirming import chat_of


async def publish_on(services: Services, edition_id: str, *, first: str, second: str) -> None:
    """Submit an edition and publish it, as far as that is not done."""
    async with services.reviews.store.reading() as reading:
        edition = await reading.edition(edition_id)
    if edition.review is Review.DRAFT:
        await services.reviews.submit(edition_id, moderator=first)
    if edition.review in {Review.DRAFT, Review.SUBMITTED}:
        await services.publications.publish(edition_id, moderator=second, code=code_of(edition.digest))


async def confirm_on(services: Services, batch_id: str, *, first: str, second: str) -> None:
    """Record a confirmation and agree to it, as far as that is not done."""
    about = Subject(SubjectKind.BATCH, batch_id)
    async with services.confirmations.store.reading() as reading:
        waiting = [s for s in await reading.open_statements() if s.about == about]
        if (await reading.batch(batch_id)).state is BatchState.CONFIRMED:
            return
    if not waiting:
        view = await services.confirmations.submit(
            await services.preparations.begin(first, "form", {}),
            about=about,
            party=Party.UKRAINE,
            kind=StatementKind.CONFIRMATION,
            figure=None,
            words="",
            source=Source("Вигаданий штаб", date(2025, 6, 9), "https://example.org/1"),
        )
        waiting = [view.statement]
    (statement,) = waiting
    if statement.review is StatementReview.SUBMITTED:
        await services.confirmations.agree(statement.id, moderator=second, code=code_of(statement.digest))


async def _work(database: Path, url: str, batch_id: str, edition_id: str) -> None:
    settings = demo_settings(url, database.parent)
    sealing = sealing_of(settings)
    store = SqliteStore(database, chat_ids=sealing.chats)
    await store.open()
    try:
        services = make_services(store, settings, Questions(), sealing)
        first, second = await chat_of(services, OKSANA), await chat_of(services, THOMAS)
        await publish_on(services, edition_id, first=first, second=second)
        await confirm_on(services, batch_id, first=first, second=second)
    finally:
        await store.close()


if __name__ == "__main__":
    asyncio.run(_work(Path(sys.argv[1]), *sys.argv[2:]))
