"""What was corrected, shown to whoever opens an update on an answer."""

from handlers.context import Talk


async def on_correction(talk: Talk) -> None:
    """Show which list was corrected, and why."""
    corrected = await talk.services.alerts.correction(talk.press.arg(0))
    await talk.reply(
        talk.wording.what_was_corrected(
            corrected.edition, corrected.list, corrected.standing, corrected.reason
        )
    )
