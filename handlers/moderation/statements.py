"""Statements: agree as the second person, or stop."""

from handlers.context import Talk
from handlers.moderation import things
from handlers.moderation.things import Kind


async def on_statement(talk: Talk, moderator: str) -> None:
    """Show a statement on its way."""
    await things.show(talk, moderator, Kind.STATEMENT)


async def on_agree(talk: Talk, moderator: str) -> None:
    """Ask the second person for the four characters of the digest."""
    await things.ask_for_code(talk, moderator, Kind.STATEMENT)


async def on_stop(talk: Talk, moderator: str) -> None:
    """Stop a statement before it takes effect."""

    async def stop(statement_id: str) -> None:
        await talk.services.confirmations.stop(statement_id, moderator=moderator)

    await things.act(talk, moderator, Kind.STATEMENT, stop)
