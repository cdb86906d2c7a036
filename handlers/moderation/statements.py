"""Statements: agree as the second person, or stop."""

from handlers.context import Talk


async def on_statement(talk: Talk, moderator: str) -> None:
    """Show a statement on its way."""
    view = await talk.services.confirmations.view(talk.press.arg(0), moderator=moderator)
    await talk.reply(talk.wording.statement_view(view, now=talk.door.clock()))


async def on_agree(talk: Talk, moderator: str) -> None:
    """Ask the second person for the four characters of the digest."""
    view = await talk.services.confirmations.view(talk.press.arg(0), moderator=moderator)
    fields = {"act": "statement", "id": view.statement.id}
    await talk.services.preparations.begin(moderator, "code", fields)
    await talk.reply(talk.wording.ask_for_digest_code(view.statement.digest))


async def on_stop(talk: Talk, moderator: str) -> None:
    """Stop a statement before it takes effect."""
    view = await talk.services.confirmations.stop(talk.press.arg(0), moderator=moderator)
    await talk.show(talk.wording.statement_view(view, now=talk.door.clock()))
