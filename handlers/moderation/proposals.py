"""Proposals about what is published: agree as the second person, or stop."""

from handlers.context import Talk
from handlers.moderation import things
from handlers.moderation.things import Kind


async def on_proposal(talk: Talk, moderator: str) -> None:
    """Show a proposal on its way."""
    await things.show(talk, moderator, Kind.PROPOSAL)


async def on_agree(talk: Talk, moderator: str) -> None:
    """Ask the second person for the four characters of the digest."""
    await things.ask_for_code(talk, moderator, Kind.PROPOSAL)


async def on_stop(talk: Talk, moderator: str) -> None:
    """Stop a proposal before a second person agreed."""

    async def stop(proposal_id: str) -> None:
        await talk.services.proposals.stop(proposal_id, moderator=moderator)

    await things.act(talk, moderator, Kind.PROPOSAL, stop)
